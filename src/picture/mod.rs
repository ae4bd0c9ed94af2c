//! Decoding one picture file to native samples.

pub mod content;
mod header;

use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use header::Header;
use image::DynamicImage;
use image::ExtendedColorType;
use image::ImageDecoder;
use image::ImageError;
use image::ImageFormat;
use image::ImageReader;
use image::Limits;
use std::fs;
use std::io;
use std::io::Cursor;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use thiserror::Error;

/// Most pixels of one picture, unless the options say otherwise.
pub const MOST_PIXELS: u64 = 64_000_000;
/// Rows and columns are 16-bit numbers in DICOM (PS3.3 §C.7.6.3).
const LONGEST_SIDE: u32 = 65_535;

/// A decoded picture, turned upright.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Its layout: 8-bit grey, 16-bit grey or 8-bit RGB.
    pub format: PixelFormat,
    /// Little-endian samples, row by row, colour by pixel.
    pub native: Vec<u8>,
    /// How often its lossy compression shrank it; `None` where it was stored without loss.
    pub lossy_ratio: Option<f64>,
}

/// Why a picture can't be used.
#[derive(Debug, Error)]
pub enum PictureError {
    /// The file system refused.
    #[error("the file could not be read: {0}")]
    Read(#[source] io::Error),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// None of the formats.
    #[error("the content is no PNG, JPEG, TIFF or BMP")]
    Unknown,
    /// It is damaged.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
    /// Larger than allowed.
    #[error("{width}x{height} pixels are more than the limit of {most}; raise it with --max-pixels")]
    TooLarge {
        /// Columns.
        width: u32,
        /// Rows.
        height: u32,
        /// Most pixels that the options allow.
        most: u64,
    },
    /// Rows or columns do not fit in DICOM.
    #[error("{width}x{height} pixels: DICOM holds at most 65535 rows and columns")]
    TooLong {
        /// Columns.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// Something that has no place in an ultrasound object.
    #[error("{0}")]
    Unsupported(&'static str),
}

/// Decodes a picture of at most `most_pixels` and turns it as its EXIF orientation says.
///
/// Grey gives one sample and colour three; 16-bit colour is rounded to 8 bits, and what is transparent lies on black.
pub fn decode(path: &Path, most_pixels: u64) -> Result<Picture, PictureError> {
    let length = fs::metadata(path).map_err(PictureError::Read)?.len();
    if length > most_pixels.saturating_mul(16).saturating_add(1 << 20) {
        return Err(PictureError::Unsupported("the file is longer than any picture within the limit of --max-pixels"));
    }
    let bytes = fs::read(path).map_err(PictureError::Read)?;
    decode_bytes(&bytes, most_pixels)
}

fn decode_bytes(bytes: &[u8], most_pixels: u64) -> Result<Picture, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Tiff | ImageFormat::Bmp)) => format,
        _ => return Err(PictureError::Unknown),
    };
    let header = Header::read(format, bytes);
    if let Some((width, height)) = header.size {
        within(width, height, most_pixels)?;
    }
    if let Some(reason) = header.unsupported {
        return Err(PictureError::Unsupported(reason));
    }
    // A decoder that panics on a damaged stream must not end the run: it is one broken picture among others.
    let image = panic::catch_unwind(AssertUnwindSafe(|| upright(format, bytes, most_pixels)))
        .unwrap_or_else(|_| Err(PictureError::Damaged("the decoder gave up".to_owned())))?;
    let (rows, columns) = (image.height(), image.width());
    let (samples, bits, native) = samples(image)?;
    let photometric = if samples == 3 { Photometric::Rgb } else { Photometric::Monochrome2 };
    let layout =
        PixelFormat { rows, columns, samples, bits_allocated: bits, bits_stored: bits, signed: false, photometric };
    let lossy_ratio = (format == ImageFormat::Jpeg).then(|| native.len() as f64 / bytes.len() as f64);
    Ok(Picture { format: layout, native, lossy_ratio })
}

fn within(width: u32, height: u32, most: u64) -> Result<(), PictureError> {
    if width == 0 || height == 0 {
        return Err(PictureError::Damaged("it has no pixels".to_owned()));
    }
    if u64::from(width) * u64::from(height) > most {
        return Err(PictureError::TooLarge { width, height, most });
    }
    if width.max(height) > LONGEST_SIDE { Err(PictureError::TooLong { width, height }) } else { Ok(()) }
}

fn upright(format: ImageFormat, bytes: &[u8], most_pixels: u64) -> Result<DynamicImage, PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(most_pixels.saturating_mul(16));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    within(width, height, most_pixels)?;
    if matches!(decoder.original_color_type(), ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16) {
        return Err(PictureError::Unsupported(header::CMYK));
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn damaged(error: ImageError) -> PictureError {
    match error {
        ImageError::Unsupported(_) => PictureError::Unsupported("a kind of samples that is not read; save it as PNG"),
        other => PictureError::Damaged(other.to_string()),
    }
}

/// Samples per pixel, bits of a sample, and the samples.
fn samples(image: DynamicImage) -> Result<(u16, u16, Vec<u8>), PictureError> {
    let words = |words: &mut dyn Iterator<Item = u16>| words.flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    Ok(match image {
        DynamicImage::ImageLuma8(grey) => (1, 8, grey.into_raw()),
        DynamicImage::ImageRgb8(colour) => (3, 8, colour.into_raw()),
        DynamicImage::ImageLuma16(grey) => (1, 16, words(&mut grey.into_raw().into_iter())),
        DynamicImage::ImageLumaA8(grey) => {
            (1, 8, grey.pixels().map(|pixel| on_black(pixel.0[0], pixel.0[1])).collect())
        }
        DynamicImage::ImageRgba8(colour) => {
            let channels = |[red, green, blue, alpha]: [u8; 4]| [red, green, blue].map(|level| on_black(level, alpha));
            (3, 8, colour.pixels().flat_map(|pixel| channels(pixel.0)).collect())
        }
        DynamicImage::ImageLumaA16(grey) => {
            (1, 16, words(&mut grey.pixels().map(|pixel| on_black_16(pixel.0[0], pixel.0[1]))))
        }
        DynamicImage::ImageRgb16(colour) => (3, 8, colour.into_raw().into_iter().map(to_8_bits).collect()),
        DynamicImage::ImageRgba16(colour) => {
            let channels = |[red, green, blue, alpha]: [u16; 4]| {
                [red, green, blue].map(|level| to_8_bits(on_black_16(level, alpha)))
            };
            (3, 8, colour.pixels().flat_map(|pixel| channels(pixel.0)).collect())
        }
        _ => return Err(PictureError::Unsupported("floating point samples have no place in an ultrasound object")),
    })
}

fn on_black(level: u8, alpha: u8) -> u8 {
    ((u16::from(level) * u16::from(alpha) + 127) / 255) as u8
}

fn on_black_16(level: u16, alpha: u16) -> u16 {
    ((u64::from(level) * u64::from(alpha) + 32_767) / 65_535) as u16
}

fn to_8_bits(level: u16) -> u8 {
    ((u32::from(level) + 128) / 257) as u8
}

#[cfg(test)]
mod tests;
