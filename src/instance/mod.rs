//! One new SOP instance: its data set, its frames, and the lines to burn into them.

mod burn;
mod companion;
mod organs;
mod study;
#[cfg(test)]
mod tests;

pub use burn::Annotation;
pub use burn::Burn;
pub use burn::Drawn;
pub use burn::PATCH_MARGIN;
pub use burn::PatchRecord;
pub use companion::Companion;
pub use organs::OrganFrame;
pub use organs::OrganMasks;
pub use study::STUDY_DATES;
pub use study::Study;
pub use study::StudyKind;

use crate::dicom::encode::Encoding;
use crate::dicom::encode::FrameCoder;
use crate::dicom::encode::Spooled;
use crate::dicom::file_meta::FileMeta;
use crate::dicom::frame::FrameSource;
use crate::dicom::locus::PixelBox;
use crate::dicom::object::Object;
use crate::dicom::write::FileParts;
use crate::dicom::write::Frames;
use crate::dicom::write::Pixels;
use crate::dicom::write::WriteFileError;
use crate::dicom::write::Written;
use crate::dicom::write::write_encoded;
use burn::burn_frame;
use burn::record_frame;
use std::io;
use std::path::Path;

/// Our Implementation Class UID. The library's own would move bytes whenever it is upgraded.
pub const IMPLEMENTATION_CLASS_UID: &str = "2.25.301870386473158239642785018645307924371";
/// Our Implementation Version Name.
pub const IMPLEMENTATION_VERSION_NAME: &str = "DEIDBENCH_1";
/// What a blind dataset says instead: the toolkit that most archives are fed by.
const BLIND_CLASS_UID: &str = "1.2.276.0.7230010.3.0.3.6.7";
const BLIND_VERSION_NAME: &str = "OFFIS_DCMTK_367";

/// A new SOP instance.
pub struct Instance {
    /// `PATIENT-Innn`.
    pub id: String,
    /// Folder names and the file name, below `input/`.
    pub path: Vec<String>,
    /// The 128 bytes before `DICM`.
    pub preamble: [u8; 128],
    /// What the file meta information says beyond the required.
    pub meta: FileMeta,
    /// Leave our implementation's name out.
    pub blind: bool,
    /// What it is beside the images; `None` for an image of the study.
    pub companion: Option<Companion>,
    /// Media Storage SOP Class and Instance UID, where the data set itself holds none (PS3.10 §8.6).
    pub media_storage: Option<(String, String)>,
    /// The data set, without pixel data.
    pub object: Object,
    /// How the file is encoded.
    pub encoding: Encoding,
    /// The frames, as they are drawn; the file may hold them in another layout.
    pub pixels: Option<Box<dyn FrameSource>>,
    /// Lines to burn, in the order of burning.
    pub burns: Vec<Burn>,
    /// Text that traps drew outside of Pixel Data, in the order of drawing.
    pub drawn: Vec<Drawn>,
    /// Marks in the pixels that must survive.
    pub annotations: Vec<Annotation>,
    /// Bytes after the last element.
    pub trailing: Vec<u8>,
    /// Bounding box of what a reader needs for diagnosis.
    pub clinical_box: Option<PixelBox>,
    /// Which pixels show which organ, where somebody says so.
    pub organs: Option<OrganMasks>,
    /// Boxes on an even background outside the clinical region, where text can be burned, best first.
    pub free_boxes: Vec<PixelBox>,
}

impl Instance {
    /// An instance with an empty data set and no pixels.
    pub fn new(id: String, path: Vec<String>) -> Self {
        Self {
            id,
            path,
            preamble: [0; 128],
            meta: FileMeta::default(),
            blind: false,
            companion: None,
            media_storage: None,
            object: Object::new(),
            encoding: Encoding::default(),
            pixels: None,
            burns: Vec::new(),
            drawn: Vec::new(),
            annotations: Vec::new(),
            trailing: Vec::new(),
            clinical_box: None,
            organs: None,
            free_boxes: Vec::new(),
        }
    }

    /// The path below `input/`, with `/` between folders.
    pub fn relative_path(&self) -> String {
        self.path.join("/")
    }

