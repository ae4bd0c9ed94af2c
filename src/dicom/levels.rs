//! How bright a sample is shown.

use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// From sample values to brightness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Levels {
    /// Black at `low`, white at `high`, and nothing but these beyond; the other way round where `inverted`.
    Range {
        /// Largest sample that is shown black.
        low: i32,
        /// Smallest sample that is shown white.
        high: i32,
        /// MONOCHROME1: low samples are white.
        inverted: bool,
    },
    /// Brightness of each index of a colour table from `first`.
    Palette {
        /// The index of the first entry; what lies outside takes the nearest entry.
        first: i32,
        /// Brightness of the entries.
        levels: Vec<u16>,
    },
}

impl Levels {
    /// Brightness of white; black is 0.
    pub const WHITE: u32 = 65_535;

    /// The full range of the stored bits.
    pub fn full(format: &PixelFormat) -> Self {
        let (low, high) = format.range();
        Self::Range { low, high, inverted: false }
    }

    /// From black to the brightest sample of a frame, where no attribute says how it is shown.
    pub fn spread(format: &PixelFormat, native: &[u8]) -> Self {
        let whole = PixelBox::new(0, 0, format.columns, format.rows);
        let samples = Raster::from_native(format, native, whole).samples;
        let (least, most) =
            samples.iter().fold((i32::MAX, i32::MIN), |(least, most), sample| (least.min(*sample), most.max(*sample)));
        let low = if format.signed { least } else { 0 };
        // A frame of noise alone is dark, not bright: white lies at 255 steps at least.
        let high = most.max(low.saturating_add(255));
        Self::Range { low, high, inverted: format.photometric == Photometric::Monochrome1 }
    }

    /// Brightness of one sample.
    pub fn level(&self, sample: i32) -> u32 {
        match self {
            Self::Range { low, high, inverted } => {
                let width = (i64::from(*high) - i64::from(*low)).max(1);
                let above = (i64::from(sample) - i64::from(*low)).clamp(0, width);
                let level = (above * i64::from(Self::WHITE) / width) as u32;
                if *inverted { Self::WHITE - level } else { level }
            }
            Self::Palette { first, levels } => {
                let last = levels.len().saturating_sub(1);
                let index = (i64::from(sample) - i64::from(*first)).clamp(0, last as i64) as usize;
                levels.get(index).map_or(Self::WHITE, |level| u32::from(*level))
            }
        }
    }

    /// Calls `seen` with the brightness of every pixel inside `area`, row by row: that of its brightest channel.
    pub fn visit(&self, format: &PixelFormat, native: &[u8], area: PixelBox, seen: &mut dyn FnMut(u32)) {
        let channels = usize::from(format.samples).max(1);
        if format.bits_allocated > 8 || format.signed {
            let raster = Raster::from_native(format, native, area);
            let brightest = |pixel: &[i32]| pixel.iter().map(|sample| self.level(*sample)).max().unwrap_or(0);
            raster.samples.chunks(channels).for_each(|pixel| seen(brightest(pixel)));
            return;
        }
        let table: Vec<u32> = (0..=255).map(|sample| self.level(sample)).collect();
        let level = |sample: &u8| table.get(usize::from(*sample)).copied().unwrap_or(Self::WHITE);
        let area = area.dilated(0, format.columns, format.rows);
        for y in area.y..area.y + area.height {
            let first = (y as usize * format.columns as usize + area.x as usize) * channels;
            let row = native.get(first..first + area.width as usize * channels).unwrap_or_default();
            row.chunks(channels).for_each(|pixel| seen(pixel.iter().map(level).max().unwrap_or(0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brightness_follows_the_window_the_inversion_and_the_colour_table() {
        let window = Levels::Range { low: -100, high: 100, inverted: false };
        assert_eq!([-500, 0, 500].map(|sample| window.level(sample)), [0, 32_767, 65_535]);
        let inverted = Levels::Range { low: 0, high: 255, inverted: true };
        assert_eq!([0, 255].map(|sample| inverted.level(sample)), [65_535, 0]);
        let palette = Levels::Palette { first: 10, levels: vec![7, 9] };
        assert_eq!([0, 10, 11, 99].map(|sample| palette.level(sample)), [7, 7, 9, 9]);
    }

    #[test]
    fn a_pixel_is_as_bright_as_its_brightest_channel() {
        let photometric = Photometric::Rgb;
        let format = PixelFormat {
            rows: 1,
            columns: 3,
            samples: 3,
            bits_allocated: 8,
            bits_stored: 8,
            signed: false,
            photometric,
        };
        let mut seen = Vec::new();
        let native = [9, 9, 9, 0, 0, 255, 1, 0, 0];
        Levels::full(&format).visit(&format, &native, PixelBox::new(1, 0, 9, 9), &mut |level| seen.push(level));
        assert_eq!(seen, [65_535, 257]);
    }
}
