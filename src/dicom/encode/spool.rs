//! Encapsulated frames, encoded before the file is begun: its header tells what came out, and where each frame begins.

use crate::dicom::encode::Encoding;
use crate::dicom::encode::FrameCoder;
use crate::dicom::encode::OffsetTable;
use crate::dicom::tags;
use crate::dicom::write::Frames;
use crate::dicom::write::WriteFileError;
use crate::dicom::write::hexadecimal;
use dicom_core::Tag;
use sha2::Digest;
use sha2::Sha256;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

/// Item (PS3.5 §7.5).
const ITEM: Tag = Tag(0xfffe, 0xe000);
/// Sequence Delimitation Item.
const SEQUENCE_END: Tag = Tag(0xfffe, 0xe0dd);
/// Bytes of tag and length of an item.
const ITEM_HEADER: u32 = 8;

/// Encoded frames that wait in a file without a name, one fragment for each frame.
pub struct Spooled {
    file: File,
    /// Bytes of each fragment, padding included.
    lengths: Vec<u32>,
    native_bytes: u64,
    offset_table: OffsetTable,
    pixel_sha256: String,
}

impl Spooled {
    /// Draws and encodes all frames, one at a time, into a file beside `target`.
    pub fn new(target: &Path, encoding: Encoding, frames: Frames<'_>) -> Result<Self, WriteFileError> {
        let path = target.display().to_string();
        let io_error = |source| WriteFileError::Io { path: path.clone(), source };
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let coder = FrameCoder::new(encoding, frames.format);
        let mut out = BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(folder).map_err(io_error)?);
        let mut frame = vec![0u8; frames.format.frame_bytes().unwrap_or(usize::MAX)];
        let mut hash = Sha256::new();
        let (mut lengths, mut native_bytes) = (Vec::new(), 0);
        for index in 0..frames.count {
            (frames.draw)(index, &mut frame).map_err(io_error)?;
            let coded = coder.code(&frame).map_err(|why| WriteFileError::Refused {
                path: path.clone(),
                syntax: encoding.syntax,
                why: format!("frame {index}: {why}"),
            })?;
            hash.update(&coded.read);
            native_bytes += coded.read.len() as u64;
            out.write_all(&coded.stored).map_err(io_error)?;
            // Fragments have even length (PS3.5 §A.4).
            let padding = coded.stored.len() % 2;
            out.write_all(&[0][..padding]).map_err(io_error)?;
            let bytes = (coded.stored.len() + padding) as u64;
            lengths.push(u32::try_from(bytes).map_err(|_| WriteFileError::TooLarge { path: path.clone(), bytes })?);
        }
        let file = out.into_inner().map_err(|error| io_error(error.into_error()))?;
        let pixel_sha256 = hexadecimal(&hash.finalize());
        Ok(Self { file, lengths, native_bytes, offset_table: encoding.offset_table, pixel_sha256 })
    }

    /// How many times smaller the frames became.
    pub fn ratio(&self) -> f64 {
        let stored: u64 = self.lengths.iter().copied().map(u64::from).sum();
        self.native_bytes as f64 / stored.max(1) as f64
    }

    /// Writes the pixel data element, in Explicit VR Little Endian; gives the digest of the frames as they are read.
    pub(crate) fn write(mut self, out: &mut dyn Write) -> io::Result<String> {
        let tag = |tag: Tag| [tag.group().to_le_bytes(), tag.element().to_le_bytes()].concat();
        out.write_all(&tag(tags::PIXEL_DATA))?;
        out.write_all(&[b'O', b'B', 0, 0, 0xff, 0xff, 0xff, 0xff])?;
        let offsets = self.offsets();
        out.write_all(&tag(ITEM))?;
        out.write_all(&(4 * offsets.len() as u32).to_le_bytes())?;
        for offset in offsets {
            out.write_all(&offset.to_le_bytes())?;
        }
        self.file.rewind()?;
        for length in &self.lengths {
            out.write_all(&tag(ITEM))?;
            out.write_all(&length.to_le_bytes())?;
            let copied = io::copy(&mut (&mut self.file).take(u64::from(*length)), out)?;
            if copied != u64::from(*length) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        out.write_all(&tag(SEQUENCE_END))?;
        out.write_all(&[0; 4])?;
        Ok(self.pixel_sha256)
    }

    /// Where each frame begins behind the table. Empty where that passes 32 bits, too.
    fn offsets(&self) -> Vec<u32> {
        if self.offset_table == OffsetTable::Empty {
            return Vec::new();
        }
        let mut next = Some(0u32);
        let offsets = self.lengths.iter().map(|length| {
            let this = next;
            next = this.and_then(|this| this.checked_add(ITEM_HEADER)?.checked_add(*length));
            this
        });
        offsets.collect::<Option<Vec<u32>>>().unwrap_or_default()
    }
}
