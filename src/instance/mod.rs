//! One new SOP instance: its data set, its frames, and the lines to burn into them.

mod burn;
mod companion;
mod study;

pub use burn::Annotation;
pub use burn::Burn;
pub use burn::Drawn;
pub use burn::PATCH_MARGIN;
pub use burn::PatchRecord;
pub use companion::Companion;
pub use study::STUDY_DATES;
pub use study::Study;
pub use study::StudyKind;

use crate::dicom::file_meta::FileMeta;
use crate::dicom::frame::FrameSource;
use crate::dicom::locus::PixelBox;
use crate::dicom::object::Object;
use crate::dicom::write::FileParts;
use crate::dicom::write::Frames;
use crate::dicom::write::WriteFileError;
use crate::dicom::write::Written;
use crate::dicom::write::write_file;
use burn::burn_frame;
use burn::record_frame;
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
    /// The frames.
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
            pixels: None,
            burns: Vec::new(),
            drawn: Vec::new(),
            annotations: Vec::new(),
            trailing: Vec::new(),
            clinical_box: None,
            free_boxes: Vec::new(),
        }
    }

    /// The path below `input/`, with `/` between folders.
    pub fn relative_path(&self) -> String {
        self.path.join("/")
    }

    /// Draws, burns and writes the file. Gives its digests and what stood under every burned line.
    pub fn write(&mut self, file: &Path) -> Result<(Written, Vec<PatchRecord>), WriteFileError> {
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
        let Some(source) = self.pixels.as_mut() else {
            return Ok((write_file(file, parts, None)?, Vec::new()));
        };
        let (format, count) = (source.format(), source.frames());
        let mut patches: Vec<PatchRecord> = self.burns.iter().map(|burn| PatchRecord::new(burn, &format)).collect();
        let burns = &self.burns;
        let mut draw = |index: u32, frame: &mut [u8]| {
            source.draw(index, frame)?;
            // All patches are taken before any line is burned: they hold the clean picture.
            record_frame(burns, &format, index, frame, &mut patches);
            burn_frame(burns, &format, index, frame);
            Ok(())
        };
        let written = write_file(file, parts, Some(Frames { format, count, draw: &mut draw }))?;
        Ok((written, patches))
    }
}
