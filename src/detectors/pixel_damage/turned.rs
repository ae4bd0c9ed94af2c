//! Mirrored, rotated and transposed frames.

use super::Judged;
use crate::dicom::frame::Raster;
use std::collections::HashMap;

/// Share of telling pixels that must be equal.
const EQUAL: f64 = 0.95;
/// Every so many pixels are looked at.
const STEP: usize = 7;

/// Whether `after` shows `before` mirrored, rotated or transposed; background and planted lines are left out.
pub fn is_turned(before: &Raster, after: &Raster, judged: &Judged) -> bool {
    if before.channels != after.channels {
        return false;
    }
    let (width, height) = (before.width as usize, before.height as usize);
    let same = (before.width, before.height) == (after.width, after.height);
    let swapped = (before.width, before.height) == (after.height, after.width);
    let common = most_common(before);
    let counted: Vec<usize> = (0..width * height)
        .step_by(STEP)
        .filter(|at| !judged.is_exempt(*at))
        .filter(|at| pixel(before, *at).is_some_and(|value| value.iter().any(|one| *one != common)))
        .collect();
    (1..8).any(|turn| {
        let (across, down, over) = (turn & 1 != 0, turn & 2 != 0, turn & 4 != 0);
        if counted.is_empty() || !(if over { swapped } else { same }) {
            return false;
        }
        let equal = counted.iter().filter(|at| {
            let (x, y) = (**at % width, **at / width);
            let x = if across { width - 1 - x } else { x };
            let y = if down { height - 1 - y } else { y };
            let other = if over { x * height + y } else { y * width + x };
            pixel(before, **at) == pixel(after, other)
        });
        equal.count() as f64 >= EQUAL * counted.len() as f64
    })
}

fn pixel(raster: &Raster, at: usize) -> Option<&[i32]> {
    let channels = raster.channels as usize;
    raster.samples.get(at * channels..(at + 1) * channels)
}

fn most_common(raster: &Raster) -> i32 {
    let mut counts: HashMap<i32, u32> = HashMap::new();
    for sample in raster.samples.iter().step_by(STEP) {
        *counts.entry(*sample).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(sample, count)| (*count, *sample)).map_or(0, |(sample, _)| sample)
}
