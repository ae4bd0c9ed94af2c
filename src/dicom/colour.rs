//! Colour spaces of frames: from RGB and back, so that pictures in different ones can be compared.
//!
//! All of it is integer arithmetic: the same on every machine.

use crate::dicom::Tag;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::scan::BIG_ENDIAN;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use std::borrow::Cow;
use std::ops::Range;

/// Descriptor and entries of each colour.
const TABLES: [(Tag, Tag); 3] = [
    (tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA),
    (tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA),
    (tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA),
];

/// One pixel of 8-bit RGB as YBR_FULL (PS3.3 §C.7.6.3.1.2).
pub fn ybr_of_rgb([red, green, blue]: [u8; 3]) -> [u8; 3] {
    let (red, green, blue) = (i32::from(red), i32::from(green), i32::from(blue));
    let level = |sum: i32| ((sum + (1 << 15)) >> 16).clamp(0, 255) as u8;
    // .299, .587, .114; .168736, .331264, .5; .5, .418688, .081312 in 16.16, each row of the chroma summing to 0.
    [
        level(19_595 * red + 38_470 * green + 7_471 * blue),
        level(-11_058 * red - 21_710 * green + 32_768 * blue + (128 << 16)),
        level(32_768 * red - 27_439 * green - 5_329 * blue + (128 << 16)),
    ]
}

/// One pixel of 8-bit YBR_FULL as RGB (PS3.3 §C.7.6.3.1.2).
pub fn rgb_of_ybr([luma, blue, red]: [u8; 3]) -> [u8; 3] {
    let (y, cb, cr) = (i32::from(luma) << 16, i32::from(blue) - 128, i32::from(red) - 128);
    let level = |sum: i32| ((sum + (1 << 15)) >> 16).clamp(0, 255) as u8;
    // 1.402, 0.344136, 0.714136 and 1.772 in 16.16.
    [level(y + 91_881 * cr), level(y - 22_554 * cb - 46_802 * cr), level(y + 116_130 * cb)]
}

/// Every pixel of an 8-bit frame with three samples, turned by `turn`.
pub(crate) fn turned(native: &[u8], turn: impl Fn([u8; 3]) -> [u8; 3]) -> Vec<u8> {
    let mut turned = native.to_vec();
    let (pixels, _) = turned.as_chunks_mut::<3>();
    pixels.iter_mut().for_each(|pixel| *pixel = turn(*pixel));
    turned
}

/// Brings the frames of one file to RGB.
///
/// A tool may decompress JPEG to RGB, turn YBR_FULL into RGB, or look colours up; what it shows is the same. Rounding may
/// differ by a level or two in each channel.
pub struct ToRgb {
    from: PixelFormat,
    palette: Option<Palette>,
}

impl ToRgb {
    /// For frames of this layout in this file, as [`PixelReader`](crate::dicom::pixels::PixelReader) gives them. `None`
    /// for grey, and where nobody knows what the samples mean.
    pub fn new(scan: &Scan, format: PixelFormat) -> Option<Self> {
        let palette = match format.photometric {
            Photometric::Rgb if format.samples == 3 => None,
            Photometric::YbrFull if format.samples == 3 && format.bits_allocated == 8 => None,
            Photometric::PaletteColor if format.samples == 1 => Some(Palette::read(scan)?),
            _ => return None,
        };
        Some(Self { from: format, palette })
    }

    /// Layout of what [`ToRgb::frame`] gives: RGB by pixel, 8 bits but for RGB of 16.
    pub fn format(&self) -> PixelFormat {
        let (allocated, stored) = match self.palette {
            Some(_) => (8, 8),
            None => (self.from.bits_allocated, self.from.bits_stored),
        };
        PixelFormat {
            samples: 3,
            photometric: Photometric::Rgb,
            bits_allocated: allocated,
            bits_stored: stored,
            signed: false,
            ..self.from
        }
    }

    /// The colour table, where samples are indices of one.
    pub fn palette(&self) -> Option<&Palette> {
        self.palette.as_ref()
    }

