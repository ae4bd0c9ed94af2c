//! Filters that tools put over text, applied to what is known of it.

use crate::detectors::ink_verdict::median::median;
use crate::detectors::ink_verdict::mosaic::Mosaic;
use crate::detectors::ink_verdict::plane::Plane;

/// A filter with known figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Filter {
    /// Gaussian blur of this standard deviation, in pixels.
    Gaussian(f64),
    /// Mean over a square of this odd side.
    Mean(usize),
    /// Mean over this odd number of pixels in a row.
    Motion(usize),
    /// Median over a square of this odd side.
    Median(usize),
    /// Mean over each block.
    Mosaic(Mosaic),
}

/// The filters that are tried on every line.
pub(super) const BANK: [Filter; 20] = [
    Filter::Gaussian(1.0),
    Filter::Gaussian(1.5),
    Filter::Gaussian(2.0),
    Filter::Gaussian(2.5),
    Filter::Gaussian(3.0),
    Filter::Gaussian(4.0),
    Filter::Gaussian(5.0),
    Filter::Gaussian(6.0),
    Filter::Median(3),
    Filter::Median(5),
    Filter::Median(9),
    Filter::Mean(3),
    Filter::Mean(5),
    Filter::Mean(7),
    Filter::Mean(9),
    Filter::Mean(11),
    Filter::Mean(15),
    Filter::Motion(7),
    Filter::Motion(11),
    Filter::Motion(15),
];

/// Filtered ink of one glyph, placed relative to its pen and the top of the box.
#[derive(Clone, Debug)]
pub(super) struct Patch {
    pub(super) left: i64,
    pub(super) top: i64,
    pub(super) ink: Plane,
}

impl Filter {
    /// After how many columns the filter repeats itself.
    pub(super) fn period(self) -> usize {
        if let Self::Mosaic(mosaic) = self { mosaic.period.max(1) } else { 1 }
    }

    /// How far it carries ink, in pixels.
    pub(super) fn reach(self) -> usize {
        match self {
            Self::Gaussian(sigma) => (3.0 * sigma).ceil() as usize,
            Self::Mean(side) | Self::Motion(side) | Self::Median(side) => side / 2,
            Self::Mosaic(mosaic) => mosaic.period,
        }
    }

    /// Weights along columns and rows; `None` for filters that are no product of the two.
    fn weights(self) -> Option<(Vec<f64>, Vec<f64>)> {
        let flat = |size: usize| vec![1.0 / size as f64; size];
        match self {
            Self::Gaussian(sigma) => Some((gaussian(sigma), gaussian(sigma))),
            Self::Mean(size) => Some((flat(size), flat(size))),
            Self::Motion(size) => Some((flat(size), vec![1.0])),
            Self::Mosaic(_) | Self::Median(_) => None,
        }
    }

    /// The part of the filtered `plane` that starts at `corner` and has this width and height.
    pub(super) fn apply(self, plane: &Plane, corner: (usize, usize), size: (usize, usize)) -> Plane {
        let (x, y) = (corner.0 as i64, corner.1 as i64);
        match (self, self.weights()) {
            (Self::Mosaic(mosaic), _) => blocks(plane, mosaic, (x, y), size),
            (Self::Median(side), _) => median(plane, side, (x, y), size),
            (_, Some((across, down))) => {
                let (reach_x, reach_y) = (across.len() / 2, down.len() / 2);
                let wide =
                    plane.part(x - reach_x as i64, y - reach_y as i64, size.0 + 2 * reach_x, size.1 + 2 * reach_y);
                separable(&wide, &across, &down)
            }
            (_, None) => plane.part(x, y, size.0, size.1),
        }
    }

    /// The filtered ink of a glyph. `ink` has its corner at (`left`, `top`) from pen and box; `pen` and `box_top` give
    /// the place of those in the plane in which a mosaic was found.
    pub(super) fn patch(self, ink: &Plane, left: i64, top: i64, pen: i64, box_top: i64) -> Patch {
        if let Self::Mosaic(mosaic) = self {
            let (x, y) = (pen + left, box_top + top);
            let first = (mosaic.block_x(x).0, mosaic.block_y(y).0);
            let last = (mosaic.block_x(x + ink.width as i64 - 1).1, mosaic.block_y(y + ink.height as i64 - 1).1);
            let (width, height) = ((last.0 - first.0) as usize, (last.1 - first.1) as usize);
            let mut padded = Plane::new(width, height);
            paste(ink, &mut padded, (x - first.0) as usize, (y - first.1) as usize);
            let grid = Mosaic { period: mosaic.period, x: 0, y: 0 };
            let ink = blocks(&padded, grid, (0, 0), (width, height));
            return Patch { left: first.0 - pen, top: first.1 - box_top, ink };
        }
        let Some((across, down)) = self.weights() else { return Patch { left, top, ink: ink.clone() } };
        let (reach_x, reach_y) = (across.len() / 2, down.len() / 2);
        let mut padded = Plane::new(ink.width + 4 * reach_x, ink.height + 4 * reach_y);
        paste(ink, &mut padded, 2 * reach_x, 2 * reach_y);
        let ink = separable(&padded, &across, &down);
        Patch { left: left - reach_x as i64, top: top - reach_y as i64, ink }
    }

    /// Whether the filter of a sum is the sum of what it makes of the parts.
    pub(super) fn is_linear(self) -> bool {
        !matches!(self, Self::Median(_))
    }

