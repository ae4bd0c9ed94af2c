//! How burned text stands out from what is under it, from the recorded patches.

use crate::truth::InstanceRow;
use crate::truth::PatchRow;
use std::path::Path;

/// Difference between the ink and the mean of what was under it, as a share of the range of the samples. `None` where the
/// patch can't be read.
pub fn contrast(patches: &Path, patch: &PatchRow, row: &InstanceRow) -> Option<f64> {
    let picture = image::open(patches.join(format!("{}.png", patch.patch))).ok()?;
    let deep = row.bits > 8;
    let samples: Vec<f64> = if deep {
        picture.to_luma16().into_raw().into_iter().map(f64::from).collect()
    } else {
        picture.to_luma8().into_raw().into_iter().map(f64::from).collect()
    };
    let mean = samples.iter().sum::<f64>() / samples.len().max(1) as f64;
    let levels: Vec<f64> = patch.levels.split(' ').filter_map(|level| level.parse().ok()).collect();
    let ink = match levels.as_slice() {
        [red, green, blue] => 0.299 * red + 0.587 * green + 0.114 * blue,
        [level, ..] => *level,
        [] => return None,
    };
    let range = f64::from((1u32 << row.bits.clamp(1, 16)) - 1);
    let share = f64::from(patch.opacity) / 255.0;
    // Signed samples stand in the picture as they are stored.
    let mean = if mean > range { mean - 65_536.0 } else { mean };
    Some(((ink - mean).abs() / range * share).min(1.0))
}
