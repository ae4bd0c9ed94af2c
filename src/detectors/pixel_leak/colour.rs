//! Samples of input and output in one colour space, where the tool wrote another than it was given.

use crate::dicom::colour::Palette;
use crate::dicom::colour::rgb_of_ybr;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::scan::Scan;
use crate::ink::burn::Ink;

/// How the samples of one side become comparable to those of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As they are stored.
    Stored,
    /// From luma and chroma of 8 bits to red, green and blue.
    Chroma,
    /// From indices to red, green and blue of 8 bits.
    Palette(Palette),
}

/// How to read both sides, given each with its file.
///
/// Where both store the same, samples are compared as they stand: no conversion can hide a difference then.
pub(super) fn readings(input: (&PixelFormat, &Scan), output: (&PixelFormat, &Scan)) -> (Reading, Reading) {
    let (one, other) = (Reading::of(input.0, input.1), Reading::of(output.0, output.1));
    if one == other { (Reading::Stored, Reading::Stored) } else { (one, other) }
}

impl Reading {
    fn of(format: &PixelFormat, scan: &Scan) -> Self {
        match (format.photometric, format.samples) {
            (Photometric::YbrFull | Photometric::YbrFull422, 3) if format.bits_allocated == 8 => Self::Chroma,
            (Photometric::PaletteColor, 1) => Palette::read(scan).map_or(Self::Stored, Self::Palette),
            _ => Self::Stored,
        }
    }

    /// Comparable samples.
    pub(super) fn raster(&self, raster: Raster) -> Raster {
        match self {
            Self::Stored => raster,
            Self::Chroma => {
                let samples = raster.samples.chunks_exact(3).flat_map(rgb).collect();
                Raster { samples, ..raster }
            }
            Self::Palette(palette) => {
                let samples = raster.samples.iter().flat_map(|index| palette.colour(*index)).map(i32::from).collect();
                Raster { channels: 3, samples, ..raster }
            }
        }
    }

    /// The levels of the ink in comparable samples.
    pub(super) fn ink(&self, ink: Ink) -> Ink {
        let levels = match self {
            Self::Stored => ink.levels,
            Self::Chroma => rgb(&ink.levels),
            Self::Palette(palette) => palette.colour(ink.levels[0]).map(i32::from),
        };
        Ink { levels, ..ink }
    }
}

/// One pixel of luma and chroma as red, green and blue.
fn rgb(pixel: &[i32]) -> [i32; 3] {
    let [luma, blue, red] = *pixel else { return [0; 3] };
    rgb_of_ybr([luma, blue, red].map(byte)).map(i32::from)
}

fn byte(level: i32) -> u8 {
    level.clamp(0, 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_stays_grey_and_colours_come_back_from_luma_and_chroma() {
        let raster =
            Raster { width: 3, height: 1, channels: 3, samples: vec![90, 128, 128, 76, 85, 255, 29, 255, 107] };
        let seen = Reading::Chroma.raster(raster).samples;
        assert_eq!(seen[..3], [90, 90, 90]);
        assert!(seen[3] >= 253 && seen[4] <= 1 && seen[5] <= 1, "red: {seen:?}");
        assert!(seen[6] <= 1 && seen[7] <= 1 && seen[8] >= 253, "blue: {seen:?}");
    }
}
