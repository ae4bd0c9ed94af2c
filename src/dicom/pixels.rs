//! Frames of a file that was taken apart: native where they stand, decoded one by one where they are compressed.
//!
//! Every size that a file claims is checked against the bytes that are there before anything is allocated.

mod fragments;
mod header;
mod layout;
mod packbits;
mod packed;
mod source;
pub(in crate::dicom) mod store;
mod stream;

use crate::dicom::frame::PixelFormat;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use header::Codestream;
use header::Family;
pub(in crate::dicom) use layout::expand_422;
use layout::interleaved;
use layout::swapped;
use packbits::decode_rle;
use packed::unpacked;
use source::Form;
use source::Source;
use source::claimed_frames;
use source::encapsulated_source;
use source::native_source;
use source::read_format;
use std::borrow::Cow;
use std::ops::Range;
use stream::decode_stream;
use thiserror::Error;
use twox_hash::XxHash3_128;

/// Largest decoded frame that [`PixelReader::new`] allows, bytes.
pub const FRAME_LIMIT: usize = 1 << 30;

/// Explicit VR Big Endian, retired but still met in archives.
const BIG_ENDIAN: &str = "1.2.840.10008.1.2.2";

/// Frames could not be read. Never our failure: it is what a tool left.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PixelsError {
    /// No pixel data at the top level.
    #[error("there is no pixel data")]
    NoPixels,
    /// An attribute that says how samples are laid out.
    #[error("{0} is absent or can't be read, so the pixels have no layout")]
    Missing(&'static str),
    /// A layout that no frame of a dataset has.
    #[error("pixels with {0} are not read")]
    Unsupported(String),
    /// Fewer bytes than the header promises.
    #[error("a frame needs {needed} bytes, and {there} are there")]
    Short {
        /// Bytes promised.
        needed: u64,
        /// Bytes there.
        there: u64,
    },
    /// A frame that is larger than the caller allows.
    #[error("a frame claims {claimed} bytes, and at most {limit} are decoded")]
    TooLarge {
        /// Bytes claimed.
        claimed: u64,
        /// The limit.
        limit: u64,
    },
    /// A frame that is not there.
    #[error("frame {index} is not among the {frames} that are there")]
    NoSuchFrame {
        /// The frame, from 0.
        index: u32,
        /// Frames there.
        frames: u32,
    },
    /// A compressed frame that can't be decoded.
    #[error("frame {index} can't be decoded: {why}")]
    Decode {
        /// The frame, from 0.
        index: u32,
        /// What the decoder says.
        why: String,
    },
}

/// Reads the frames of a [`Scan`].
pub struct PixelReader<'a> {
    scan: &'a Scan,
    format: PixelFormat,
    frame_bytes: usize,
    claimed: u32,
    planar: bool,
    source: Source,
}

impl<'a> PixelReader<'a> {
    /// Reads the layout, allowing frames of at most [`FRAME_LIMIT`] bytes.
    pub fn new(scan: &'a Scan) -> Result<Self, PixelsError> {
        Self::with_limit(scan, FRAME_LIMIT)
    }

    /// Reads the layout; an error where no frame can be read whatever its number.
    pub fn with_limit(scan: &'a Scan, limit: usize) -> Result<Self, PixelsError> {
        let mut format = read_format(scan)?;
        let frame_bytes = format.frame_bytes().unwrap_or(usize::MAX);
        if frame_bytes > limit {
            return Err(PixelsError::TooLarge { claimed: frame_bytes as u64, limit: limit as u64 });
        }
        let claimed = claimed_frames(scan);
        let planar = format.samples > 1 && scan.number(tags::PLANAR_CONFIGURATION) == Some(1);
        let source = match &scan.pixels {
            None => return Err(PixelsError::NoPixels),
            Some(PixelSpan::Native(span)) => native_source(scan, span.clone(), &mut format, claimed, planar)?,
            Some(PixelSpan::Encapsulated { .. }) => encapsulated_source(scan, &mut format, claimed, planar)?,
        };
        Ok(Self { scan, format, frame_bytes, claimed, planar, source })
    }

