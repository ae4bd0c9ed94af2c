//! Writing one file: preamble, file meta, data set, and frames drawn one by one.

use crate::dicom::encode::Encoding;
use crate::dicom::encode::FrameCoder;
use crate::dicom::encode::Spooled;
use crate::dicom::encode::Syntax;
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
use flate2::Compression;
use flate2::write::DeflateEncoder;
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
///
/// `draw` gives them as they are drawn; the encoding of the file decides what is written of them.
pub struct Frames<'a> {
    /// Their layout.
    pub format: PixelFormat,
    /// Their number.
    pub count: u32,
    /// Fills a buffer of [`PixelFormat::frame_bytes`] with the frame of that number.
    pub draw: &'a mut dyn FnMut(u32, &mut [u8]) -> io::Result<()>,
}

/// The pixels of a file.
pub enum Pixels<'a> {
    /// To be written natively while they are drawn.
    Native(Frames<'a>),
    /// Encoded already, to be encapsulated.
    Encapsulated(Spooled),
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of the frames as [`PixelReader`](crate::dicom::pixels::PixelReader) reads them; empty without pixels.
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
    /// An encoder can't take the pixels.
    #[error("the pixels of `{path}` can't be encoded as {syntax} ({why}); choose another --transfer-syntax")]
    Refused {
        /// The file.
        path: String,
        /// The transfer syntax.
        syntax: Syntax,
        /// What the encoder says.
        why: String,
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

/// Writes a file in explicit VR little endian with native pixels, one frame in memory at a time.
pub fn write_file(file: &Path, parts: FileParts<'_>, frames: Option<Frames<'_>>) -> Result<Written, WriteFileError> {
    write_encoded(file, parts, Encoding::default(), frames.map(Pixels::Native))
}

/// Writes a file in some encoding; the data set has to say how its pixels are encoded ([`Encoding::describe`]).
pub fn write_encoded(
    file: &Path,
    parts: FileParts<'_>,
    encoding: Encoding,
    pixels: Option<Pixels<'_>>,
) -> Result<Written, WriteFileError> {
    let path = file.display().to_string();
    let io_error = |source| WriteFileError::Io { path: path.clone(), source };
    let target = File::create(file).map_err(io_error)?;
    let mut out = BufWriter::with_capacity(1 << 16, HashingWriter::new(target));
    out.write_all(parts.preamble).and_then(|()| out.write_all(b"DICM")).map_err(io_error)?;
    let text = |tag| parts.object.text(tag).unwrap_or_default();
    let own = (text(tags::SOP_CLASS_UID), text(tags::SOP_INSTANCE_UID));
    let media_storage = parts.media_storage.unwrap_or((&own.0, &own.1));
    let meta = parts.meta.encoded(media_storage, encoding.syntax.uid(), parts.implementation);
    let meta = meta.map_err(|error| WriteFileError::Encode { path: path.clone(), source: error.into() })?;
    out.write_all(&meta).map_err(io_error)?;
    let pixel_sha256 = if encoding.syntax == Syntax::Deflated {
        let mut deflated = DeflateEncoder::new(Counting { inner: &mut out, bytes: 0 }, Compression::fast());
        let digest = write_data_set(&mut deflated, parts, encoding, pixels, &path)?;
        let counting = deflated.finish().map_err(io_error)?;
        // A stream of odd length is padded (PS3.5 §A.5).
        if counting.bytes % 2 == 1 {
            out.write_all(&[0]).map_err(io_error)?;
        }
        digest
    } else {
        write_data_set(&mut out, parts, encoding, pixels, &path)?
    };
    let hashing = out.into_inner().map_err(|error| io_error(error.into_error()))?;
    Ok(Written { bytes: hashing.bytes, sha256: hexadecimal(&hashing.hash.finalize()), pixel_sha256 })
}

/// Writes everything behind the file meta information; gives the digest of the frames.
fn write_data_set(
    out: &mut impl Write,
    parts: FileParts<'_>,
    encoding: Encoding,
    pixels: Option<Pixels<'_>>,
    path: &str,
) -> Result<String, WriteFileError> {
    let io_error = |source| WriteFileError::Io { path: path.to_owned(), source };
    let encode = |source: Box<dyn StdError + Send + Sync>| WriteFileError::Encode { path: path.to_owned(), source };
    let syntax = encoding.syntax.data_set();
    write_pieces(out, &syntax, parts.object.pieces(None..Some(tags::PIXEL_DATA))).map_err(encode)?;
    let pixel_sha256 = match pixels {
        Some(Pixels::Native(frames)) => write_frames(out, &syntax, frames, encoding, path)?,
        Some(Pixels::Encapsulated(spooled)) => spooled.write(out).map_err(io_error)?,
        None => String::new(),
    };
    write_pieces(out, &syntax, parts.object.pieces(Some(tags::PIXEL_DATA)..None)).map_err(encode)?;
    out.write_all(parts.trailing).map_err(io_error)?;
    Ok(pixel_sha256)
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
    mut out: &mut dyn Write,
    syntax: &TransferSyntax,
    frames: Frames<'_>,
    encoding: Encoding,
    path: &str,
) -> Result<String, WriteFileError> {
    let coder = FrameCoder::new(encoding, frames.format);
    let frame_bytes = frames.format.frame_bytes().unwrap_or(usize::MAX);
    let samples = (coder.stored_bytes().unwrap_or(usize::MAX) as u64).saturating_mul(u64::from(frames.count));
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
            .encode_element_header(&mut out, header)
            .map_err(|error| WriteFileError::Encode { path: path.to_owned(), source: error.into() })?;
    }
    let mut frame = vec![0u8; frame_bytes];
    let mut hash = Sha256::new();
    let mut packer = Packer::default();
    for index in 0..frames.count {
        (frames.draw)(index, &mut frame).map_err(io_error)?;
        if frames.format.bits_allocated == 1 {
            hash.update(&frame);
            packer.write(&frame, out).map_err(io_error)?;
            continue;
        }
        let coded = coder.code(&frame).map_err(|why| WriteFileError::Refused {
            path: path.to_owned(),
            syntax: encoding.syntax,
            why,
        })?;
        hash.update(&coded.read);
        out.write_all(&coded.stored).map_err(io_error)?;
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

/// Counts what goes through.
struct Counting<W> {
    inner: W,
    bytes: u64,
}

impl<W: Write> Write for Counting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
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
