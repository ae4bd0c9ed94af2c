//! Paint: one value over part of the picture, whatever stood there.

use super::Judged;
use super::places::SMALLEST_PLACE;
use super::tiles::pixel;
use crate::dicom::frame::Raster;
use std::collections::HashMap;
use std::collections::HashSet;

/// Share of the differing pixels that must have become one value.
const ONE_VALUE: f64 = 0.95;
/// Differing pixels that are looked at to learn that value.
const SAMPLE: usize = 2000;
/// Pixels that kept a value elsewhere which the paint covers: one in so many of the painted ones, and so many at least.
const KEPT: usize = 100;
const FEWEST_KEPT: usize = 64;

/// Whether nearly all that differs became one value, while the same levels stayed elsewhere: no rule for levels does that, and no
/// recompression.
pub fn is_painted(before: &Raster, after: &Raster, differences: &[u32], judged: &Judged) -> bool {
    let differs = |at: usize| differences.get(at).is_some_and(|difference| *difference > 0);
    let counted = || judged.runs().iter().flat_map(|run| run.clone());
    let differing = counted().filter(|at| differs(*at)).count();
    if differing < SMALLEST_PLACE {
        return false;
    }
    let mut values: HashMap<&[i32], usize> = HashMap::new();
    for at in counted().filter(|at| differs(*at)).step_by(differing.div_ceil(SAMPLE)) {
        *values.entry(pixel(after, at)).or_default() += 1;
    }
    let looked_at: usize = values.values().sum();
    let Some((paint, most)) = values.into_iter().max_by_key(|(value, count)| (*count, *value)) else { return false };
    if (most as f64) < ONE_VALUE * looked_at as f64 {
        return false;
    }
    let covered: HashSet<&[i32]> = counted().filter(|at| differs(*at)).map(|at| pixel(before, at)).collect();
    let painted = counted().filter(|at| differs(*at) && pixel(after, *at) == paint).count();
    let kept = counted().filter(|at| !differs(*at) && covered.contains(pixel(before, *at))).count();
    painted as f64 >= ONE_VALUE * differing as f64 && kept >= FEWEST_KEPT.max(painted / KEPT)
}
