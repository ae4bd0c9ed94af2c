//! The instances of one patient.

use crate::dicom::Tag;
use crate::dicom::tags;
use crate::instance::Instance;
use crate::text::words;

words! {
    /// What was examined, and how.
    pub enum StudyKind {
        /// An ultrasound cine with a still picture.
        UltrasoundCine = "ultrasound-cine",
        /// Computed radiography: two views from imaging plates.
        ComputedRadiography = "computed-radiography",
        /// Digital radiography: two views for presentation.
        DigitalRadiography = "digital-radiography",
        /// A series of CT slices.
        ComputedTomography = "computed-tomography",
    }
}

/// Attributes of every new instance that hold the date of the study.
pub const STUDY_DATES: &[Tag] =
    &[tags::STUDY_DATE, tags::SERIES_DATE, tags::ACQUISITION_DATE, tags::CONTENT_DATE, tags::INSTANCE_CREATION_DATE];

/// One study of one patient.
pub struct Study {
    /// `DEID-0001` and so on.
    pub patient: String,
    /// What was examined, and how.
    pub kind: StudyKind,
    /// Its files, in the order of series and instance numbers.
    pub instances: Vec<Instance>,
}
