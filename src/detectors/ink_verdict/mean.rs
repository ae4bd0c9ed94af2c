//! Means over frames: ink that noise hides in each frame comes out in their mean.

use crate::dicom::frame::Raster;
use crate::ink::burn::Ink;

/// Levels of a mean raster for one level of its frames, so that the gain in precision is kept.
pub const MEAN_SCALE: i32 = 16;

/// Sums up rasters of one size.
#[derive(Clone, Debug, Default)]
pub struct MeanRaster {
    width: u32,
    height: u32,
    channels: u32,
    sums: Vec<i64>,
    frames: i64,
}

impl MeanRaster {
    /// Nothing summed up yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a frame. A frame of another size than the first is left out, and `false` is returned.
    pub fn add(&mut self, frame: &Raster) -> bool {
        if self.frames == 0 {
            (self.width, self.height, self.channels) = (frame.width, frame.height, frame.channels);
            self.sums = vec![0; frame.samples.len()];
        }
        let same = (self.width, self.height, self.channels) == (frame.width, frame.height, frame.channels);
        if !same || self.sums.len() != frame.samples.len() {
            return false;
        }
        self.sums.iter_mut().zip(&frame.samples).for_each(|(sum, sample)| *sum += i64::from(*sample));
        self.frames += 1;
        true
    }

    /// Number of frames summed up.
    pub fn frames(&self) -> u64 {
        self.frames.unsigned_abs()
    }

    /// The mean, in steps of 1/[`MEAN_SCALE`] level; `None` without frames. Judge it beside means of the burned and the
    /// clean crops over the same frames, with [`scaled`] ink.
    pub fn raster(&self) -> Option<Raster> {
        let mean = |sum: &i64| {
            let level = (sum * i64::from(MEAN_SCALE)).checked_div(self.frames)?;
            i32::try_from(level).ok()
        };
        let samples: Option<Vec<i32>> = self.sums.iter().map(mean).collect();
        let (width, height, channels) = (self.width, self.height, self.channels);
        Some(Raster { width, height, channels, samples: samples.filter(|_| self.frames > 0)? })
    }
}

/// The ink as it stands in mean rasters.
pub fn scaled(ink: Ink) -> Ink {
    Ink { levels: ink.levels.map(|level| level.saturating_mul(MEAN_SCALE)), opacity: ink.opacity }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_keeps_parts_of_a_level_and_refuses_other_sizes() {
        let frame = |samples: Vec<i32>| Raster { width: 2, height: 1, channels: 1, samples };
        let mut mean = MeanRaster::new();
        assert_eq!(mean.raster(), None);
        assert!(mean.add(&frame(vec![0, 10])) && mean.add(&frame(vec![1, 10])));
        assert!(!mean.add(&Raster { width: 1, height: 1, channels: 1, samples: vec![5] }));
        assert_eq!((mean.frames(), mean.raster()), (2, Some(frame(vec![8, 160]))));
        assert_eq!(scaled(Ink { levels: [255; 3], opacity: 200 }).levels, [4080; 3]);
    }
}
