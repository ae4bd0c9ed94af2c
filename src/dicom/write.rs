//! Writing one file: preamble, file meta, data set, and frames drawn one by one.

use crate::dicom::file_meta::FileMeta;
use crate::dicom::frame::PixelFormat;
use crate::dicom::object::Object;
use crate::dicom::object::Piece;
use crate::dicom::tags;
use dicom_core::DataElementHeader;
use dicom_core::Length;
use dicom_core::VR;
use dicom_encoding::encode::EncodeTo;
use dicom_encoding::transfer_syntax::TransferSyntax;
use dicom_transfer_syntax_registry::entries::EXPLICIT_VR_LITTLE_ENDIAN;
use sha2::Digest;
use sha2::Sha256;
use std::error::Error as StdError;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use thiserror::Error;

/// Everything of a file but its pixels.
#[derive(Clone, Copy, Debug)]
pub struct FileParts<'a> {
    /// The 128 bytes before `DICM`.
    pub preamble: &'a [u8; 128],
    /// Implementation Class UID (0002,0012) and Implementation Version Name (0002,0013).
    pub implementation: (&'a str, &'a str),
    /// What the file meta information says beyond that.
    pub meta: &'a FileMeta,
    /// Media Storage SOP Class and Instance UID of a data set that holds none itself.
    pub media_storage: Option<(&'a str, &'a str)>,
    /// The data set, without pixel data.
    pub object: &'a Object,
    /// Bytes after the last element.
    pub trailing: &'a [u8],
}

/// The frames of a file, drawn one after another.
pub struct Frames<'a> {
    /// Their layout.
    pub format: PixelFormat,
    /// Their number.
    pub count: u32,
    /// Fills a buffer of [`PixelFormat::frame_bytes`] with the frame of that number.
    pub draw: &'a mut dyn FnMut(u32, &mut [u8]) -> io::Result<()>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of the native frames without padding; empty without pixels.
    pub pixel_sha256: String,
}