    /// How the drawn frames stand in the file, where there are any.
    pub fn coder(&self) -> Option<FrameCoder> {
        Some(FrameCoder::new(self.encoding, self.pixels.as_ref()?.format()))
    }

    /// Whether the file can be written in such an encoding.
    pub fn can_be(&self, encoding: Encoding) -> bool {
        // What follows the data set is meant to stand in the file as it is.
        let around = encoding.syntax.has_plain_data_set() || self.trailing.is_empty();
        around && encoding.fits(&self.object, self.pixels.as_ref().map(|pixels| pixels.format()).as_ref())
    }

    /// Draws, burns, encodes and writes the file. Gives its digests and what stood under every burned line, both as they
    /// are read from the file. An encoder that refuses the pixels is replaced by another one in [`Instance::encoding`].
    pub fn write(&mut self, file: &Path) -> Result<(Written, Vec<PatchRecord>), WriteFileError> {
        let mut patches = Vec::new();
        let spooled = if self.encoding.syntax.is_encapsulated() {
            let encoded = match self.spool(file, &mut patches) {
                Err(WriteFileError::Refused { .. }) => {
                    self.encoding = self.encoding.without_loss_of_size();
                    self.spool(file, &mut patches)
                }
                encoded => encoded,
            };
            Some(encoded?)
        } else {
            None
        };
        if let Some(pixels) = self.pixels.as_ref() {
            let ratio = spooled.as_ref().map_or(1.0, Spooled::ratio);
            self.encoding.describe(&mut self.object, &pixels.format(), ratio);
        }
        let implementation = if self.blind {
            (BLIND_CLASS_UID, BLIND_VERSION_NAME)
        } else {
            (IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME)
        };
        let parts = FileParts {
            preamble: &self.preamble,
            implementation,
            meta: &self.meta,
            media_storage: self.media_storage.as_ref().map(|(class, instance)| (class.as_str(), instance.as_str())),
            object: &self.object,
            trailing: &self.trailing,
        };
        let written = match (spooled, self.pixels.as_deref_mut()) {
            (Some(spooled), _) => write_encoded(file, parts, self.encoding, Some(Pixels::Encapsulated(spooled)))?,
            (None, None) => write_encoded(file, parts, self.encoding, None)?,
            (None, Some(source)) => draw(source, self.encoding, &self.burns, &mut patches, |frames| {
                write_encoded(file, parts, self.encoding, Some(Pixels::Native(frames)))
            })?,
        };
        Ok((written, patches))
    }

    fn spool(&mut self, file: &Path, patches: &mut Vec<PatchRecord>) -> Result<Spooled, WriteFileError> {
        let Some(source) = self.pixels.as_deref_mut() else {
            let why = "there are none".to_owned();
            let path = file.display().to_string();
            return Err(WriteFileError::Refused { path, syntax: self.encoding.syntax, why });
        };
        let encoding = self.encoding;
        draw(source, encoding, &self.burns, patches, |frames| Spooled::new(file, encoding, frames))
    }
}

/// Hands the frames to a writer, burned. What stood under every burned line goes to `patches`, as it would be read from
/// a file with clean frames in the same encoding.
fn draw<T>(
    source: &mut dyn FrameSource,
    encoding: Encoding,
    burns: &[Burn],
    patches: &mut Vec<PatchRecord>,
    write: impl FnOnce(Frames<'_>) -> Result<T, WriteFileError>,
) -> Result<T, WriteFileError> {
    let (format, count) = (source.format(), source.frames());
    let coder = FrameCoder::new(encoding, format);
    *patches = burns.iter().map(|burn| PatchRecord::of_frames(burn, &coder)).collect();
    let mut draw = |index: u32, frame: &mut [u8]| {
        source.draw(index, frame)?;
        if burns.iter().any(|burn| burn.frames.contains(index)) {
            // All patches are taken before any line is burned: they hold the clean picture.
            let clean = coder.read(frame).map_err(io::Error::other)?;
            record_frame(burns, &coder.read_format(), index, &clean, patches);
            burn_frame(burns, &format, index, frame);
        }
        Ok(())
    };
    write(Frames { format, count, draw: &mut draw })
}
