//! A picture in a few hundred bytes, by which pairs that may show the same are found: whole, and with its edges cut off.

use crate::inspection::fine::Fine;

/// Side of the grid that everything is drawn from.
pub const GRID: usize = 80;
/// Cells across and down each view.
const CELLS: usize = 8;
/// Cells of a view.
pub const AREA: usize = CELLS * CELLS;
/// Least difference of neighbours in a hash, levels: below it they are even, whatever the noise.
const STEP: u8 = 4;

/// A part of a picture, in 80ths of its sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Left edge.
    pub left: u8,
    /// Upper edge.
    pub top: u8,
    /// Right edge.
    pub right: u8,
    /// Lower edge.
    pub bottom: u8,
}

impl Cut {
    /// All of it.
    pub const WHOLE: Self = Self { left: 0, top: 0, right: 80, bottom: 80 };
}

/// The whole picture; its middle, as people crop; and without what stands above or below, where consoles write.
pub const CUTS: [Cut; 6] = [
    Cut::WHOLE,
    Cut { left: 4, top: 4, right: 76, bottom: 76 },
    Cut { left: 8, top: 8, right: 72, bottom: 72 },
    Cut { left: 0, top: 8, right: 80, bottom: 80 },
    Cut { left: 0, top: 16, right: 80, bottom: 80 },
    Cut { left: 0, top: 0, right: 80, bottom: 72 },
];

/// Side of a block in which neighbours are compared, pixels.
const BLOCK: usize = 16;
/// Share of equal neighbours from which a picture is drawn, as a screen or a form is.
const DRAWN: f64 = 0.7;
/// Share of bright pixels from which a picture is paper.
const PAPER: f64 = 0.6;
/// The least level of paper.
const BRIGHT: u8 = 200;

/// The views of one picture, by [`CUTS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    views: [[u8; AREA]; CUTS.len()],
    /// The fine structure of the whole.
    pub fine: Fine,
    /// Whether it is drawn, or paper: one form filled in for two people is nearly the same, and no duplicate.
    pub drawn: bool,
}

impl Sketch {
    /// Means of cells of a picture.
    pub fn of(luma: &[u8], width: usize, height: usize) -> Self {
        let grid = grid(luma, width, height);
        let views = CUTS.map(|cut| {
            let mut view = [0u8; AREA];
            let edge = |from: u8, to: u8, cell: usize| usize::from(from) + cell * usize::from(to - from) / CELLS;
            for (place, cell) in view.iter_mut().enumerate() {
                let (column, row) = (place % CELLS, place / CELLS);
                let rows = edge(cut.top, cut.bottom, row)..edge(cut.top, cut.bottom, row + 1);
                let columns = edge(cut.left, cut.right, column)..edge(cut.left, cut.right, column + 1);
                let (mut sum, mut count) = (0u32, 0u32);
                for y in rows {
                    for level in grid.get(y * GRID + columns.start..y * GRID + columns.end).unwrap_or_default() {
                        sum += u32::from(*level);
                        count += 1;
                    }
                }
                *cell = (sum / count.max(1)) as u8;
            }
            view
        });
        Self { views, fine: Fine::of(&grid), drawn: is_drawn(luma, width) || is_paper(luma) }
    }

    /// The views, the whole picture first.
    pub fn views(&self) -> &[[u8; AREA]; CUTS.len()] {
        &self.views
    }
}

/// Looks at the blocks in which something is: the even ground around a body says nothing, be it black or not.
fn is_drawn(luma: &[u8], width: usize) -> bool {
    let rows: Vec<&[u8]> = luma.chunks_exact(width.max(1)).collect();
    let (mut equal, mut all) = (0u64, 0u64);
    for strip in rows.chunks(BLOCK) {
        for left in (0..width).step_by(BLOCK) {
            let (mut equal_here, mut all_here) = (0u32, 0u32);
            for row in strip {
                let part = row.get(left..(left + BLOCK).min(width)).unwrap_or_default();
                let pairs = part.iter().zip(part.get(1..).unwrap_or_default());
                equal_here += pairs.map(|(one, other)| u32::from(one == other)).sum::<u32>();
                all_here += part.len().saturating_sub(1) as u32;
            }
            if equal_here < all_here {
                equal += u64::from(equal_here);
                all += u64::from(all_here);
            }
        }
    }
    equal as f64 > DRAWN * all as f64
}

fn is_paper(luma: &[u8]) -> bool {
    luma.iter().filter(|level| **level >= BRIGHT).count() as f64 > PAPER * luma.len().max(1) as f64
}

