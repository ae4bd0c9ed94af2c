//! Where the frames of a file stand, and in which form, by what its header says.

use super::BIG_ENDIAN;
use super::PixelsError;
use super::fragments::frame_fragments;
use super::header::Family;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use dicom_core::VR;
use std::ops::Range;

/// How the bytes of a frame are turned into native ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// They are native.
    Plain,
    /// Each pair of bytes is exchanged.
    Swapped,
    /// Chroma stands once for two pixels.
    Chroma422,
    /// One plane after another.
    Planar,
    /// Swapped and planar.
    SwappedPlanar,
    /// Samples of one bit, eight in a byte, frames without a gap.
    Packed,
}

/// Where frames come from.
pub(super) enum Source {
    Native { span: Range<usize>, stored_bytes: usize, form: Form },
    Encapsulated { family: Family, frames: Vec<Vec<Range<usize>>>, form: Form },
}

/// Reads the layout that the header claims.
pub(super) fn read_format(scan: &Scan) -> Result<PixelFormat, PixelsError> {
    if scan.pixels.is_none() {
        let float =
            [tags::FLOAT_PIXEL_DATA, tags::DOUBLE_FLOAT_PIXEL_DATA].into_iter().any(|tag| scan.top(tag).is_some());
        return Err(if float {
            PixelsError::Unsupported("floating point samples".to_owned())
        } else {
            PixelsError::NoPixels
        });
    }
    let number = |tag, name| scan.number(tag).ok_or(PixelsError::Missing(name));
    let rows = number(tags::ROWS, "Rows (0028,0010)")?;
    let columns = number(tags::COLUMNS, "Columns (0028,0011)")?;
    let bits_allocated = number(tags::BITS_ALLOCATED, "Bits Allocated (0028,0100)")?;
    let samples = scan.number(tags::SAMPLES_PER_PIXEL).unwrap_or(1);
    if rows == 0 || columns == 0 || rows > 65_535 || columns > 65_535 {
        return Err(PixelsError::Unsupported(format!("{rows} rows and {columns} columns")));
    }
    let packed = bits_allocated == 1 && matches!(scan.pixels, Some(PixelSpan::Native(_)));
    if bits_allocated != 8 && bits_allocated != 16 && !packed {
        return Err(PixelsError::Unsupported(format!("{bits_allocated} bits allocated")));
    }
    if samples != 1 && samples != 3 {
        return Err(PixelsError::Unsupported(format!("{samples} samples per pixel")));
    }
    let bits_stored = scan.number(tags::BITS_STORED).unwrap_or(bits_allocated).clamp(1, bits_allocated);
    Ok(PixelFormat {
        rows,
        columns,
        samples: samples as u16,
        bits_allocated: bits_allocated as u16,
        bits_stored: bits_stored as u16,
        signed: scan.number(tags::PIXEL_REPRESENTATION) == Some(1),
        photometric: Photometric::from_name(&scan.text(tags::PHOTOMETRIC_INTERPRETATION).unwrap_or_default()),
    })
}

pub(super) fn claimed_frames(scan: &Scan) -> u32 {
    let text = || scan.text(tags::NUMBER_OF_FRAMES)?.parse().ok();
    scan.number(tags::NUMBER_OF_FRAMES).or_else(text).unwrap_or(1).max(1)
}

pub(super) fn native_source(
    scan: &Scan,
    span: Range<usize>,
    format: &mut PixelFormat,
    claimed: u32,
    planar: bool,
) -> Result<Source, PixelsError> {
    let full = format.frame_bytes().unwrap_or(usize::MAX);
    if format.bits_allocated == 1 {
        let stored_bytes = full.div_ceil(8);
        if span.len() < stored_bytes {
            return Err(PixelsError::Short { needed: stored_bytes as u64, there: span.len() as u64 });
        }
        return Ok(Source::Native { span, stored_bytes, form: Form::Packed });
    }
    let mut stored_bytes = full;
    let mut form = if planar { Form::Planar } else { Form::Plain };
    let big = scan.transfer_syntax == BIG_ENDIAN;
    // Words of 8-bit samples are exchanged too, where the element says that it holds words (PS3.5 §8.1.1).
    if big && (format.bits_allocated == 16 || scan.pixel_vr == Some(VR::OW)) {
        form = if planar { Form::SwappedPlanar } else { Form::Swapped };
    }
    if is_halved(format, (span.len() / claimed as usize) as u64)? {
        form = Form::Chroma422;
        stored_bytes = full / 3 * 2;
    }
    if span.len() < stored_bytes {
        return Err(PixelsError::Short { needed: stored_bytes as u64, there: span.len() as u64 });
    }
    Ok(Source::Native { span, stored_bytes, form })
}

/// Whether native frames of so many bytes hold chroma once for two pixels; from then on the layout says YBR_FULL.
fn is_halved(format: &mut PixelFormat, bytes: u64) -> Result<bool, PixelsError> {
    if format.photometric != Photometric::YbrFull422 || format.samples != 3 || format.bits_allocated != 8 {
        return Ok(false);
    }
    format.photometric = Photometric::YbrFull;
    // Many writers keep the name after having expanded the samples; the number of bytes tells.
    if bytes >= format.frame_bytes().unwrap_or(usize::MAX) as u64 {
        return Ok(false);
    }
    if format.columns % 2 == 1 {
        return Err(PixelsError::Unsupported("YBR_FULL_422 and an odd number of columns".to_owned()));
    }
    Ok(true)
}

pub(super) fn encapsulated_source(
    scan: &Scan,
    format: &mut PixelFormat,
    claimed: u32,
    planar: bool,
) -> Result<Source, PixelsError> {
    let family = Family::of(&scan.transfer_syntax)
        .ok_or_else(|| PixelsError::Unsupported(format!("transfer syntax {}", scan.transfer_syntax)))?;
    let frames = frame_fragments(scan, claimed);
    if frames.is_empty() {
        return Err(PixelsError::Short { needed: 1, there: 0 });
    }
    let mut form = if planar { Form::Planar } else { Form::Plain };
    // JPEG decoders give RGB; JPEG 2000 names its own transforms YBR_RCT and YBR_ICT, which the decoder undoes.
    match family {
        Family::Plain => {
            let first = frames.first().into_iter().flatten().map(|piece| piece.len() as u64).sum();
            if is_halved(format, first)? {
                form = Form::Chroma422;
            }
        }
        Family::Jpeg if format.samples == 3 => format.photometric = Photometric::Rgb,
        Family::Jpeg2000 if format.samples == 3 && format.photometric == Photometric::Other => {
            format.photometric = Photometric::Rgb;
        }
        _ if format.photometric == Photometric::YbrFull422 => format.photometric = Photometric::YbrFull,
        _ => {}
    }
    Ok(Source::Encapsulated { family, frames, form })
}
