//! A dataset as training data: frames as pictures or DICOM, with labels in the forms that training code reads.
//!
//! Boxes are those of the recorded truth, for every frame on which the text stands. Only text on frames is exported:
//! overlay planes and icons are no part of a picture.

mod coco;
mod frames;
mod icdar;
mod labels;
mod metadata;
mod overlays;
mod run;
mod writer;
mod yolo;

pub use labels::Category;
pub use labels::Label;
pub use labels::labels;
pub use run::ExportError;
pub use run::ExportPlan;
pub use run::ExportRecord;
pub use run::SplitWish;
pub use run::export;
pub use writer::ExportedImage;

use crate::text::words;

words! {
    /// A form of labels.
    pub enum LabelForm {
        /// `coco/SPLIT.json`: boxes, categories, transcriptions.
        Coco = "coco",
        /// `labels/SPLIT/NAME.txt` and `data.yaml`.
        Yolo = "yolo",
        /// `icdar/SPLIT/gt_NAME.txt`: four corners and the transcription.
        Icdar = "icdar",
        /// `images/SPLIT/metadata.jsonl`, as image folders have it.
        Metadata = "jsonl",
        /// `phi_overlays/SPLIT.csv`, one row for each burned line.
        Overlays = "csv",
    }
}

words! {
    /// What frames become.
    pub enum FrameForm {
        /// One picture for each frame.
        Png = "png",
        /// The DICOM files as they are, with their headers.
        Dicom = "dicom",
    }
}

words! {
    /// Which box is the label.
    pub enum BoxForm {
        /// That of the identifier alone.
        Value = "value",
        /// That of the whole line, with its label.
        Line = "line",
    }
}