    /// A native frame as RGB, borrowed where it is that already.
    pub fn frame<'a>(&self, native: &'a [u8]) -> Cow<'a, [u8]> {
        match (&self.palette, self.from.photometric) {
            (Some(palette), _) => {
                let area = PixelBox::new(0, 0, self.from.columns, self.from.rows);
                let indices = Raster::from_native(&self.from, native, area).samples;
                let colours: Vec<[u8; 3]> = indices.into_iter().map(|index| palette.colour(index)).collect();
                Cow::Owned(colours.into_flattened())
            }
            (None, Photometric::YbrFull) => Cow::Owned(turned(native, rgb_of_ybr)),
            _ => Cow::Borrowed(native),
        }
    }
}

/// A colour table (PS3.3 §C.7.6.3.1.5 and .6), with 8 bits for each colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    first: i32,
    colours: Vec<[u8; 3]>,
}

impl Palette {
    /// The table of a file; `None` where it has none, or one that is cut short or segmented.
    pub fn read(scan: &Scan) -> Option<Self> {
        let big = scan.transfer_syntax == BIG_ENDIAN;
        let signed = scan.number(tags::PIXEL_REPRESENTATION) == Some(1);
        let word = |bytes: &[u8], at: usize| {
            let pair = *bytes.get(2 * at..)?.first_chunk::<2>()?;
            Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
        };
        let mut palette = Self { first: 0, colours: Vec::new() };
        for (channel, (descriptor, data)) in TABLES.into_iter().enumerate() {
            let descriptor = scan.value(scan.top(descriptor)?);
            // 65536 entries are written as 0.
            let count = match word(descriptor, 0)? {
                0 => 65_536,
                count => usize::from(count),
            };
            let bits = word(descriptor, 2)?;
            let entries = scan.value(scan.top(data)?);
            // 8-bit entries may be packed two to a word, the first in its lower half, or stand one to a word.
            let packed = bits == 8 && entries.len() < 2 * count;
            let level = |index: usize| {
                Some(match (packed, bits) {
                    (true, _) => *entries.get(if big { index ^ 1 } else { index })?,
                    (false, 8) => (word(entries, index)? & 0xff) as u8,
                    (false, _) => (word(entries, index)? >> 8) as u8,
                })
            };
            // The first index has a sign where samples have one.
            let first = word(descriptor, 1)?;
            palette.first = if signed { i32::from(first as i16) } else { i32::from(first) };
            palette.colours.resize(count, [0; 3]);
            for (index, colour) in palette.colours.iter_mut().enumerate() {
                *colour.get_mut(channel)? = level(index)?;
            }
        }
        Some(palette)
    }

    /// The samples that the table lists.
    pub fn indices(&self) -> Range<i32> {
        self.first..self.first.saturating_add(self.colours.len() as i32)
    }

