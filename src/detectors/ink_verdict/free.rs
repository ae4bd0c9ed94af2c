//! What of a frame lies outside the planted boxes.

use crate::detectors::ink_verdict::plane::Plane;
use crate::detectors::ink_verdict::plane::brightness;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// Pixels around the boxes that are left out, since ink is felt there.
pub(super) const GUARD: u32 = 10;
/// Difference in levels that coding makes where there is no structure.
const CODING: f64 = 4.0;
/// No more than one in so many pixels may differ by more.
const FEW: usize = 2000;
/// Every so many pixels are looked at to learn the most common level.
const GROUND_STEP: usize = 7;

/// Pixels that lie outside the boxes and their surroundings.
pub(super) struct Free {
    width: u32,
    pub(super) outside: Vec<bool>,
    /// How many pixels lie outside.
    pub(super) count: usize,
}

impl Free {
    pub(super) fn new(input: &Raster, excluded: &[PixelBox]) -> Self {
        let mut outside = vec![true; input.width as usize * input.height as usize];
        for area in excluded.iter().map(|area| area.dilated(GUARD, input.width, input.height)) {
            for y in area.y..area.y + area.height {
                let first = y as usize * input.width as usize + area.x as usize;
                if let Some(row) = outside.get_mut(first..first + area.width as usize) {
                    row.fill(false);
                }
            }
        }
        let count = outside.iter().filter(|outside| **outside).count();
        Self { width: input.width, outside, count }
    }

    /// Whether frames of one size without structure are the same outside, to within what coding leaves.
    pub(super) fn agree(&self, input: &Raster, output: &Raster) -> bool {
        let (input, output) = (Plane::luma(input), Plane::luma(output));
        let pairs = input.values.iter().zip(&output.values).zip(&self.outside).filter(|(_, outside)| **outside);
        let mut sorted: Vec<f64> = pairs.map(|((input, output), _)| output - input).collect();
        sorted.sort_by(f64::total_cmp);
        let Some(middle) = sorted.get(sorted.len() / 2) else { return false };
        let far = sorted.iter().filter(|difference| (*difference - middle).abs() > CODING).count();
        far * FEW <= sorted.len()
    }

    /// Pixels outside that differ from their left neighbour.
    pub(super) fn textured(&self, input: &Raster) -> Vec<usize> {
        let (channels, width) = (input.channels as usize, self.width as usize);
        let differs = |pixel: usize| {
            let sample = |pixel: usize| input.samples.get(pixel * channels..(pixel + 1) * channels);
            !pixel.is_multiple_of(width) && sample(pixel) != sample(pixel - 1)
        };
        (0..self.outside.len()).filter(|pixel| self.outside[*pixel] && differs(*pixel)).collect()
    }
}

/// Textured pixels but those of the most common level: beside a stroke on an even ground stands ground, and in a
/// mirrored frame too.
pub(super) fn telling(input: &Raster, textured: &[usize]) -> Vec<usize> {
    let channels = input.channels as usize;
    let level = |pixel: usize| input.samples.get(pixel * channels).copied();
    let mut levels: Vec<i32> = input.samples.iter().step_by(channels * GROUND_STEP).copied().collect();
    levels.sort_unstable();
    let runs = levels.chunk_by(|a, b| a == b);
    let common = runs.max_by_key(|run| run.len()).and_then(|run| run.first().copied());
    textured.iter().copied().filter(|pixel| level(*pixel) != common).collect()
}

pub(super) fn equal_share(input: &Raster, output: &Raster, pixels: &[usize]) -> f64 {
    let whole = |raster: &Raster, pixel: usize| -> Option<Vec<i32>> {
        let channels = raster.channels as usize;
        raster.samples.get(pixel * channels..(pixel + 1) * channels).map(<[i32]>::to_vec)
    };
    let same = |pixel: usize| {
        if input.channels == output.channels {
            return whole(input, pixel) == whole(output, pixel);
        }
        let luma = |raster: &Raster| whole(raster, pixel).map(|samples| brightness(&samples).round() as i32);
        luma(input) == luma(output)
    };
    let equal = pixels.iter().filter(|pixel| same(**pixel)).count();
    if pixels.is_empty() { 0.0 } else { equal as f64 / pixels.len() as f64 }
}
