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
        /// A colour Doppler cine of an artery of the neck with a still picture.
        VascularUltrasound = "vascular-ultrasound",
        /// An echocardiogram: a cine shown through a palette, and a still picture with flow in colour.
        CardiacUltrasound = "cardiac-ultrasound",
        /// Slices of a head in three weightings.
        MagneticResonance = "magnetic-resonance",
        /// Two views of a breast.
        Mammography = "mammography",
        /// Contrast medium that fills vessels, as a cine.
        XRayAngiography = "x-ray-angiography",
        /// A whole-body bone scan, and a static picture.
        NuclearMedicine = "nuclear-medicine",
        /// A series of PET slices, each with a rescale slope of its own.
        PositronEmission = "positron-emission",
        /// Screens and paper: a dose report, a worklist and a form.
        ScreenCapture = "screen-capture",
        /// Photographs of skin.
        Photography = "photography",
    }
}

/// Attributes of every new instance that hold the date of the study.
pub const STUDY_DATES: &[Tag] =
    &[tags::STUDY_DATE, tags::SERIES_DATE, tags::ACQUISITION_DATE, tags::CONTENT_DATE, tags::INSTANCE_CREATION_DATE];

impl StudyKind {
    /// Whether its images are parallel slices in one frame of reference.
    pub fn has_slices(self) -> bool {
        matches!(self, Self::ComputedTomography | Self::MagneticResonance | Self::PositronEmission)
    }

    /// Whether some of its images have colour.
    pub fn has_colour(self) -> bool {
        matches!(self, Self::VascularUltrasound | Self::CardiacUltrasound | Self::ScreenCapture | Self::Photography)
    }

    /// Whether its images are ultrasound.
    pub fn is_ultrasound(self) -> bool {
        matches!(self, Self::UltrasoundCine | Self::VascularUltrasound | Self::CardiacUltrasound)
    }

    /// Whether its first image is a cine.
    pub fn has_cine(self) -> bool {
        self.is_ultrasound() || self == Self::XRayAngiography
    }

    /// Whether one of its images is MONOCHROME1 with more than 8 bits.
    pub fn has_deep_inverse(self) -> bool {
        matches!(self, Self::ComputedRadiography | Self::DigitalRadiography | Self::Mammography)
    }

    /// What such an examination is called in a description.
    pub fn examination(self) -> &'static str {
        match self {
            Self::UltrasoundCine => "Abdomen survey",
            Self::ComputedRadiography | Self::DigitalRadiography => "Chest two views",
            Self::ComputedTomography => "Abdomen native",
            Self::VascularUltrasound => "Carotid duplex",
            Self::CardiacUltrasound => "Echo transthoracic",
            Self::MagneticResonance => "Head native",
            Self::Mammography => "Mammogram two views",
            Self::XRayAngiography => "Coronary angiogram",
            Self::NuclearMedicine => "Bone scan",
            Self::PositronEmission => "Trunk FDG",
            Self::ScreenCapture => "Dose report",
            Self::Photography => "Wound follow-up",
        }
    }
}

/// One study of one patient.
pub struct Study {
    /// `DEID-0001` and so on.
    pub patient: String,
    /// What was examined, and how.
    pub kind: StudyKind,
    /// Its images, in the order of series and instance numbers.
    pub instances: Vec<Instance>,
    /// Objects beside the images, in the order of their kinds.
    pub companions: Vec<Instance>,
}

impl Study {
    /// The instance of that number: images first, companions behind them.
    pub fn at(&self, number: usize) -> Option<&Instance> {
        self.instances.iter().chain(&self.companions).nth(number)
    }

    /// The same, to be changed.
    pub fn at_mut(&mut self, number: usize) -> Option<&mut Instance> {
        self.instances.iter_mut().chain(&mut self.companions).nth(number)
    }

    /// Every instance, images first.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut Instance> {
        self.instances.iter_mut().chain(&mut self.companions)
    }
}
