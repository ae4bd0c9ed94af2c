//! All instances of one patient's study.

use crate::instance::Instance;
use crate::text::words;

words! {
    /// What sort of study the embedded generator makes, and what a source became.
    pub enum StudyKind {
        /// A cine and a still of an ultrasound examination.
        UltrasoundCine = "us-cine",
        /// Computed radiography.
        ComputedRadiography = "cr",
        /// Digital radiography.
        DigitalRadiography = "dx",
        /// An axial CT series.
        ComputedTomography = "ct",
    }
}

impl StudyKind {
    /// What such an examination is called in a description.
    pub fn examination(self) -> &'static str {
        match self {
            Self::UltrasoundCine => "Abdomen survey",
            Self::ComputedRadiography | Self::DigitalRadiography => "Chest two views",
            Self::ComputedTomography => "Abdomen native",
        }
    }
}

/// One study of one patient.
pub struct Study {
    /// The patient, as its folder under `truth/` is called.
    pub patient: String,
    /// What sort of study it is.
    pub kind: StudyKind,
    /// Its files.
    pub instances: Vec<Instance>,
}
