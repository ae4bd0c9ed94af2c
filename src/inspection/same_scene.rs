//! Whether two pictures show the same, though one may be lighter, cropped, written on or compressed.
//!
//! One is laid over a part of the other, and the part is moved until they fit best. Then block by block the fine structure is
//! compared: two patients before the same console share the frame and the letters, but not the grain of the tissue.

use crate::dicom::shown::ShownFrame;

/// Cells across and down while the part is sought.
const COARSE: usize = 32;
/// Cells across and down for the structure.
const FINE: usize = 96;
/// Side of a block in cells.
const BLOCK: usize = 8;
/// Least deviation of the structure of a block that says something, levels.
const LEAST_STRUCTURE: f32 = 1.0;
/// Correlation from which a block agrees.
const AGREES: f32 = 0.9;
/// Share of blocks that must agree.
const MOST_BLOCKS: f32 = 0.75;
/// Fewest blocks with structure.
const FEWEST_BLOCKS: usize = 6;
/// How far the edges are moved, in parts of the picture, from coarse to fine.
const STEPS: [f32; 6] = [0.04, 0.02, 0.01, 0.005, 0.0025, 0.00125];
/// Moves at one step.
const MOST_MOVES: usize = 12;
/// Largest part that may be cut off at one side.
const MOST_CUT: f32 = 0.3;

/// Left, upper, right and lower edge of a part, in parts of the picture.
type Part = [f32; 4];

/// Longest side of what is summed, pixels: larger pictures are made smaller, so that many can be held.
const LONGEST: usize = 640;

/// Sums of all pixels above and to the left, so that the mean of any rectangle takes four look-ups.
pub struct Sums {
    width: usize,
    height: usize,
    /// At most 640 x 640 x 255.
    sums: Vec<u32>,
}

impl Sums {
    /// Of the luma of a picture.
    pub fn of(frame: &ShownFrame) -> Self {
        let (columns, rows) = (frame.width as usize, frame.height as usize);
        let luma = frame.luma();
        let factor = columns.max(rows).div_ceil(LONGEST).max(1);
        let (width, height) = (columns / factor, rows / factor);
        let mut sums = vec![0u32; (width + 1) * (height + 1)];
        let mut line = vec![0u32; width];
        for (y, strip) in luma.chunks_exact((columns * factor).max(1)).take(height).enumerate() {
            line.fill(0);
            for row in strip.chunks_exact(columns.max(1)) {
                let blocks =
                    row.chunks_exact(factor).map(|block| block.iter().map(|level| u32::from(*level)).sum::<u32>());
                line.iter_mut().zip(blocks).for_each(|(sum, block)| *sum += block);
            }
            let (above, below) = sums.split_at_mut((y + 1) * (width + 1));
            let above = above.get(y * (width + 1) + 1..).unwrap_or_default();
            let (mut so_far, pixels) = (0, (factor * factor) as u32);
            for ((sum, above), block) in below.iter_mut().skip(1).zip(above).zip(&line) {
                so_far += block / pixels;
                *sum = above + so_far;
            }
        }
        Self { width, height, sums }
    }

    /// Means of `cells` x `cells` cells of a part.
    fn cells(&self, [left, top, right, bottom]: Part, cells: usize) -> Vec<f32> {
        let edge = |from: f32, to: f32, side: usize, at: usize| {
            ((from + (to - from) * at as f32 / cells as f32) * side as f32 + 0.5).clamp(0.0, side as f32) as usize
        };
        let columns: Vec<usize> = (0..=cells).map(|at| edge(left, right, self.width, at)).collect();
        let rows: Vec<usize> = (0..=cells).map(|at| edge(top, bottom, self.height, at)).collect();
        let at = |x: usize, y: usize| self.sums.get(y * (self.width + 1) + x).copied().unwrap_or(0);
        let mut means = Vec::with_capacity(cells * cells);
        for row in rows.windows(2) {
            for column in columns.windows(2) {
                let ([top, bottom], [left, right]) = (row, column) else { continue };
                // A cell of less than a pixel shows the pixel.
                let (bottom, right) = ((*bottom).max(top + 1).min(self.height), (*right).max(left + 1).min(self.width));
                let sum = (at(right, bottom) + at(*left, *top)).saturating_sub(at(*left, bottom) + at(right, *top));
                let count = (bottom.saturating_sub(*top) * right.saturating_sub(*left)).max(1);
                means.push(sum as f32 / count as f32);
            }
        }
        means
    }
}

/// Whether `inner` shows a part of `outer`, or all of it. `first` is where the part is sought, in parts of `outer`.
pub fn shows_part(outer: &Sums, inner: &Sums, first: Part) -> bool {
    let whole = [0.0, 0.0, 1.0, 1.0];
    let part = best_part(outer, &inner.cells(whole, COARSE), first);
    agree(&structure(&outer.cells(part, FINE)), &structure(&inner.cells(whole, FINE)))
}

/// The part of a picture that is most like these cells.
fn best_part(outer: &Sums, wanted: &[f32], first: Part) -> Part {
    let likeness = |part: Part| correlation(&outer.cells(part, COARSE), wanted).unwrap_or(-1.0);
    let mut best = (likeness(first), first);
    for step in STEPS {
        for _ in 0..MOST_MOVES {
            let mut moved = best;
            for (edge, change) in (0..4).flat_map(|edge| [(edge, -step), (edge, step)]) {
                let mut part = best.1;
                if let Some(place) = part.get_mut(edge) {
                    let (low, high) = if edge < 2 { (0.0, MOST_CUT) } else { (1.0 - MOST_CUT, 1.0) };
                    *place = (*place + change).clamp(low, high);
                }
                let found = likeness(part);
                if found > moved.0 {
                    moved = (found, part);
                }
            }
            if moved.0 <= best.0 {
                break;
            }
            best = moved;
        }
    }
    best.1
}

