//! The scale between two planes that share content but not position (Fourier-Mellin).

use crate::detectors::ink_verdict::phase::Spectrum;
use crate::detectors::ink_verdict::phase::good_length;
use crate::detectors::ink_verdict::phase::transform;
use crate::detectors::ink_verdict::plane::Plane;
use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

/// Steps of the radius, evenly spaced in its logarithm.
const RADII: usize = 192;
/// Directions over half a turn.
const ANGLES: usize = 90;
/// Smallest radius, in cycles over the padded plane.
const INNER: f64 = 6.0;
/// Scales from one over this to this are looked for.
const MOST: f64 = 2.5;

/// Pixels of `moved` for one of `fixed`, both without their coarse structure; `None` where planes are empty.
///
/// The size of a spectrum does not change when the content moves, and shrinks as the content grows: over the logarithm
/// of the radius that is a shift. It is found to about one part in fifty.
pub(super) fn scale(fixed: &Plane, moved: &Plane) -> Option<f64> {
    if fixed.values.is_empty() || moved.values.is_empty() {
        return None;
    }
    let side = good_length(fixed.width.max(fixed.height).max(moved.width).max(moved.height));
    let (fixed, moved) = (polar(fixed, side), polar(moved, side));
    let step = (side as f64 / 2.0 / INNER).ln() / (RADII - 1) as f64;
    let reach = ((MOST.ln() / step) as i64).min(RADII as i64 / 2);
    let best =
        (-reach..=reach).max_by(|a, b| agreement(&fixed, &moved, *a).total_cmp(&agreement(&fixed, &moved, *b)))?;
    // Larger content has its spectrum at smaller radii.
    Some((-(best as f64) * step).exp())
}

/// Sizes of the spectrum over angle and logarithm of the radius, each ring without its mean.
fn polar(plane: &Plane, side: usize) -> Plane {
    let mut data: Spectrum = vec![Complex::default(); side * side];
    for (y, row) in plane.values.chunks_exact(plane.width.max(1)).enumerate() {
        for (x, value) in row.iter().enumerate() {
            // Towards the border it fades, or the border's own lines would fill the spectrum.
            let fade = |at: usize, length: usize| {
                let edge = (at.min(length - 1 - at) as f64 + 0.5) / (length as f64 * 0.1);
                edge.min(1.0)
            };
            let weight = fade(x, plane.width) * fade(y, plane.height);
            data[y * side + x] = Complex::new(weight * value, 0.0);
        }
    }
    let spectrum = transform(&mut FftPlanner::new(), data, side, side, false);
    let at = |x: i64, y: i64| {
        let wrap = |at: i64| at.rem_euclid(side as i64) as usize;
        spectrum[wrap(y) * side + wrap(x)].norm()
    };
    let step = (side as f64 / 2.0 / INNER).ln() / (RADII - 1) as f64;
    let mut polar = Plane::new(ANGLES, RADII);
    for (ring, line) in polar.values.chunks_exact_mut(ANGLES).enumerate() {
        let radius = INNER * (ring as f64 * step).exp();
        for (index, value) in line.iter_mut().enumerate() {
            let angle = index as f64 * std::f64::consts::PI / ANGLES as f64;
            let (x, y) = (radius * angle.cos(), radius * angle.sin());
            let (left, top) = (x.floor(), y.floor());
            let (a, b) = (x - left, y - top);
            let (left, top) = (left as i64, top as i64);
            let upper = at(left, top) * (1.0 - a) + at(left + 1, top) * a;
            let lower = at(left, top + 1) * (1.0 - a) + at(left + 1, top + 1) * a;
            *value = (upper * (1.0 - b) + lower * b + 1e-9).ln();
        }
        let mean = line.iter().sum::<f64>() / ANGLES as f64;
        line.iter_mut().for_each(|value| *value -= mean);
    }
    polar
}

/// Correlation of two polar spectra, the second taken from `shift` rings further out.
fn agreement(fixed: &Plane, moved: &Plane, shift: i64) -> f64 {
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for ring in 0..RADII as i64 {
        let other = ring + shift;
        if other < 0 || other >= RADII as i64 {
            continue;
        }
        let row = |plane: &Plane, ring: i64| ring as usize * plane.width;
        let (first, second) = (row(fixed, ring), row(moved, other));
        for angle in 0..ANGLES {
            let (a, b) = (fixed.values[first + angle], moved.values[second + angle]);
            (aa, bb, ab) = (aa + a * a, bb + b * b, ab + a * b);
        }
    }
    let scale: f64 = (aa * bb).sqrt();
    if scale > 1e-9 { ab / scale } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::ink_verdict::attempt::resized;
    use crate::detectors::ink_verdict::phase::high_pass;
    use crate::detectors::ink_verdict::trial::scenery::Scenery;

    #[test]
    fn the_scale_of_a_cut_and_enlarged_picture_is_found() {
        let scenery = Scenery::new(3);
        for (ground, wanted) in [(0, 1.25), (1, 0.7), (2, 1.4)] {
            let picture = Plane::luma(&scenery.frame(ground));
            let (width, height) = (picture.width * 3 / 4, picture.height * 3 / 4);
            let cut = picture.part(40, 60, width, height);
            let side = |length: usize| (length as f64 * wanted).round() as usize;
            let moved = resized(&cut, side(width), side(height));
            let found = scale(&high_pass(&picture), &high_pass(&moved)).expect("whole planes");
            assert!((found / wanted - 1.0).abs() < 0.03, "{ground}: {found} for {wanted}");
        }
    }
}