    /// Red, green and blue of a sample; what lies outside of the table has the colour at its end.
    pub fn colour(&self, sample: i32) -> [u8; 3] {
        let last = self.colours.len().saturating_sub(1);
        let index = usize::try_from(sample.saturating_sub(self.first)).unwrap_or(0).min(last);
        self.colours.get(index).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMAT: PixelFormat = PixelFormat {
        rows: 1,
        columns: 2,
        samples: 3,
        bits_allocated: 8,
        bits_stored: 8,
        signed: false,
        photometric: Photometric::YbrFull,
    };

    fn element(bytes: &mut Vec<u8>, tag: Tag, vr: &[u8; 2], value: &[u8]) {
        bytes.extend(tag.group().to_le_bytes());
        bytes.extend(tag.element().to_le_bytes());
        bytes.extend(vr);
        if vr == b"OW" {
            bytes.extend([0, 0]);
            bytes.extend((value.len() as u32).to_le_bytes());
        } else {
            bytes.extend((value.len() as u16).to_le_bytes());
        }
        bytes.extend(value);
    }

    fn scan(bits: u8, entries: [&[u8]; 3]) -> Scan {
        table(&[], &[2, 0, 10, 0, bits, 0], entries)
    }

    fn table(representation: &[u8], described: &[u8], entries: [&[u8]; 3]) -> Scan {
        let mut bytes = Vec::new();
        element(&mut bytes, Tag(8, 0x60), b"CS", b"US");
        if !representation.is_empty() {
            element(&mut bytes, tags::PIXEL_REPRESENTATION, b"US", representation);
        }
        for (descriptor, _) in TABLES {
            element(&mut bytes, descriptor, b"US", described);
        }
        for ((_, data), entries) in TABLES.into_iter().zip(entries) {
            element(&mut bytes, data, b"OW", entries);
        }
        Scan::parse(bytes, 1 << 20).expect("a scan")
    }

    #[test]
    fn rgb_comes_back_from_ybr_within_a_level_or_two() {
        for red in (0..=255u8).step_by(15) {
            for green in (0..=255u8).step_by(15) {
                for blue in (0..=255u8).step_by(15) {
                    let back = rgb_of_ybr(ybr_of_rgb([red, green, blue]));
                    let near = [red, green, blue].iter().zip(back).all(|(one, other)| one.abs_diff(other) <= 2);
                    assert!(near, "{red} {green} {blue} became {back:?}");
                }
            }
        }
        assert_eq!([ybr_of_rgb([255; 3]), ybr_of_rgb([0; 3])], [[255, 128, 128], [0, 128, 128]]);
        assert_eq!(rgb_of_ybr([76, 85, 255]), [254, 0, 0]);
    }

    #[test]
    fn colour_is_brought_to_rgb_and_grey_is_not() {
        let none = Scan::parse([8, 0, 0x60, 0, b'C', b'S', 2, 0, b'U', b'S'].to_vec(), 99).expect("a scan");
        let ybr = ToRgb::new(&none, FORMAT).expect("known colours");
        assert_eq!(ybr.frame(&[255, 128, 128, 76, 85, 255]), vec![255, 255, 255, 254, 0, 0]);
        let rgb = ToRgb::new(&none, PixelFormat { photometric: Photometric::Rgb, ..FORMAT }).expect("known colours");
        assert!(matches!(rgb.frame(&[1, 2, 3, 4, 5, 6]), Cow::Borrowed(_)));
        for photometric in [Photometric::Monochrome2, Photometric::Other] {
            assert!(ToRgb::new(&none, PixelFormat { samples: 1, photometric, ..FORMAT }).is_none());
        }
        let palette = PixelFormat { samples: 1, photometric: Photometric::PaletteColor, ..FORMAT };
        assert!(ToRgb::new(&none, palette).is_none());
    }

    #[test]
    fn tables_of_8_and_16_bits_give_the_same_colours() {
        let format = PixelFormat { columns: 4, samples: 1, photometric: Photometric::PaletteColor, ..FORMAT };
        for (bits, entries) in [
            (8, [&[1, 2][..], &[3, 4], &[5, 6]]),
            (8, [&[1, 0, 2, 0], &[3, 0, 4, 0], &[5, 0, 6, 0]]),
            (16, [&[9, 1, 9, 2], &[9, 3, 9, 4], &[9, 5, 9, 6]]),
        ] {
            let to_rgb = ToRgb::new(&scan(bits, entries), format).expect("a table");
            assert_eq!(to_rgb.frame(&[10, 11, 0, 255]), vec![1, 3, 5, 2, 4, 6, 1, 3, 5, 2, 4, 6], "{entries:?}");
            assert_eq!(to_rgb.format().frame_bytes(), Some(12));
        }
        assert!(ToRgb::new(&scan(16, [&[9, 1], &[9, 3], &[9, 5]]), format).is_none());
    }

    #[test]
    fn signed_indices_are_looked_up_from_below_0() {
        let below = (-1i16).to_le_bytes();
        let scan = table(&[1, 0], &[2, 0, below[0], below[1], 8, 0], [&[1, 2], &[3, 4], &[5, 6]]);
        let eight = PixelFormat { samples: 1, signed: true, photometric: Photometric::PaletteColor, ..FORMAT };
        let sixteen = PixelFormat { bits_allocated: 16, bits_stored: 16, ..eight };
        for (format, native) in [(eight, vec![0xff, 0]), (sixteen, vec![0xff, 0xff, 0, 0])] {
            let to_rgb = ToRgb::new(&scan, format).expect("a table");
            assert_eq!(to_rgb.frame(&native), vec![1, 3, 5, 2, 4, 6]);
        }
    }
}
