//! Pictures of different colour models in one that both can be shown in.

use crate::dicom::Tag;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::scan::BIG_ENDIAN;
use crate::dicom::scan::Scan;
use crate::dicom::tags;

/// Levels by which colours may differ after a conversion between models: each rounds.
pub const ROUNDING: u32 = 2;

const DESCRIPTORS: [Tag; 3] = [
    tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
    tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
    tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
];
const TABLES: [Tag; 3] = [
    tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
];
const SEGMENTED: [Tag; 3] = [
    tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
];

/// The colour table of an object (PS3.3 §C.7.6.3.1.5), its entries with 16 bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    first: i32,
    entries: Vec<[u16; 3]>,
}

impl Palette {
    /// Reads the table; `None` where it is absent, segmented or damaged.
    pub fn read(scan: &Scan) -> Option<Self> {
        let descriptor = words(scan, *DESCRIPTORS.first()?)?;
        let (count, first, bits) = (*descriptor.first()?, *descriptor.get(1)?, *descriptor.get(2)?);
        // 65536 entries are written as 0.
        let count = if count == 0 { 65_536 } else { usize::from(count) };
        let mut entries = vec![[0u16; 3]; count];
        for (channel, tag) in TABLES.into_iter().enumerate() {
            let bytes = scan.value(scan.top(tag)?);
            // 8-bit entries may be packed two to a word, or stand one to a word.
            let packed = bits == 8 && bytes.len() < 2 * count;
            let words = words(scan, tag)?;
            for (index, entry) in entries.iter_mut().enumerate() {
                let level = match (packed, bits) {
                    (true, _) => u16::from(*bytes.get(index)?) * 257,
                    (false, 8) => (*words.get(index)? & 0xff) * 257,
                    (false, _) => *words.get(index)?,
                };
                if let Some(slot) = entry.get_mut(channel) {
                    *slot = level;
                }
            }
        }
        // The first index is signed where the samples are (PS3.3 §C.7.6.3.1.5).
        let signed = scan.number(tags::PIXEL_REPRESENTATION) == Some(1);
        let first = if signed { i32::from(first as i16) } else { i32::from(first) };
        Some(Self { first, entries })
    }

    /// The colour of an index, with 16 bits.
    fn entry(&self, index: i32) -> [u16; 3] {
        let last = self.entries.len().saturating_sub(1) as i64;
        let at = (i64::from(index) - i64::from(self.first)).clamp(0, last) as usize;
        self.entries.get(at).copied().unwrap_or_default()
    }

    /// Whether every index that either table names has the same colour in both, to 8 bits: some writers fill the lower ones.
    fn same(&self, other: &Self) -> bool {
        let low = self.first.min(other.first);
        let end = |table: &Self| table.first.saturating_add(table.entries.len() as i32);
        let shown = |table: &Self, index| table.entry(index).map(|level| level >> 8);
        (low..end(self).max(end(other))).all(|index| shown(self, index) == shown(other, index))
    }
}

/// Whether the colour tables of two objects differ; those that can't be read are compared byte by byte.
pub fn palettes_differ(before: &Scan, after: &Scan) -> bool {
    match (Palette::read(before), Palette::read(after)) {
        (Some(one), Some(other)) => !one.same(&other),
        (None, None) => DESCRIPTORS.iter().chain(&TABLES).chain(&SEGMENTED).any(|tag| {
            let value = |scan: &Scan| scan.top(*tag).map(|element| scan.value(element).to_vec());
            value(before) != value(after)
        }),
        _ => true,
    }
}

fn words(scan: &Scan, tag: Tag) -> Option<Vec<u16>> {
    let bytes = scan.value(scan.top(tag)?);
    let word = |pair: &[u8]| -> u16 {
        let pair = [pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)];
        if scan.transfer_syntax == BIG_ENDIAN { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    Some(bytes.chunks_exact(2).map(word).collect())
}

/// What both pictures of a pair are brought to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Samples as they are stored.
    Stored,
    /// Those of the input with black and white exchanged.
    Inverted,
    /// Red, green and blue of 8 bits.
    Rgb,
    /// Brightness of 8 bits.
    Luma,
}

