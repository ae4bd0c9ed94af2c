//! Pictures of different colour models in one that both can be shown in.

use crate::dicom::Tag;
use crate::dicom::colour::Palette;
use crate::dicom::colour::ToRgb;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
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

/// Whether every index that either table lists has the same colour in both: some writers fill the lower ones.
fn same(one: &Palette, other: &Palette) -> bool {
    let (first, second) = (one.indices(), other.indices());
    let mut all = first.start.min(second.start)..first.end.max(second.end);
    all.all(|index| one.colour(index) == other.colour(index))
}

/// Whether the colour tables of two objects differ; those that can't be read are compared byte by byte.
pub fn palettes_differ(before: &Scan, after: &Scan) -> bool {
    match (Palette::read(before), Palette::read(after)) {
        (Some(one), Some(other)) => !same(&one, &other),
        (None, None) => DESCRIPTORS.iter().chain(&TABLES).chain(&SEGMENTED).any(|tag| {
            let value = |scan: &Scan| scan.top(*tag).map(|element| scan.value(element).to_vec());
            value(before) != value(after)
        }),
        _ => true,
    }
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

    /// A native frame in this model. `shift` are the bits by which stored samples are moved up, or down where negative;
    /// `invert` is the range
    /// in which black and white are exchanged, on the side where they are.
    pub fn shown(
        self,
        native: &[u8],
        format: &PixelFormat,
        to_rgb: Option<&ToRgb>,
        shift: i32,
        invert: Option<(i32, i32)>,
    ) -> Raster {
        let mapped = |raster: Raster, map: &dyn Fn(i32) -> i32| {
            let samples = raster.samples.into_iter().map(map).collect();
            Raster { samples, ..raster }
        };
        match self {
            Self::Stored | Self::Inverted => {
                let raster = match shift {
                    0 => whole(format, native),
                    1.. => mapped(whole(format, native), &|sample| sample << shift.min(15)),
                    _ => mapped(whole(format, native), &|sample| sample >> shift.saturating_neg().min(15)),
                };
                match invert {
                    Some((low, high)) if self == Self::Inverted => mapped(raster, &|sample| low + high - sample),
                    _ => raster,
                }
            }
            Self::Rgb => rgb(native, format, to_rgb),
            Self::Luma => {
                let colours = rgb(native, format, to_rgb);
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
fn rgb(native: &[u8], format: &PixelFormat, to_rgb: Option<&ToRgb>) -> Raster {
    let Some(to_rgb) = to_rgb else {
        let raster = whole(format, native);
        let pixels = raster.samples.chunks_exact(usize::from(format.samples.max(1)));
        let samples = pixels.flat_map(|pixel| [0, 1, 2].map(|at| *pixel.get(at).or(pixel.first()).unwrap_or(&0)));
        return Raster { samples: samples.collect(), channels: 3, ..raster };
    };
    let colours = to_rgb.format();
    let mut raster = whole(&colours, &to_rgb.frame(native));
    let excess = colours.bits_stored.saturating_sub(8).min(15);
    raster.samples.iter_mut().for_each(|sample| *sample >>= excess);
    raster
}

fn whole(format: &PixelFormat, native: &[u8]) -> Raster {
    Raster::from_native(format, native, PixelBox::new(0, 0, format.columns, format.rows))
}
