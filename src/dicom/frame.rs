//! Samples of a frame: how they are laid out, where they come from, and a raster to compute on.

use crate::dicom::locus::PixelBox;

/// What the samples of a frame mean (PS3.3 §C.7.6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Photometric {
    /// Low values are shown white.
    Monochrome1,
    /// Low values are shown black.
    Monochrome2,
    /// Red, green and blue.
    Rgb,
    /// Luma and two chroma planes, full range.
    YbrFull,
    /// The same with chroma halved in width.
    YbrFull422,
    /// Indices into a colour table.
    PaletteColor,
    /// What is stored is something else, or is not said.
    Other,
}

impl Photometric {
    /// The value of (0028,0004).
    pub fn name(self) -> &'static str {
        match self {
            Self::Monochrome1 => "MONOCHROME1",
            Self::Monochrome2 => "MONOCHROME2",
            Self::Rgb => "RGB",
            Self::YbrFull => "YBR_FULL",
            Self::YbrFull422 => "YBR_FULL_422",
            Self::PaletteColor => "PALETTE COLOR",
            Self::Other => "",
        }
    }

    /// Reads the value of (0028,0004).
    pub fn from_name(name: &str) -> Self {
        let name = name.trim_matches([' ', '\0']);
        [Self::Monochrome1, Self::Monochrome2, Self::Rgb, Self::YbrFull, Self::YbrFull422, Self::PaletteColor]
            .into_iter()
            .find(|known| known.name() == name)
            .unwrap_or(Self::Other)
    }
}

/// Layout of the frames of one instance.
///
/// Native frames are little endian, with colour by pixel (planar configuration 0), `bits_allocated` 8 or 16. Where it is
/// 1, samples are packed in the file, and native frames have one byte for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelFormat {
    /// Height in pixels.
    pub rows: u32,
    /// Width in pixels.
    pub columns: u32,
    /// Samples per pixel: 1 or 3.
    pub samples: u16,
    /// 1, 8 or 16.
    pub bits_allocated: u16,
    /// Bits that carry the value, at most `bits_allocated`.
    pub bits_stored: u16,
    /// Two's complement (pixel representation 1).
    pub signed: bool,
    /// What the samples mean.
    pub photometric: Photometric,
}

impl PixelFormat {
    /// Bytes of one native frame; `None` where that does not fit in memory.
    pub fn frame_bytes(&self) -> Option<usize> {
        (self.rows as usize)
            .checked_mul(self.columns as usize)?
            .checked_mul(usize::from(self.samples))?
            .checked_mul(usize::from(self.bits_allocated).div_ceil(8))
    }

    /// Smallest and largest sample value that the stored bits allow.
    pub fn range(&self) -> (i32, i32) {
        let bits = self.bits_stored.clamp(1, 16);
        if self.signed { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) }
    }
}

/// Where the frames of a new instance come from, one after another, so that no cine is ever held whole.
pub trait FrameSource: Send {
    /// Layout of every frame.
    fn format(&self) -> PixelFormat;

    /// Number of frames, at least 1.
    fn frames(&self) -> u32;

    /// Draws frame `index` (from 0) into `out`, which has exactly [`PixelFormat::frame_bytes`] bytes.
    /// The same index gives the same bytes, whatever was drawn before.
    fn draw(&mut self, index: u32, out: &mut [u8]) -> std::io::Result<()>;
}

/// Samples to compute on: row by row, channels interleaved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Samples per pixel.
    pub channels: u32,
    /// `width * height * channels` values.
    pub samples: Vec<i32>,
}

impl Raster {
    /// The part of a native frame inside `area`, cut at the frame's border. Bytes that are missing read as 0.
    pub fn from_native(format: &PixelFormat, native: &[u8], area: PixelBox) -> Self {
        let area = area.dilated(0, format.columns, format.rows);
        let channels = u32::from(format.samples);
        let mut samples = Vec::with_capacity(area.area() as usize * channels as usize);
        let per_row = area.width as usize * channels as usize;
        for y in area.y..area.y + area.height {
            let first = (y as usize * format.columns as usize + area.x as usize) * channels as usize;
            samples.extend((first..first + per_row).map(|index| sample(format, native, index)));
        }
        Self { width: area.width, height: area.height, channels, samples }
    }

    /// The part inside `area`, given in this raster's own coordinates, cut at its border.
    #[must_use]
    pub fn crop(&self, area: PixelBox) -> Self {
        let area = area.dilated(0, self.width, self.height);
        let channels = self.channels as usize;
        let mut samples = Vec::with_capacity(area.area() as usize * channels);
        for y in area.y..area.y + area.height {
            let first = (y as usize * self.width as usize + area.x as usize) * channels;
            samples.extend(self.samples.get(first..first + area.width as usize * channels).unwrap_or_default());
        }
        Self { width: area.width, height: area.height, channels: self.channels, samples }
    }
}

/// Sample number `index` of a native frame, sign-extended from the stored bits.
fn sample(format: &PixelFormat, native: &[u8], index: usize) -> i32 {
    if format.bits_allocated <= 8 {
        let value = i32::from(native.get(index).copied().unwrap_or(0));
        return if format.signed && value > 127 { value - 256 } else { value };
    }
    let pair = [native.get(2 * index), native.get(2 * index + 1)].map(|byte| byte.copied().unwrap_or(0));
    let unused = 16 - format.bits_stored.clamp(1, 16);
    if format.signed {
        i32::from((i16::from_le_bytes(pair) << unused) >> unused)
    } else {
        i32::from((u16::from_le_bytes(pair) << unused) >> unused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_samples_are_extended_from_their_stored_bits() {
        let format = PixelFormat {
            rows: 1,
            columns: 2,
            samples: 1,
            bits_allocated: 16,
            bits_stored: 12,
            signed: true,
            photometric: Photometric::Monochrome2,
        };
        let raster = Raster::from_native(&format, &[0xff, 0x0f, 0x01, 0x00], PixelBox::new(0, 0, 9, 9));
        assert_eq!((raster.width, raster.samples), (2, vec![-1, 1]));
        assert_eq!(format.range(), (-2048, 2047));
    }
}
