//! How much the output looks like the text, without knowing what was under it.

use crate::detectors::ink_verdict::scene::Scene;

/// How far the text is looked for, in pixels.
pub(super) const REACH: i64 = 2;

/// The strongest correlation of the output with the value's ink, and the shift at which it is found.
pub(super) fn correlate(scene: &Scene<'_>) -> (f64, (i64, i64)) {
    let ink = scene.ink();
    let mut best = (0.0, (0, 0));
    // The middle first, so that it holds where a shift does not help.
    let reach = || [0].into_iter().chain((1..=REACH).flat_map(|step| [-step, step]));
    for (dy, dx) in reach().flat_map(|dy| reach().map(move |dx| (dy, dx))) {
        let found = pearson(&ink, &scene.shifted(dx, dy).values);
        if found.abs() > f64::abs(best.0) + 1e-9 {
            best = (found, (dx, dy));
        }
    }
    best
}

/// Pearson's correlation; 0 where one side is constant.
pub(super) fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len().min(b.len()) as f64;
    if count == 0.0 {
        return 0.0;
    }
    let (sum_a, sum_b) = a.iter().zip(b).fold((0.0, 0.0), |sums, (a, b)| (sums.0 + a, sums.1 + b));
    let (mean_a, mean_b) = (sum_a / count, sum_b / count);
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        (aa, bb, ab) = (aa + a * a, bb + b * b, ab + a * b);
    }
    let scale = (aa * bb).sqrt();
    if scale > 1e-12 { ab / scale } else { 0.0 }
}