impl Model {
    /// The models in which two layouts can be compared, the most telling first.
    pub fn between(before: &PixelFormat, after: &PixelFormat, palettes_differ: bool) -> Vec<Self> {
        use Photometric::*;
        let is_colour = |format: &PixelFormat| format.samples > 1 || format.photometric == PaletteColor;
        let same = before.photometric == after.photometric && before.samples == after.samples;
        let mut models = match (is_colour(before), is_colour(after)) {
            _ if same && !(before.photometric == PaletteColor && palettes_differ) => vec![],
            (true, false) => vec![Self::Luma],
            (false, true) => vec![Self::Rgb],
            (true, true) => vec![Self::Rgb],
            (false, false) => vec![Self::Inverted],
        };
        if before.samples == after.samples {
            models.push(Self::Stored);
        }
        models
    }

    /// Differences of this size are rounding.
    pub fn tolerance(self) -> u32 {
        if matches!(self, Self::Rgb | Self::Luma) { ROUNDING } else { 0 }
    }

    /// A raster of stored samples in this model. `invert` is whether this side's black and white are exchanged.
    pub fn shown(self, raster: Raster, format: &PixelFormat, palette: Option<&Palette>, invert: bool) -> Raster {
        match self {
            Self::Stored => raster,
            Self::Inverted if invert => {
                let (low, high) = format.range();
                Raster { samples: raster.samples.into_iter().map(|sample| low + high - sample).collect(), ..raster }
            }
            Self::Inverted => raster,
            Self::Rgb => rgb(&raster, format, palette),
            Self::Luma => {
                let colours = rgb(&raster, format, palette);
                let luma = |pixel: &[i32]| match pixel {
                    [red, green, blue] => (299 * red + 587 * green + 114 * blue + 500) / 1000,
                    _ => 0,
                };
                Raster { samples: colours.samples.chunks_exact(3).map(luma).collect(), channels: 1, ..colours }
            }
        }
    }
}

/// Red, green and blue of 8 bits, by pixel. Grey keeps its own depth, because nothing here says how it is shown.
pub fn rgb(raster: &Raster, format: &PixelFormat, palette: Option<&Palette>) -> Raster {
    let excess = format.bits_stored.saturating_sub(8);
    let mut samples = Vec::with_capacity(raster.width as usize * raster.height as usize * 3);
    for pixel in raster.samples.chunks_exact((raster.channels as usize).max(1)) {
        samples.extend_from_slice(&match (pixel, format.photometric, palette) {
            ([index], Photometric::PaletteColor, Some(palette)) => {
                palette.entry(*index).map(|level| i32::from(level >> 8))
            }
            ([luma, blue, red], Photometric::YbrFull | Photometric::YbrFull422, _) => {
                from_ybr([*luma, *blue, *red].map(|sample| sample >> excess))
            }
            ([red, green, blue], ..) => [*red, *green, *blue].map(|sample| sample >> excess),
            _ => [pixel.first().copied().unwrap_or(0); 3],
        });
    }
    Raster { samples, channels: 3, ..*raster }
}

/// YBR_FULL to RGB (PS3.3 §C.7.6.3.1.2), in fixed point.
fn from_ybr([luma, blue, red]: [i32; 3]) -> [i32; 3] {
    let (y, cb, cr) = (luma << 16, blue - 128, red - 128);
    // 1.402, 0.344136, 0.714136 and 1.772 in 16.16.
    [y + 91_881 * cr, y - 22_554 * cb - 46_802 * cr, y + 116_130 * cb]
        .map(|sum| ((sum + (1 << 15)) >> 16).clamp(0, 255))
}