/// What is left of cells when the mean of their surroundings is taken off.
fn structure(cells: &[f32]) -> Vec<f32> {
    let at = |x: usize, y: usize| cells.get(y * FINE + x).copied().unwrap_or(0.0);
    let surroundings = |x: usize, y: usize| {
        let (columns, rows) =
            (x.saturating_sub(1)..=(x + 1).min(FINE - 1), y.saturating_sub(1)..=(y + 1).min(FINE - 1));
        let count = (columns.clone().count() * rows.clone().count()) as f32;
        rows.flat_map(|y| columns.clone().map(move |x| (x, y))).map(|(x, y)| at(x, y)).sum::<f32>() / count
    };
    (0..FINE * FINE).map(|place| (place % FINE, place / FINE)).map(|(x, y)| at(x, y) - surroundings(x, y)).collect()
}

/// Whether enough blocks have the same structure.
fn agree(one: &[f32], other: &[f32]) -> bool {
    let block = |cells: &[f32], left: usize, top: usize| -> Vec<f32> {
        let rows = (top..top + BLOCK).map(|y| cells.get(y * FINE + left..y * FINE + left + BLOCK).unwrap_or_default());
        rows.flatten().copied().collect()
    };
    let (mut agreeing, mut all) = (0usize, 0usize);
    for top in (0..FINE).step_by(BLOCK) {
        for left in (0..FINE).step_by(BLOCK) {
            let (one, other) = (block(one, left, top), block(other, left, top));
            if deviation(&one).max(deviation(&other)) < LEAST_STRUCTURE {
                continue;
            }
            all += 1;
            agreeing += usize::from(correlation(&one, &other).is_some_and(|found| found >= AGREES));
        }
    }
    all >= FEWEST_BLOCKS && agreeing as f32 >= MOST_BLOCKS * all as f32
}

fn deviation(values: &[f32]) -> f32 {
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / count).sqrt()
}

/// The correlation of two lists; `None` where one is even.
fn correlation(one: &[f32], other: &[f32]) -> Option<f32> {
    let count = one.len().min(other.len()).max(1) as f32;
    let (mean, other_mean) = (one.iter().sum::<f32>() / count, other.iter().sum::<f32>() / count);
    let (mut across, mut along, mut other_along) = (0.0f32, 0.0f32, 0.0f32);
    for (one, other) in one.iter().zip(other) {
        let (one, other) = (one - mean, other - other_mean);
        across += one * other;
        along += one * one;
        other_along += other * other;
    }
    let size = (along * other_along).sqrt();
    (size > 1e-3).then(|| across / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A console with a bright frame that everybody shares, and tissue of which each patient has their own.
    fn frame(patient: u32, (left, top, width, height): (u32, u32, u32, u32), light: f32) -> Sums {
        let tissue = |x: u32, y: u32| {
            let wave = |a: f32, b: f32| (a * x as f32 + b * y as f32 + patient as f32 * 2.0).sin();
            let grain = (x / 6).wrapping_mul(0x9e37_79b1)
                ^ (y / 6).wrapping_mul(0x85eb_ca6b)
                ^ patient.wrapping_mul(0xc2b2_ae35);
            let grain = (grain ^ grain >> 15).wrapping_mul(0x2c1b_3c6d) >> 26;
            90.0 + 20.0 * wave(0.03, 0.011) + grain as f32
        };
        let level = |x: u32, y: u32| match (x, y) {
            (60..340, 40..280) => tissue(x, y),
            (20..44, 40..160) => 230.0,
            _ => 0.0,
        };
        let samples = (0..width * height).map(|place| (left + place % width, top + place / width));
        let samples = samples.map(|(x, y)| (level(x, y) * light).clamp(0.0, 255.0) as u8).collect();
        Sums::of(&ShownFrame { width, height, channels: 1, samples })
    }

    const WHOLE: (u32, u32, u32, u32) = (0, 0, 400, 320);
    const ALL: Part = [0.0, 0.0, 1.0, 1.0];

    #[test]
    fn the_same_picture_is_known_lighter_and_cropped() {
        let whole = frame(1, WHOLE, 1.0);
        assert!(shows_part(&whole, &frame(1, WHOLE, 1.3), ALL));
        assert!(shows_part(&whole, &frame(1, (24, 20, 352, 280), 0.9), [0.05, 0.05, 0.95, 0.95]));
        assert!(shows_part(&whole, &frame(1, (0, 30, 400, 290), 1.0), [0.0, 0.1, 1.0, 1.0]));
    }

    #[test]
    fn another_patient_before_the_same_console_is_another_picture() {
        let whole = frame(1, WHOLE, 1.0);
        assert!(!shows_part(&whole, &frame(2, WHOLE, 1.0), ALL));
        let empty = Sums::of(&ShownFrame { width: 9, height: 9, channels: 1, samples: vec![0; 81] });
        assert!(!shows_part(&empty, &empty, ALL) && !shows_part(&whole, &empty, ALL));
    }
}