/// A file could not be written.
#[derive(Debug, Error)]
pub enum WriteFileError {
    /// The file system refused.
    #[error("could not write `{path}`; is the disk full, or the folder read-only?")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The data set can't be encoded.
    #[error("could not encode the data set of `{path}`")]
    Encode {
        /// The file.
        path: String,
        /// Why.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The frames are too large for a DICOM element.
    #[error("the pixels of `{path}` need {bytes} bytes, and a native element holds at most 4 GiB; use fewer frames")]
    TooLarge {
        /// The file.
        path: String,
        /// Bytes needed.
        bytes: u64,
    },
}

/// Writes a file in explicit VR little endian, one frame in memory at a time.
pub fn write_file(file: &Path, parts: FileParts<'_>, frames: Option<Frames<'_>>) -> Result<Written, WriteFileError> {
    let path = file.display().to_string();
    let io_error = |source| WriteFileError::Io { path: path.clone(), source };
    let encode = |source: Box<dyn StdError + Send + Sync>| WriteFileError::Encode { path: path.clone(), source };
    let target = File::create(file).map_err(io_error)?;
    let mut out = BufWriter::with_capacity(1 << 16, HashingWriter::new(target));
    out.write_all(parts.preamble).and_then(|()| out.write_all(b"DICM")).map_err(io_error)?;
    let text = |tag| parts.object.text(tag).unwrap_or_default();
    let own = (text(tags::SOP_CLASS_UID), text(tags::SOP_INSTANCE_UID));
    let (class, instance) = parts.media_storage.unwrap_or((&own.0, &own.1));
    let meta = parts.meta.encoded(class, instance, parts.implementation).map_err(|error| encode(error.into()))?;
    out.write_all(&meta).map_err(io_error)?;
    let syntax = EXPLICIT_VR_LITTLE_ENDIAN.erased();
    write_pieces(&mut out, &syntax, parts.object.pieces(None..Some(tags::PIXEL_DATA))).map_err(encode)?;
    let pixel_sha256 = match frames {
        Some(frames) => write_frames(&mut out, &syntax, frames, &path)?,
        None => String::new(),
    };
    write_pieces(&mut out, &syntax, parts.object.pieces(Some(tags::PIXEL_DATA)..None)).map_err(encode)?;
    out.write_all(parts.trailing).map_err(io_error)?;
    let hashing = out.into_inner().map_err(|error| io_error(error.into_error()))?;
    Ok(Written { bytes: hashing.bytes, sha256: hexadecimal(&hashing.hash.finalize()), pixel_sha256 })
}

fn write_pieces(
    out: &mut impl Write,
    syntax: &TransferSyntax,
    pieces: Vec<Piece<'_>>,
) -> Result<(), Box<dyn StdError + Send + Sync>> {
    for piece in pieces {
        match piece {
            Piece::Elements(elements) => elements.write_dataset_with_ts(&mut *out, syntax)?,
            Piece::Verbatim(bytes) => out.write_all(bytes)?,
        }
    }
    Ok(())
}

/// Writes the pixel data element; gives the digest of the frames.
fn write_frames(
    out: &mut dyn Write,
    syntax: &TransferSyntax,
    frames: Frames<'_>,
    path: &str,
) -> Result<String, WriteFileError> {
    let frame_bytes = frames.format.frame_bytes().unwrap_or(usize::MAX);
    let samples = (frame_bytes as u64).saturating_mul(u64::from(frames.count));
    let bytes = if frames.format.bits_allocated == 1 { samples.div_ceil(8) } else { samples };
    let padded = bytes.saturating_add(bytes % 2);
    // 0xFFFFFFFF means "undefined", so the longest native element ends two bytes before (PS3.5 §7.1.1).
    let too_large = || WriteFileError::TooLarge { path: path.to_owned(), bytes };
    let length = u32::try_from(padded).ok().filter(|length| *length < u32::MAX - 1).ok_or_else(too_large)?;
    let vr = if frames.format.bits_allocated > 8 { VR::OW } else { VR::OB };
    let header = DataElementHeader::new(tags::PIXEL_DATA, vr, Length(length));
    let io_error = |source| WriteFileError::Io { path: path.to_owned(), source };
    if let Some(encoder) = syntax.encoder_for::<&mut dyn Write>() {
        encoder
            .encode_element_header(&mut &mut *out, header)
            .map_err(|error| WriteFileError::Encode { path: path.to_owned(), source: error.into() })?;
    }
    let mut frame = vec![0u8; frame_bytes];
    let mut hash = Sha256::new();
    let mut packer = Packer::default();
    for index in 0..frames.count {
        (frames.draw)(index, &mut frame).map_err(io_error)?;
        hash.update(&frame);
        if frames.format.bits_allocated == 1 {
            packer.write(&frame, out).map_err(io_error)?;
        } else {
            out.write_all(&frame).map_err(io_error)?;
        }
    }
    packer.finish(out).map_err(io_error)?;
    if padded > bytes {
        out.write_all(&[0]).map_err(io_error)?;
    }
    Ok(hexadecimal(&hash.finalize()))
}

/// Packs samples of one bit, the first into the lowest bit; frames follow without a gap (PS3.5 §8.1.1).
#[derive(Default)]
struct Packer {
    byte: u8,
    bits: u32,
}

impl Packer {
    fn write(&mut self, samples: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let mut packed = Vec::with_capacity(samples.len() / 8 + 1);
        for sample in samples {
            self.byte |= (sample & 1) << self.bits;
            self.bits += 1;
            if self.bits == 8 {
                packed.push(self.byte);
                *self = Self::default();
            }
        }
        out.write_all(&packed)
    }

    fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        if self.bits > 0 { out.write_all(&[self.byte]) } else { Ok(()) }
    }
}

/// Lower-case hexadecimal digits of some bytes.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Counts and hashes what goes through.
struct HashingWriter<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> HashingWriter<W> {
    fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or(bytes));
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
