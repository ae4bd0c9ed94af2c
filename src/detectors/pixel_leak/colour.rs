//! Samples of input and output in one colour space, where the tool wrote another than it was given.

use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::scan::BIG_ENDIAN;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::ink::burn::Ink;

/// How the samples of one side become comparable to those of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As they are stored.
    Stored,
    /// From luma and chroma of so many bits to red, green and blue (PS3.3 §C.7.6.3.1.2).
    Chroma(u16),
    /// From indices to red, green and blue of 8 bits.
    Palette(Palette),
}

/// A colour table (PS3.3 §C.7.6.3.1.5 and 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    /// The index of the first entry.
    first: i32,
    /// At least one.
    entries: Vec<[i32; 3]>,
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
            (Photometric::YbrFull | Photometric::YbrFull422, 3) => Self::Chroma(format.bits_stored.clamp(1, 16)),
            (Photometric::PaletteColor, 1) => Palette::of(scan).map_or(Self::Stored, Self::Palette),
            _ => Self::Stored,
        }
    }

    /// Comparable samples.
    pub(super) fn raster(&self, raster: Raster) -> Raster {
        match self {
            Self::Stored => raster,
            Self::Chroma(bits) => {
                let samples = raster.samples.chunks_exact(3).flat_map(|pixel| rgb(pixel, *bits)).collect();
                Raster { samples, ..raster }
            }
            Self::Palette(palette) => {
                let samples = raster.samples.iter().flat_map(|index| palette.entry(*index)).collect();
                Raster { channels: 3, samples, ..raster }
            }
        }
    }

    /// The levels of the ink in comparable samples.
    pub(super) fn ink(&self, ink: Ink) -> Ink {
        let levels = match self {
            Self::Stored => ink.levels,
            Self::Chroma(bits) => rgb(&ink.levels, *bits),
            Self::Palette(palette) => palette.entry(ink.levels[0]),
        };
        Ink { levels, ..ink }
    }
}

/// One pixel of luma and chroma.
fn rgb(pixel: &[i32], bits: u16) -> [i32; 3] {
    let [y, blue, red] = *pixel else { return [0; 3] };
    let middle = 1 << (bits - 1);
    let (y, blue, red) = (f64::from(y), f64::from(blue - middle), f64::from(red - middle));
    let level = |value: f64| (value.round() as i32).clamp(0, 2 * middle - 1);
    [level(y + 1.402 * red), level(y - 0.344_136 * blue - 0.714_136 * red), level(y + 1.772 * blue)]
}

impl Palette {
    /// The colour table of a file; `None` where it is missing, segmented or damaged.
    fn of(scan: &Scan) -> Option<Self> {
        let big = scan.transfer_syntax == BIG_ENDIAN;
        let word = |pair: &[u8]| match pair {
            [a, b] if big => u16::from_be_bytes([*a, *b]),
            [a, b] => u16::from_le_bytes([*a, *b]),
            _ => 0,
        };
        let value = |tag| scan.top(tag).map(|element| scan.value(element));
        let descriptor: Vec<u16> =
            value(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR)?.chunks_exact(2).map(word).collect();
        let [count, first, bits] = *descriptor else { return None };
        // 65536 entries are written as 0.
        let count = if count == 0 { 65_536 } else { usize::from(count) };
        let signed = scan.number(tags::PIXEL_REPRESENTATION) == Some(1);
        let first = if signed { i32::from(first as i16) } else { i32::from(first) };
        let mut entries = vec![[0; 3]; count];
        let tables = [
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        ];
        for (channel, tag) in tables.into_iter().enumerate() {
            let bytes = value(tag)?;
            // 8-bit entries may be packed two to a word, or stand one to a word.
            let packed = bits == 8 && bytes.len() < 2 * count;
            for (index, entry) in entries.iter_mut().enumerate() {
                let level = if packed {
                    // The first of two is the low byte of its word.
                    i32::from(*bytes.get(if big { index ^ 1 } else { index })?)
                } else {
                    let word = word(bytes.get(2 * index..2 * index + 2)?);
                    i32::from(if bits == 8 { word & 0xff } else { word >> 8 })
                };
                if let Some(slot) = entry.get_mut(channel) {
                    *slot = level;
                }
            }
        }
        Some(Self { first, entries })
    }

    /// The colour of an index; those beyond the ends have that of the end.
    fn entry(&self, index: i32) -> [i32; 3] {
        let place = usize::try_from(index.saturating_sub(self.first)).unwrap_or(0);
        self.entries.get(place).or(self.entries.last()).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_stays_grey_and_colours_come_back_from_luma_and_chroma() {
        let raster =
            Raster { width: 3, height: 1, channels: 3, samples: vec![90, 128, 128, 76, 85, 255, 29, 255, 107] };
        let seen = Reading::Chroma(8).raster(raster).samples;
        assert_eq!(seen[..3], [90, 90, 90]);
        assert!(seen[3] >= 253 && seen[4] <= 1 && seen[5] <= 1, "red: {seen:?}");
        assert!(seen[6] <= 1 && seen[7] <= 1 && seen[8] >= 253, "blue: {seen:?}");
    }

    #[test]
    fn indices_become_the_colours_of_their_table() {
        let palette = Palette { first: 10, entries: vec![[1, 2, 3], [4, 5, 6]] };
        let raster = Raster { width: 4, height: 1, channels: 1, samples: vec![10, 11, 0, 99] };
        let reading = Reading::Palette(palette);
        let seen = reading.raster(raster);
        assert_eq!((seen.channels, seen.samples), (3, vec![1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]));
        assert_eq!(reading.ink(Ink { levels: [11, 0, 0], opacity: 9 }), Ink { levels: [4, 5, 6], opacity: 9 });
    }
}