    /// Layout of the frames that [`PixelReader::native`] gives: little endian, colour by pixel.
    pub fn format(&self) -> PixelFormat {
        self.format
    }

    /// Whether two files hold the same bytes of pixels, read in the same way: no frame need be decoded to know that all are
    /// equal, and that one decodes where the other does.
    pub fn same_bytes(&self, other: &PixelReader<'_>) -> bool {
        if self.format != other.format || self.frames() != other.frames() || self.planar != other.planar {
            return false;
        }
        if let (Some(all), Some(others)) = (self.native_all(), other.native_all()) {
            return all == others;
        }
        self.scan.transfer_syntax == other.scan.transfer_syntax
            && self.scan.pixel_vr == other.scan.pixel_vr
            && self.stored().eq(other.stored())
    }

    /// A digest of what [`PixelReader::same_bytes`] compares, where frames stand encapsulated: files with one digest show the same, and
    /// nothing was decoded to know it. `None` for native frames, which are read as fast as they are hashed.
    pub fn stored_digest(&self) -> Option<u128> {
        if !self.is_encapsulated() {
            return None;
        }
        let mut hash = XxHash3_128::new();
        let read_as = (self.format, self.frames(), self.planar, &self.scan.transfer_syntax, self.scan.pixel_vr);
        hash.write(format!("{read_as:?}").as_bytes());
        for fragment in self.stored() {
            hash.write(&(fragment.len() as u64).to_le_bytes());
            hash.write(fragment);
        }
        Some(hash.finish_128())
    }

