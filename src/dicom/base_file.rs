//! Somebody's DICOM file as the base of a new one: its pixels and geometry, without its identity.
//!
//! Such a file may be damaged, or made to harm; whatever it holds, reading it ends in a value or in an error.

mod clean;
mod codestream;
mod colour;
mod dataset;
mod frames;
mod layout;
mod palette;
mod rle;

pub use clean::Cleaning;
pub use clean::Fate;
pub use frames::DicomFrames;

use crate::dicom::frame::FrameSource;
use crate::dicom::levels::Levels;
use crate::dicom::object::Object;
use crate::dicom::tags;
use dicom_core::PrimitiveValue;
use dicom_core::value::Value;
use dicom_object::InMemDicomObject;
use layout::Stored;
use std::fs;
use std::io;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use thiserror::Error;

/// Longest file that is taken as a base, in bytes: all of it is held in memory.
const LONGEST_FILE: u64 = 2 << 30;

/// A base that was read.
pub struct BaseFile {
    /// Its data set without pixel data, still with its identity.
    object: InMemDicomObject,
    /// Its frames, in native samples.
    pub frames: DicomFrames,
    /// How bright its samples are shown; `None` where more than 8 bits are stored and no window says it.
    pub levels: Option<Levels>,
    /// Whether its pixels went through lossy compression in this file.
    pub is_lossy: bool,
}

/// Why a DICOM file can't be a base.
#[derive(Debug, Error)]
pub enum BaseFileError {
    /// The file system refused.
    #[error("the file could not be read: {0}")]
    Read(#[source] io::Error),
    /// It is too long.
    #[error("the file has {bytes} bytes, and at most {LONGEST_FILE} are read")]
    TooLong {
        /// Its length.
        bytes: u64,
    },
    /// It can't be parsed.
    #[error("the file is damaged: {reason}")]
    Damaged {
        /// What the parser said.
        reason: String,
    },
    /// It ends too early.
    #[error("the file is truncated: {missing} bytes are missing")]
    Truncated {
        /// Bytes that are promised and not there.
        missing: u64,
    },
    /// Sequences nested without end.
    #[error("the file nests sequences deeper than {deepest}")]
    TooDeep {
        /// How deep sequences are read.
        deepest: usize,
    },
    /// A transfer syntax that nothing here decodes.
    #[error("pixels in transfer syntax {uid} can't be decoded here; convert the file first")]
    Syntax {
        /// Its UID.
        uid: String,
    },
    /// It is no picture.
    #[error("the file has no pixel data")]
    NoPixels,
    /// An attribute that decoding needs.
    #[error("the file has no usable {name}")]
    Attribute {
        /// Its name.
        name: &'static str,
    },
    /// Samples that can't be used.
    #[error("the pixel layout can't be used: {reason}")]
    Layout {
        /// What of it.
        reason: String,
    },
    /// Larger than allowed.
    #[error("{columns}x{rows} pixels are more than the limit of {most}; raise it with --max-pixels")]
    TooLarge {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
        /// Most pixels that the options allow.
        most: u64,
    },
    /// Frames that are promised and not there.
    #[error("the file promises {promised} frames, and its pixel data holds {found} fragments")]
    Frames {
        /// Number of Frames (0028,0008).
        promised: usize,
        /// Fragments.
        found: usize,
    },
}

impl BaseFile {
    /// Reads a file, with or without preamble and file meta information. Every header is checked; frames are decoded
    /// only when they are drawn.
    pub fn read(path: &Path, most_pixels: u64) -> Result<Self, BaseFileError> {
        let bytes = fs::metadata(path).map_err(BaseFileError::Read)?.len();
        if bytes > LONGEST_FILE {
            return Err(BaseFileError::TooLong { bytes });
        }
        let content = fs::read(path).map_err(BaseFileError::Read)?;
        // The parser is a stranger's code on a stranger's bytes: should it panic, the file is damaged.
        panic::catch_unwind(AssertUnwindSafe(|| Self::from_bytes(&content, most_pixels)))
            .unwrap_or_else(|_| Err(BaseFileError::Damaged { reason: "the parser gave up".to_owned() }))
    }

    fn from_bytes(content: &[u8], most_pixels: u64) -> Result<Self, BaseFileError> {
        let dataset::Parsed { mut object, syntax } = dataset::parse(content)?;
        let pixels = object.take(tags::PIXEL_DATA).ok_or(BaseFileError::NoPixels)?;
        let stored = Stored::read(&object, most_pixels)?;
        let frames = match pixels.into_value() {
            Value::PixelSequence(sequence) => {
                let (offsets, fragments) = sequence.into_parts();
                DicomFrames::encoded(stored, fragments, &offsets, syntax)?
            }
            Value::Primitive(value) => DicomFrames::native(stored, little_endian(value))?,
            Value::Sequence(_) => return Err(BaseFileError::NoPixels),
        };
        let levels = palette::levels(&object, &frames.format())?;
        Ok(Self { object, frames, levels, is_lossy: is_lossy(syntax.uid()) })
    }

    /// The data set without identity and private attributes, with the attributes of its decoded pixels; and the frames.
    pub fn into_clean(self, rules: &Cleaning<'_>) -> (Object, DicomFrames) {
        let format = self.frames.format();
        let mut object = Object::from_inner(clean::clean(self.object, rules));
        for tag in [tags::EXTENDED_OFFSET_TABLE, tags::EXTENDED_OFFSET_TABLE_LENGTHS] {
            object.remove(tag);
        }
        object.set_str(tags::PHOTOMETRIC_INTERPRETATION, format.photometric.name());
        object.set_u16(tags::SAMPLES_PER_PIXEL, &[format.samples]);
        object.set_u16(tags::BITS_STORED, &[format.bits_stored]);
        object.set_u16(tags::HIGH_BIT, &[format.bits_stored.saturating_sub(1)]);
        object.set_u16(tags::PIXEL_REPRESENTATION, &[u16::from(format.signed)]);
        object.remove(tags::PLANAR_CONFIGURATION);
        if format.samples > 1 {
            object.set_u16(tags::PLANAR_CONFIGURATION, &[0]);
        }
        if self.is_lossy {
            object.set_str(tags::LOSSY_IMAGE_COMPRESSION, "01");
        }
        (object, self.frames)
    }
}

/// The bytes of native pixels in little endian, whatever the file had.
fn little_endian(value: PrimitiveValue) -> Vec<u8> {
    match value {
        PrimitiveValue::U8(bytes) => bytes.into_vec(),
        PrimitiveValue::U16(words) => words.iter().flat_map(|word| word.to_le_bytes()).collect(),
        PrimitiveValue::I16(words) => words.iter().flat_map(|word| word.to_le_bytes()).collect(),
        PrimitiveValue::Empty => Vec::new(),
        other => other.to_bytes().into_owned(),
    }
}

/// JPEG baseline and extended, near-lossless JPEG-LS, and the JPEG 2000 syntaxes that allow loss.
fn is_lossy(uid: &str) -> bool {
    ["50", "51", "81", "91", "93", "203"].into_iter().any(|end| uid.strip_prefix("1.2.840.10008.1.2.4.") == Some(end))
}

#[cfg(test)]
mod tests;