/// Means of 80 x 80 cells; cells of a smaller picture hold what lies nearest.
fn grid(luma: &[u8], width: usize, height: usize) -> Vec<u8> {
    let edges = |side: usize| -> Vec<(usize, usize)> {
        let edge = |cell: usize| (cell * side / GRID).min(side.saturating_sub(1));
        (0..GRID).map(|cell| (edge(cell), (((cell + 1) * side / GRID).min(side)).max(edge(cell) + 1))).collect()
    };
    let (columns, rows) = (edges(width), edges(height));
    let mut cells = Vec::with_capacity(GRID * GRID);
    let mut sums = vec![0u32; width];
    for (top, bottom) in rows {
        sums.fill(0);
        for y in top..bottom {
            let row = luma.get(y * width..(y + 1) * width).unwrap_or_default();
            sums.iter_mut().zip(row).for_each(|(sum, level)| *sum += u32::from(*level));
        }
        for (left, right) in &columns {
            let sum: u64 = sums.get(*left..*right).unwrap_or_default().iter().map(|sum| u64::from(*sum)).sum();
            let count = ((bottom - top) * (right - left)).max(1) as u64;
            cells.push((sum / count) as u8);
        }
    }
    cells
}

/// Whether each cell is clearly brighter than its right neighbour; `None` for a view that is nearly even, of which the hash says
/// nothing. More or less light does not change it.
pub fn hash(view: &[u8; AREA]) -> Option<u64> {
    let (low, high) = (view.iter().min()?, view.iter().max()?);
    if high - low < 16 {
        return None;
    }
    let right = |place: usize| place - place % CELLS + (place + 1) % CELLS;
    let brighter = |place: usize| {
        let (one, other) = (view.get(place), view.get(right(place)));
        one.zip(other).is_some_and(|(one, other)| *one > other.saturating_add(STEP))
    };
    Some((0..AREA).fold(0, |hash, place| hash << 1 | u64::from(brighter(place))))
}

/// A view with mean 0 and length 1, so that the product of two is their correlation; `None` where it is even.
pub fn normal(view: &[u8; AREA]) -> Option<[f32; AREA]> {
    let mean = view.iter().map(|cell| f32::from(*cell)).sum::<f32>() / AREA as f32;
    let mut cells = [0.0; AREA];
    cells.iter_mut().zip(view).for_each(|(cell, level)| *cell = f32::from(*level) - mean);
    let length = cells.iter().map(|cell| cell * cell).sum::<f32>().sqrt();
    (length > 8.0).then(|| cells.map(|cell| cell / length))
}

/// The correlation of two normal views.
pub fn correlation(one: &[f32; AREA], other: &[f32; AREA]) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(side: usize, level: impl Fn(f32, f32) -> f32) -> Vec<u8> {
        let at = |place: usize| ((place % side) as f32 / side as f32, (place / side) as f32 / side as f32);
        (0..side * side).map(at).map(|(x, y)| level(x, y).clamp(0.0, 255.0) as u8).collect()
    }

    fn waves(x: f32, y: f32) -> f32 {
        110.0 + 60.0 * (9.0 * x + 3.0 * y).sin() + 40.0 * (7.0 * y - 4.0 * x * y).cos() + 6.0 * (700.0 * x).sin()
    }

    #[test]
    fn more_light_leaves_a_view_and_a_cut_is_found_in_the_whole() {
        let whole = Sketch::of(&picture(160, waves), 160, 160);
        let lighter = Sketch::of(&picture(160, |x, y| 30.0 + 0.8 * waves(x, y)), 160, 160);
        let cropped = Sketch::of(&picture(144, |x, y| waves(0.05 + 0.9 * x, 0.05 + 0.9 * y)), 144, 144);
        let views = |sketch: &Sketch| sketch.views().map(|view| normal(&view).expect("not even"));
        assert!(correlation(&views(&whole)[0], &views(&lighter)[0]) > 0.999);
        assert!(correlation(&views(&whole)[1], &views(&cropped)[0]) > 0.99);
        assert!(correlation(&views(&whole)[0], &views(&cropped)[0]) < 0.99);
        let hashes = [&whole, &lighter].map(|sketch| hash(&sketch.views()[0]).expect("not even"));
        assert!((hashes[0] ^ hashes[1]).count_ones() <= 6, "{hashes:x?}");
        assert_eq!((hash(&[7; AREA]), normal(&[7; AREA])), (None, None));
        let page = picture(160, |x, y| if (x * 40.0).fract() < 0.1 && (y * 9.0).fract() < 0.5 { 0.0 } else { 240.0 });
        assert!(Sketch::of(&page, 160, 160).drawn && !whole.drawn);
        // A picture smaller than the grid, and none at all.
        assert_eq!(hash(&Sketch::of(&[0, 0, 255, 255], 2, 2).views()[0]), Some(0));
        assert_eq!(Sketch::of(&[], 0, 0).views()[0], [0; AREA]);
    }
}