    /// The bytes of the pixels as they stand in the file, by fragment where they are encapsulated.
    fn stored(&self) -> impl Iterator<Item = &'a [u8]> {
        let (native, fragments) = match &self.scan.pixels {
            None => (None, &[][..]),
            Some(PixelSpan::Native(range)) => (Some(range), &[][..]),
            Some(PixelSpan::Encapsulated { fragments, .. }) => (None, fragments.as_slice()),
        };
        let data = self.scan.data();
        native.into_iter().chain(fragments).map(|range| data.get(range.clone()).unwrap_or_default())
    }

    /// Frames whose bytes are there. A file that promises more than it holds has fewer than it claims.
    pub fn frames(&self) -> u32 {
        let there = match &self.source {
            Source::Native { span, form: Form::Packed, .. } => span.len().saturating_mul(8) / self.frame_bytes.max(1),
            Source::Native { span, stored_bytes, .. } => span.len() / (*stored_bytes).max(1),
            Source::Encapsulated { frames, .. } => frames.len(),
        };
        self.claimed.min(u32::try_from(there).unwrap_or(u32::MAX))
    }

    /// Frames that the header claims: Number of Frames (0028,0008), 1 where it is absent.
    pub fn claimed_frames(&self) -> u32 {
        self.claimed
    }

    /// Whether the file stores colour by plane (planar configuration 1).
    pub fn stored_planar(&self) -> bool {
        self.planar
    }

    /// Whether the frames stand compressed, or at least encapsulated, in the file.
    pub fn is_encapsulated(&self) -> bool {
        matches!(self.source, Source::Encapsulated { .. })
    }

    /// Every frame in one run of bytes, where the file holds them just as [`PixelReader::native`] gives them.
    pub fn native_all(&self) -> Option<&'a [u8]> {
        let Source::Native { span, form: Form::Plain, .. } = &self.source else { return None };
        let bytes = self.frame_bytes.checked_mul(self.frames() as usize)?;
        self.scan.data().get(span.start..span.start.checked_add(bytes)?)
    }

    /// Frame `index` (from 0) in the layout of [`PixelReader::format`], borrowed where it stands like that, or was kept
    /// ([`Scan::keep_frames`]).
    pub fn native(&self, index: u32) -> Result<Cow<'a, [u8]>, PixelsError> {
        if index >= self.frames() {
            return Err(PixelsError::NoSuchFrame { index, frames: self.frames() });
        }
        let kept = |decode: &dyn Fn() -> Result<Vec<u8>, PixelsError>| {
            self.scan.kept_frames.frame(index, self.frames(), decode)
        };
        match &self.source {
            Source::Native { span, stored_bytes, form: Form::Plain } => {
                self.uncompressed(span, *stored_bytes, Form::Plain, index)
            }
            Source::Native { span, stored_bytes, form } => {
                kept(&|| self.uncompressed(span, *stored_bytes, *form, index).map(Cow::into_owned))
            }
            Source::Encapsulated { family, frames, form } => {
                let pieces = frames.get(index as usize).map(Vec::as_slice).unwrap_or_default();
                kept(&|| self.compressed(*family, *form, pieces, index))
            }
        }
    }

    fn uncompressed(
        &self,
        span: &Range<usize>,
        stored_bytes: usize,
        form: Form,
        index: u32,
    ) -> Result<Cow<'a, [u8]>, PixelsError> {
        let data: &'a [u8] = self.scan.data();
        let pixels = data.get(span.clone()).unwrap_or_default();
        if form == Form::Packed {
            return Ok(Cow::Owned(unpacked(pixels, self.frame_bytes, index)));
        }
        let first = stored_bytes.saturating_mul(index as usize);
        let short = PixelsError::Short { needed: stored_bytes as u64, there: pixels.len() as u64 };
        let stored = pixels.get(first..first.saturating_add(stored_bytes)).ok_or(short)?;
        let sample_bytes = usize::from(self.format.bits_allocated / 8);
        Ok(match form {
            Form::Plain | Form::Packed => Cow::Borrowed(stored),
            Form::Swapped => Cow::Owned(swapped(pixels, first, stored_bytes)),
            Form::Chroma422 => Cow::Owned(expand_422(stored, self.frame_bytes)),
            Form::Planar => Cow::Owned(interleaved(stored, usize::from(self.format.samples), sample_bytes)),
            Form::SwappedPlanar => {
                let stored = swapped(pixels, first, stored_bytes);
                Cow::Owned(interleaved(&stored, usize::from(self.format.samples), sample_bytes))
            }
        })
    }

    fn compressed(
        &self,
        family: Family,
        form: Form,
        pieces: &[Range<usize>],
        index: u32,
    ) -> Result<Vec<u8>, PixelsError> {
        let fail = |why: String| PixelsError::Decode { index, why };
        let data = self.scan.data();
        let joined: Cow<'_, [u8]> = match pieces {
            [one] => Cow::Borrowed(data.get(one.clone()).unwrap_or_default()),
            several => Cow::Owned(
                several.iter().flat_map(|piece| data.get(piece.clone()).unwrap_or_default()).copied().collect(),
            ),
        };
        match family {
            Family::Rle => decode_rle(&joined, &self.format).map_err(fail),
            Family::Plain => {
                let needed = if form == Form::Chroma422 { self.frame_bytes / 3 * 2 } else { self.frame_bytes };
                let short = PixelsError::Short { needed: needed as u64, there: joined.len() as u64 };
                let frame = joined.get(..needed).ok_or(short)?;
                let sample_bytes = usize::from(self.format.bits_allocated / 8);
                Ok(match form {
                    Form::Chroma422 => expand_422(frame, self.frame_bytes),
                    Form::Planar => interleaved(frame, usize::from(self.format.samples), sample_bytes),
                    _ => frame.to_vec(),
                })
            }
            Family::Jpeg | Family::JpegLs | Family::Jpeg2000 => {
                let stream = Codestream::read(family, &joined).map_err(fail)?;
                stream.check(&self.format).map_err(fail)?;
                decode_stream(&self.scan.transfer_syntax, &joined, &stream, &self.format).map_err(fail)
            }
        }
    }
}

/// Decodes one stream of JPEG, alone, as [`PixelReader::native`] would in a file.
pub(in crate::dicom) fn decode_jpeg(syntax: &str, stream: &[u8], format: &PixelFormat) -> Result<Vec<u8>, String> {
    let header = Codestream::read(Family::Jpeg, stream)?;
    header.check(format)?;
    decode_stream(syntax, stream, &header, format)
}

#[cfg(test)]
mod real_tests;
#[cfg(test)]
mod tests;
