//! From brightness to sample values, and back, for every kind of samples.

use crate::dicom::Tag;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::object::Object;
use crate::dicom::tags;

/// How the samples of an instance stand for brightness.
#[derive(Clone, Debug)]
pub(super) enum Shades {
    /// By themselves; for MONOCHROME1 the other way round.
    Grey,
    /// Red, green and blue.
    Rgb,
    /// Luma and chroma.
    Ybr,
    /// Through a colour table: the brightness, 0 to 255, of each index from the first.
    Palette(i32, Vec<i32>),
}

impl Shades {
    /// Those of a format; a colour table stands in `object`.
    pub(super) fn of(format: &PixelFormat, object: &Object) -> Self {
        match format.photometric {
            _ if format.samples == 3 => match format.photometric {
                Photometric::YbrFull | Photometric::YbrFull422 => Self::Ybr,
                _ => Self::Rgb,
            },
            Photometric::PaletteColor => palette(object).unwrap_or(Self::Grey),
            _ => Self::Grey,
        }
    }

    /// The least and the most value of the scale on which this counts.
    pub(super) fn range(&self, format: &PixelFormat) -> (i32, i32) {
        match self {
            Self::Palette(..) => (0, 255),
            _ => format.range(),
        }
    }

    /// The median over a part of a frame, on that scale.
    pub(super) fn median(&self, part: &Raster) -> i32 {
        let pixels = part.samples.chunks(part.channels.max(1) as usize);
        let value = |pixel: &[i32]| match (self, pixel) {
            (Self::Rgb, [red, green, blue]) => luma([*red, *green, *blue]),
            (Self::Palette(first, table), [index, ..]) => brightness(*first, table, *index),
            (_, [value, ..]) => *value,
            _ => 0,
        };
        let mut values: Vec<i32> = pixels.map(value).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied().unwrap_or(0)
    }

    /// Sample values for a value of the scale.
    pub(super) fn levels(&self, format: &PixelFormat, value: i32) -> [i32; 3] {
        match self {
            Self::Grey | Self::Rgb => [value; 3],
            Self::Ybr => {
                let middle = format.range().1 / 2 + 1;
                [value, middle, middle]
            }
            Self::Palette(first, table) => {
                let apart = |at: &usize| table.get(*at).map_or(i32::MAX, |shade| (shade - value).abs());
                let nearest = (0..table.len()).min_by_key(apart).unwrap_or(0);
                [first.saturating_add(nearest as i32); 3]
            }
        }
    }

    /// Sample values of a colour of 8 bits; grey of the same brightness where there is none.
    pub(super) fn colour(&self, format: &PixelFormat, rgb: [u8; 3]) -> [i32; 3] {
        let (least, most) = self.range(format);
        let scaled = |value: i32| least + (most - least) / 255 * value + (most - least) % 255 * value / 255;
        let [red, green, blue] = rgb.map(i32::from);
        match self {
            Self::Rgb => [red, green, blue].map(scaled),
            // ITU-T T.871, in parts of 65536.
            Self::Ybr => [
                (19_595 * red + 38_470 * green + 7_471 * blue) >> 16,
                (-11_056 * red - 21_712 * green + 32_768 * blue + (128 << 16)) >> 16,
                (32_768 * red - 27_440 * green - 5_328 * blue + (128 << 16)) >> 16,
            ]
            .map(|value| scaled(value.clamp(0, 255))),
            _ => {
                let grey = scaled(luma([red, green, blue]));
                let inverse = format.photometric == Photometric::Monochrome1;
                self.levels(format, if inverse { least + (most - grey) } else { grey })
            }
        }
    }
}

fn luma([red, green, blue]: [i32; 3]) -> i32 {
    ((19_595 * i64::from(red) + 38_470 * i64::from(green) + 7_471 * i64::from(blue)) >> 16) as i32
}

fn brightness(first: i32, table: &[i32], index: i32) -> i32 {
    let last = table.len().saturating_sub(1) as i32;
    table.get((index.saturating_sub(first)).clamp(0, last) as usize).copied().unwrap_or(0)
}

/// The brightness of a colour table of plain words (PS3.3 §C.7.6.3.1.6).
fn palette(object: &Object) -> Option<Shades> {
    let numbers = |tag: Tag| -> Option<Vec<i32>> {
        object.text(tag)?.split('\\').map(|number| number.trim().parse().ok()).collect()
    };
    let descriptor = numbers(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR)?;
    let (first, bits) = (*descriptor.get(1)?, *descriptor.get(2)?);
    let first = if first > 32_767 { first - 65_536 } else { first };
    let channel = |tag| {
        let entries = numbers(tag)?;
        // An entry is a word; one of 16 bits is brought to 8.
        Some(entries.into_iter().map(move |entry| if bits > 8 { (entry & 0xffff) >> 8 } else { entry & 0xff }))
    };
    let red = channel(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA)?;
    let green = channel(tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA)?;
    let blue = channel(tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA)?;
    let table: Vec<i32> = red.zip(green).zip(blue).map(|((red, green), blue)| luma([red, green, blue])).collect();
    (!table.is_empty()).then_some(Shades::Palette(first, table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::VR;

    fn format(samples: u16, photometric: Photometric) -> PixelFormat {
        PixelFormat { rows: 1, columns: 2, samples, bits_allocated: 8, bits_stored: 8, signed: false, photometric }
    }

    #[test]
    fn a_colour_is_itself_in_rgb_and_as_bright_elsewhere() {
        let colour = |samples, photometric| {
            let format = format(samples, photometric);
            Shades::of(&format, &Object::new()).colour(&format, [255, 255, 0])
        };
        assert_eq!(colour(3, Photometric::Rgb), [255, 255, 0]);
        assert_eq!(colour(1, Photometric::Monochrome2), [225; 3]);
        assert_eq!(colour(1, Photometric::Monochrome1), [30; 3]);
        assert_eq!(colour(3, Photometric::YbrFull), [225, 0, 148]);
    }

    #[test]
    fn an_index_is_chosen_by_what_the_table_shows() {
        let mut object = Object::new();
        object.set_u16(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, &[4, 10, 16]);
        for tag in [
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        ] {
            object.set_text(tag, VR::LO, "0\\65280\\32768\\257");
        }
        let format = format(1, Photometric::PaletteColor);
        let shades = Shades::of(&format, &object);
        assert_eq!(shades.levels(&format, 250)[0], 11);
        assert_eq!(shades.levels(&format, 130)[0], 12);
        let part = Raster { width: 3, height: 1, channels: 1, samples: vec![10, 11, 12] };
        assert_eq!(shades.median(&part), 128);
    }
}
