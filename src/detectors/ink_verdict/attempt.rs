//! Laying one plane over another in one way, and how well that fits.

use crate::detectors::ink_verdict::free::Free;
use crate::detectors::ink_verdict::orientation::Orientation;
use crate::detectors::ink_verdict::phase;
use crate::detectors::ink_verdict::plane::Plane;

/// Correlation of fine structure from which frames are taken as lying in place. Below it mirrors are tried: one strong
/// edge can be laid over itself in a turned frame.
pub(super) const IN_PLACE: f64 = 0.9;
/// By how much a shifted frame must correlate better than one in place.
const GAIN: f64 = 0.03;
/// Longest side of a frame brought to another scale, in pixels.
const LARGEST_SIDE: usize = 8192;

/// One way to lay the output over the input.
pub(super) struct Attempt {
    pub(super) orientation: Orientation,
    pub(super) scale: (f64, f64),
    pub(super) shift: (f64, f64),
    pub(super) correlation: f64,
}

impl Attempt {
    pub(super) fn new(
        fixed: &Plane,
        free: &Free,
        upright: &Plane,
        orientation: Orientation,
        scale: (f64, f64),
    ) -> Self {
        let scaled = if scale == (1.0, 1.0) { upright.clone() } else { resized(upright, fixed.width, fixed.height) };
        let moved = phase::high_pass(&scaled);
        let mut shift = (0, 0);
        let mut correlation = correlation(fixed, &moved, free, shift);
        if correlation < IN_PLACE {
            let (there, found) = best_shift(fixed, &moved, free);
            if there > correlation + GAIN {
                (shift, correlation) = (found, there);
            }
        }
        Self { orientation, scale, shift: (shift.0 as f64 * scale.0, shift.1 as f64 * scale.1), correlation }
    }

    /// The upright output, `scale` pixels of it for one of the input, wherever that lies.
    pub(super) fn scaled(fixed: &Plane, free: &Free, output: &Plane, scale: f64) -> Self {
        let side = |length: usize| ((length as f64 / scale).round() as usize).clamp(1, LARGEST_SIDE);
        let (width, height) = (side(output.width), side(output.height));
        let moved = phase::high_pass(&resized(output, width, height));
        let scale = (output.width as f64 / width as f64, output.height as f64 / height as f64);
        let (correlation, found) = best_shift(fixed, &moved, free);
        let shift = (found.0 as f64 * scale.0, found.1 as f64 * scale.1);
        Self { orientation: Orientation::Upright, scale, shift, correlation }
    }

    pub(super) fn or(self, other: Self) -> Self {
        if other.correlation > self.correlation { other } else { self }
    }
}

/// The shift at which planes correlate best, of those that their phases suggest.
fn best_shift(fixed: &Plane, moved: &Plane, free: &Free) -> (f64, (i64, i64)) {
    let tried = phase::shifts(fixed, moved).into_iter().map(|shift| (correlation(fixed, moved, free, shift), shift));
    tried.reduce(|best, next| if next.0 > best.0 { next } else { best }).unwrap_or_default()
}

/// The plane at another size, from the four nearest values.
pub(super) fn resized(plane: &Plane, width: usize, height: usize) -> Plane {
    let (sx, sy) = (plane.width as f64 / width as f64, plane.height as f64 / height as f64);
    let mut result = Plane::new(width, height);
    for (index, value) in result.values.iter_mut().enumerate() {
        let (u, v) = (((index % width) as f64 + 0.5) * sx - 0.5, ((index / width) as f64 + 0.5) * sy - 0.5);
        let (left, top) = (u.floor(), v.floor());
        let (a, b) = (u - left, v - top);
        let at = |dx: i64, dy: i64| plane.near(left as i64 + dx, top as i64 + dy);
        *value = (at(0, 0) * (1.0 - a) + at(1, 0) * a) * (1.0 - b) + (at(0, 1) * (1.0 - a) + at(1, 1) * a) * b;
    }
    result
}

/// Size of the correlation of fine structure outside the boxes, where the shifted planes overlap, if they do by an
/// eighth. Inverted frames correlate as well.
pub(super) fn correlation(fixed: &Plane, moved: &Plane, free: &Free, (dx, dy): (i64, i64)) -> f64 {
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    let mut shared = 0;
    for y in 0..fixed.height as i64 {
        let row = y + dy;
        if row < 0 || row >= moved.height as i64 {
            continue;
        }
        for x in (-dx).max(0)..(moved.width as i64 - dx).min(fixed.width as i64) {
            let here = y as usize * fixed.width + x as usize;
            if free.outside[here] {
                let (a, b) = (fixed.values[here], moved.values[row as usize * moved.width + (x + dx) as usize]);
                (aa, bb, ab) = (aa + a * a, bb + b * b, ab + a * b);
                shared += 1;
            }
        }
    }
    let scale: f64 = (aa * bb).sqrt();
    if scale > 1e-9 && shared * 8 >= free.count { f64::abs(ab / scale) } else { 0.0 }
}
