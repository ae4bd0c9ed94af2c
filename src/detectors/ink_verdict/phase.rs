//! Shifts between two planes by phase correlation.

use crate::detectors::ink_verdict::plane::Plane;
use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

pub(super) type Spectrum = Vec<Complex<f64>>;

/// The value minus the mean of the 15 x 15 pixels around it, cut at the border.
pub(super) fn high_pass(plane: &Plane) -> Plane {
    const REACH: usize = 7;
    let (width, height) = (plane.width, plane.height);
    let stride = width + 1;
    let mut sums = vec![0.0; stride * (height + 1)];
    for y in 0..height {
        let mut row = 0.0;
        for x in 0..width {
            row += plane.values[y * width + x];
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
        }
    }
    let mut result = Plane::new(width, height);
    for y in 0..height {
        let (top, bottom) = (y.saturating_sub(REACH), (y + REACH + 1).min(height));
        for x in 0..width {
            let (left, right) = (x.saturating_sub(REACH), (x + REACH + 1).min(width));
            let corner = |x: usize, y: usize| sums[y * stride + x];
            let sum = corner(right, bottom) - corner(left, bottom) - corner(right, top) + corner(left, top);
            let mean = sum / ((bottom - top) * (right - left)) as f64;
            result.values[y * width + x] = plane.values[y * width + x] - mean;
        }
    }
    result
}

/// Peaks that are given back.
const PEAKS: usize = 6;

/// How far `moved` may stand to the right of and below `fixed`, in whole pixels, the likeliest first: borders and what
/// repeats itself make peaks of their own.
pub(super) fn shifts(fixed: &Plane, moved: &Plane) -> Vec<(i64, i64)> {
    let width = good_length(fixed.width.max(moved.width));
    let height = good_length(fixed.height.max(moved.height));
    // Two real planes in one transform: one as the real, the other as the imaginary part.
    let mut both: Spectrum = vec![Complex::default(); width * height];
    for (plane, unit) in [(fixed, Complex::new(1.0, 0.0)), (moved, Complex::new(0.0, 1.0))] {
        for (y, row) in plane.values.chunks_exact(plane.width.max(1)).enumerate() {
            both[y * width..].iter_mut().zip(row).for_each(|(sum, value)| *sum += unit * *value);
        }
    }
    let mut planner = FftPlanner::new();
    let both = transform(&mut planner, both, width, height, false);
    let mut cross: Spectrum = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let here = both[y * width + x];
            let there = both[(height - y) % height * width + (width - x) % width].conj();
            let (fixed, moved) = ((here + there) * 0.5, (here - there) * Complex::new(0.0, -0.5));
            let product = moved * fixed.conj();
            let size = product.norm();
            cross.push(if size > 1e-9 { product / size } else { Complex::default() });
        }
    }
    // The transform leaves planes transposed, so the way back exchanges the sides again.
    let peaks = transform(&mut planner, cross, width, height, true);
    let mut best: Vec<(f64, usize)> = Vec::with_capacity(PEAKS + 1);
    for (index, peak) in peaks.iter().enumerate() {
        if best.len() < PEAKS || best.last().is_some_and(|last| peak.re > last.0) {
            let place = best.partition_point(|known| known.0 >= peak.re);
            best.insert(place, (peak.re, index));
            best.truncate(PEAKS);
        }
    }
    let wrap = |at: usize, length: usize| if at * 2 > length { at as i64 - length as i64 } else { at as i64 };
    best.into_iter().map(|(_, index)| (wrap(index % width, width), wrap(index / width, height))).collect()
}

/// Two-dimensional transform, rows of `width`.
pub(super) fn transform(
    planner: &mut FftPlanner<f64>,
    mut data: Spectrum,
    width: usize,
    height: usize,
    inverse: bool,
) -> Spectrum {
    let mut plan = |length: usize| {
        if inverse { planner.plan_fft_inverse(length) } else { planner.plan_fft_forward(length) }
    };
    plan(width).process(&mut data);
    let mut turned = transposed(&data, width, height);
    plan(height).process(&mut turned);
    transposed(&turned, height, width)
}

fn transposed(data: &[Complex<f64>], width: usize, height: usize) -> Spectrum {
    let mut turned = vec![Complex::default(); data.len()];
    const TILE: usize = 16;
    for top in (0..height).step_by(TILE) {
        for left in (0..width).step_by(TILE) {
            for y in top..(top + TILE).min(height) {
                for x in left..(left + TILE).min(width) {
                    turned[x * height + y] = data[y * width + x];
                }
            }
        }
    }
    turned
}

/// The next length that has no prime factor above 5, for which transforms are fast.
pub(super) fn good_length(length: usize) -> usize {
    let smooth = |mut rest: usize| {
        for prime in [2, 3, 5] {
            while rest.is_multiple_of(prime) {
                rest /= prime;
            }
        }
        rest == 1
    };
    (length.max(1)..).find(|candidate| smooth(*candidate)).unwrap_or(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;
    use rand::RngExt;

    #[test]
    fn a_shift_is_found_with_its_sign() {
        let mut rng = Seed(3).stream(&["phase"]);
        let mut plane = Plane::new(70, 50);
        plane.values.iter_mut().for_each(|value| *value = rng.random_range(-10.0..10.0));
        for (dx, dy) in [(0, 0), (5, -3), (-9, 8)] {
            assert_eq!(shifts(&plane, &plane.part(-dx, -dy, 70, 50)).first(), Some(&(dx, dy)));
        }
    }

    #[test]
    fn a_flat_plane_has_no_high_pass() {
        let plane = Plane { width: 20, height: 18, values: vec![7.0; 360] };
        assert!(high_pass(&plane).values.iter().all(|value| value.abs() < 1e-9));
    }
}
