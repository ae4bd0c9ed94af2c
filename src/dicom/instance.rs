//! One new SOP instance: its data set, its frames, the lines to burn into them, and how all of it is written.

use crate::dicom::frame::FrameSource;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::ink::Ink;
use crate::ink::Mask;
use dicom_core::DataElementHeader;
use dicom_core::Length;
use dicom_core::VR;
use dicom_encoding::TransferSyntaxIndex;
use dicom_encoding::transfer_syntax::TransferSyntax;
use dicom_object::FileMetaTableBuilder;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;
use sha2::Digest;
use sha2::Sha256;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use thiserror::Error;

/// Our Implementation Class UID. The library's own would move bytes whenever it is upgraded.
pub const IMPLEMENTATION_CLASS_UID: &str = "2.25.301870386473158239642785018645307924371";
/// Our Implementation Version Name.
pub const IMPLEMENTATION_VERSION_NAME: &str = "DEIDBENCH_1";
/// What a blind dataset says instead: the toolkit that most archives are fed by.
const BLIND_CLASS_UID: &str = "1.2.276.0.7230010.3.0.3.6.7";
const BLIND_VERSION_NAME: &str = "OFFIS_DCMTK_367";

/// Pixels that are recorded around a burned line on every side.
pub const PATCH_MARGIN: u32 = 16;

/// One line of text to be burned into the frames.
#[derive(Clone, Debug)]
pub struct Burn {
    /// Name of the patch that is recorded, unique in the patient.
    pub name: String,
    /// The whole line as rendered: label and values.
    pub text: String,
    /// Column of the mask's left edge.
    pub x: u32,
    /// Row of the mask's upper edge.
    pub y: u32,
    /// The ink.
    pub mask: Mask,
    /// Its levels and opacity.
    pub ink: Ink,
    /// The frames that show it.
    pub frames: FrameSet,
    /// Box of label and values.
    pub line_box: PixelBox,
}

/// What stood under a burned line before: the samples of [`PatchRecord::area`], frame after frame.
#[derive(Clone, Debug)]
pub struct PatchRecord {
    /// Name of the burn.
    pub name: String,
    /// The recorded part of the frame.
    pub area: PixelBox,
    /// The frames, in the order in which they are recorded.
    pub frames: FrameSet,
    /// Native little-endian samples, laid out as in the instance.
    pub native: Vec<u8>,
}

/// A new SOP instance.
pub struct Instance {
    /// `PATIENT-Innn`.
    pub id: String,
    /// Folder names and the file name, below `input/`.
    pub path: Vec<String>,
    /// The 128 bytes before `DICM`.
    pub preamble: [u8; 128],
    /// Source Application Entity Title (0002,0016).
    pub source_ae_title: Option<String>,
    /// Private Information Creator UID (0002,0100) and Private Information (0002,0102).
    pub private_information: Option<(String, Vec<u8>)>,
    /// Leave our implementation's name out.
    pub blind: bool,
    /// The data set, without pixel data.
    pub object: Object,
    /// The frames.
    pub pixels: Option<Box<dyn FrameSource>>,
    /// Lines to burn, in the order of burning.
    pub burns: Vec<Burn>,
    /// Bytes after the last element.
    pub trailing: Vec<u8>,
    /// Bounding box of what a reader needs for diagnosis.
    pub clinical_box: Option<PixelBox>,
    /// Boxes on an even background outside the clinical region, where text can be burned, best first.
    pub free_boxes: Vec<PixelBox>,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of the native frames without padding; empty without pixels.
    pub pixel_sha256: String,
    /// What stood under every burned line.
    pub patches: Vec<PatchRecord>,
}

/// An instance could not be written.
#[derive(Debug, Error)]
pub enum WriteInstanceError {
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
        source: Box<dyn std::error::Error + Send + Sync>,
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

impl Instance {
    /// An instance with an empty data set and no pixels.
    pub fn new(id: String, path: Vec<String>) -> Self {
        Self {
            id,
            path,
            preamble: [0; 128],
            source_ae_title: None,
            private_information: None,
            blind: false,
            object: Object::new(),
            pixels: None,
            burns: Vec::new(),
            trailing: Vec::new(),
            clinical_box: None,
            free_boxes: Vec::new(),
        }
    }

    /// The path below `input/`, with `/` between folders.
    pub fn relative_path(&self) -> String {
        self.path.join("/")
    }

    /// Writes the file in explicit VR little endian, one frame in memory at a time.
    pub fn write(&mut self, file: &Path) -> Result<Written, WriteInstanceError> {
        let path = file.display().to_string();
        let io_error = |source| WriteInstanceError::Io { path: path.clone(), source };
        let target = File::create(file).map_err(io_error)?;
        let mut out = BufWriter::with_capacity(1 << 16, HashingWriter::new(target));
        self.write_header(&mut out, &path)?;
        let (before, after) = self.object.split_after(tags::PIXEL_DATA);
        let syntax = explicit_little_endian();
        let encode = |source: dicom_object::WriteError| WriteInstanceError::Encode { path: path.clone(), source: source.into() };
        before.write_dataset_with_ts(&mut out, &syntax).map_err(encode)?;
        let (pixel_sha256, patches) = self.write_pixels(&mut out, &syntax, &path)?;
        after.write_dataset_with_ts(&mut out, &syntax).map_err(encode)?;
        out.write_all(&self.trailing).map_err(io_error)?;
        let hashing = out.into_inner().map_err(|error| io_error(error.into_error()))?;
        Ok(Written { bytes: hashing.bytes, sha256: hashing.finish(), pixel_sha256, patches })
    }