    /// What the filter makes of `ink`, in levels over `clean`: in the part of `clean` that starts at `corner` and has
    /// the size of `ink`. `filtered` is that part of `clean` after the filter.
    pub(super) fn left_of(self, ink: &Plane, clean: &Plane, filtered: &Plane, corner: (usize, usize)) -> Plane {
        let under = !self.is_linear();
        let mut picture = if under { clean.clone() } else { Plane::new(clean.width, clean.height) };
        for (row, line) in ink.values.chunks_exact(ink.width.max(1)).enumerate() {
            let first = (corner.1 + row) * clean.width + corner.0;
            if let Some(target) = picture.values.get_mut(first..first + line.len()) {
                target.iter_mut().zip(line).for_each(|(sum, value)| *sum += value);
            }
        }
        let mut left = self.apply(&picture, corner, (ink.width, ink.height));
        if under {
            left.values.iter_mut().zip(&filtered.values).for_each(|(value, clean)| *value -= clean);
        }
        left
    }
}

fn gaussian(sigma: f64) -> Vec<f64> {
    let reach = (3.0 * sigma).ceil() as i64;
    let weights: Vec<f64> = (-reach..=reach).map(|at| libm::exp(-((at * at) as f64) / (2.0 * sigma * sigma))).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

fn paste(ink: &Plane, onto: &mut Plane, x: usize, y: usize) {
    for (row, line) in ink.values.chunks_exact(ink.width.max(1)).enumerate() {
        let first = (y + row) * onto.width + x;
        if let Some(target) = onto.values.get_mut(first..first + line.len()) {
            target.copy_from_slice(line);
        }
    }
}

/// Weighted sums along columns, then rows; the result is smaller by the length of the weights less one.
fn separable(plane: &Plane, across: &[f64], down: &[f64]) -> Plane {
    let width = (plane.width + 1).saturating_sub(across.len());
    let height = (plane.height + 1).saturating_sub(down.len());
    let mut rows = Plane::new(width, plane.height);
    if width == 0 || height == 0 {
        return Plane::new(width, height);
    }
    for (target, line) in rows.values.chunks_exact_mut(width).zip(plane.values.chunks_exact(plane.width)) {
        for (shift, weight) in across.iter().enumerate() {
            target.iter_mut().zip(&line[shift..]).for_each(|(sum, value)| *sum += weight * value);
        }
    }
    let mut result = Plane::new(width, height);
    for (y, target) in result.values.chunks_exact_mut(width).enumerate() {
        for (shift, weight) in down.iter().enumerate() {
            let line = &rows.values[(y + shift) * width..(y + shift + 1) * width];
            target.iter_mut().zip(line).for_each(|(sum, value)| *sum += weight * value);
        }
    }
    result
}

fn blocks(plane: &Plane, mosaic: Mosaic, corner: (i64, i64), size: (usize, usize)) -> Plane {
    let mut result = Plane::new(size.0, size.1);
    let mut y = corner.1;
    while y < corner.1 + size.1 as i64 {
        let (top, bottom) = mosaic.block_y(y);
        let mut x = corner.0;
        while x < corner.0 + size.0 as i64 {
            let (left, right) = mosaic.block_x(x);
            // A block that the border of the plane cuts is averaged over its inner part.
            let (mut sum, mut count) = (0.0, 0.0);
            for row in top.max(0)..bottom.min(plane.height as i64) {
                for column in left.max(0)..right.min(plane.width as i64) {
                    sum += plane.near(column, row);
                    count += 1.0;
                }
            }
            let mean = if count > 0.0 { sum / count } else { plane.near(x, y) };
            for row in y..bottom.min(corner.1 + size.1 as i64) {
                for column in x..right.min(corner.0 + size.0 as i64) {
                    result.values[(row - corner.1) as usize * size.0 + (column - corner.0) as usize] = mean;
                }
            }
            x = right;
        }
        y = bottom;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::ink_verdict::mosaic::detect;

    fn ramp(width: usize, height: usize) -> Plane {
        Plane { width, height, values: (0..width * height).map(|index| ((index * 7919) % 101) as f64).collect() }
    }

    #[test]
    fn the_patch_of_ink_is_the_filtered_picture_of_that_ink() {
        let ink = ramp(3, 4);
        let mut picture = Plane::new(60, 60);
        paste(&ink, &mut picture, 29, 27);
        let mosaic = Filter::Mosaic(Mosaic { period: 4, x: 3, y: 1 });
        for filter in [Filter::Gaussian(1.5), Filter::Mean(5), Filter::Motion(9), mosaic] {
            let whole = filter.apply(&picture, (0, 0), (60, 60));
            let patch = filter.patch(&ink, 1, 2, 28, 25);
            let mut summed = Plane::new(60, 60);
            paste(&patch.ink, &mut summed, (28 + patch.left) as usize, (25 + patch.top) as usize);
            let worst = whole.values.iter().zip(&summed.values).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(worst < 1e-9, "{filter:?}: {worst}");
        }
    }

    #[test]
    fn the_median_of_three_by_three_leaves_out_a_single_spike() {
        let mut plane = Plane::new(5, 5);
        plane.values[12] = 100.0;
        assert!(Filter::Median(3).apply(&plane, (0, 0), (5, 5)).values.iter().all(|value| *value == 0.0));
    }

    #[test]
    fn a_mosaic_is_recognised_with_its_grid_and_a_plain_picture_is_none() {
        let plane = ramp(90, 40);
        for period in [2usize, 4, 6, 10] {
            let mosaic = Mosaic { period, x: 1, y: period - 1 };
            let coarse = blocks(&plane, mosaic, (0, 0), (90, 40));
            let area = coarse.part(5, 4, 70, 30);
            assert_eq!(detect(&area, (5, 4)), Some(mosaic));
        }
        assert_eq!(detect(&plane.part(5, 4, 70, 30), (5, 4)), None);
    }
}