    fn write_header(&self, out: &mut impl Write, path: &str) -> Result<(), WriteInstanceError> {
        let text = |tag| self.object.text(tag).unwrap_or_default();
        let (class, version) = if self.blind {
            (BLIND_CLASS_UID, BLIND_VERSION_NAME)
        } else {
            (IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME)
        };
        let mut meta = FileMetaTableBuilder::new()
            .media_storage_sop_class_uid(text(tags::SOP_CLASS_UID))
            .media_storage_sop_instance_uid(text(tags::SOP_INSTANCE_UID))
            .transfer_syntax(dicom_dictionary_std::uids::EXPLICIT_VR_LITTLE_ENDIAN)
            .implementation_class_uid(class)
            .implementation_version_name(version);
        if let Some(title) = &self.source_ae_title {
            meta = meta.source_application_entity_title(title);
        }
        if let Some((creator, bytes)) = &self.private_information {
            meta = meta.private_information_creator_uid(creator).private_information(bytes.clone());
        }
        let encode = |source: Box<dyn std::error::Error + Send + Sync>| WriteInstanceError::Encode { path: path.to_owned(), source };
        let meta = meta.build().map_err(|error| encode(error.into()))?;
        let io_error = |source| WriteInstanceError::Io { path: path.to_owned(), source };
        out.write_all(&self.preamble).and_then(|()| out.write_all(b"DICM")).map_err(io_error)?;
        meta.write(out).map_err(|error| encode(error.into()))
    }

    /// Draws, burns and writes the frames. Gives their digest and what stood under the burned lines.
    fn write_pixels(
        &mut self,
        out: &mut impl Write,
        syntax: &TransferSyntax,
        path: &str,
    ) -> Result<(String, Vec<PatchRecord>), WriteInstanceError> {
        let Some(source) = self.pixels.as_mut() else {
            return Ok((String::new(), Vec::new()));
        };
        let (format, frames) = (source.format(), source.frames());
        let io_error = |source| WriteInstanceError::Io { path: path.to_owned(), source };
        let frame_bytes = format.frame_bytes().unwrap_or(usize::MAX);
        let bytes = (frame_bytes as u64).saturating_mul(u64::from(frames));
        let padded = bytes.saturating_add(bytes % 2);
        // 0xFFFFFFFF means "undefined", so the longest native element ends two bytes before (PS3.5 §7.1.1).
        let too_large = || WriteInstanceError::TooLarge { path: path.to_owned(), bytes };
        let length = u32::try_from(padded).ok().filter(|length| *length < u32::MAX - 1).ok_or_else(too_large)?;
        let vr = if format.bits_allocated > 8 { VR::OW } else { VR::OB };
        let header = DataElementHeader::new(tags::PIXEL_DATA, vr, Length(length));
        let encoder = syntax.encoder_for::<&mut dyn Write>().ok_or_else(too_large)?;
        let mut sink: &mut dyn Write = out;
        dicom_encoding::encode::EncodeTo::encode_element_header(&encoder, &mut sink, header)
            .map_err(|error| WriteInstanceError::Encode { path: path.to_owned(), source: error.into() })?;
        let mut patches: Vec<PatchRecord> = self
            .burns
            .iter()
            .map(|burn| PatchRecord {
                name: burn.name.clone(),
                area: burn.line_box.dilated(PATCH_MARGIN, format.columns, format.rows),
                frames: burn.frames.clone(),
                native: Vec::new(),
            })
            .collect();
        let mut frame = vec![0u8; frame_bytes];
        let mut hash = Sha256::new();
        for index in 0..frames {
            source.draw(index, &mut frame).map_err(io_error)?;
            for (burn, patch) in self.burns.iter().zip(&mut patches) {
                if burn.frames.contains(index) {
                    copy_area(&format, &frame, patch.area, &mut patch.native);
                }
            }
            for burn in self.burns.iter().filter(|burn| burn.frames.contains(index)) {
                crate::ink::burn(&format, &mut frame, burn.x, burn.y, &burn.mask, burn.ink);
            }
            hash.update(&frame);
            sink.write_all(&frame).map_err(io_error)?;
        }
        if padded > bytes {
            sink.write_all(&[0]).map_err(io_error)?;
        }
        Ok((hexadecimal(&hash.finalize()), patches))
    }
}

/// Appends the samples inside `area` of a native frame.
fn copy_area(format: &crate::dicom::frame::PixelFormat, frame: &[u8], area: PixelBox, to: &mut Vec<u8>) {
    let pixel = usize::from(format.samples) * usize::from(format.bits_allocated).div_ceil(8);
    for y in area.y..area.y + area.height {
        let first = (y as usize * format.columns as usize + area.x as usize) * pixel;
        to.extend_from_slice(frame.get(first..first + area.width as usize * pixel).unwrap_or_default());
    }
}

fn explicit_little_endian() -> TransferSyntax {
    TransferSyntaxRegistry
        .get(dicom_dictionary_std::uids::EXPLICIT_VR_LITTLE_ENDIAN)
        .cloned()
        .unwrap_or_else(|| dicom_transfer_syntax_registry::entries::EXPLICIT_VR_LITTLE_ENDIAN.erased())
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

    fn finish(self) -> String {
        hexadecimal(&self.hash.finalize())
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
