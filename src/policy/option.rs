//! The options of the basic profile (PS3.15 §E.3): ten with a column in Table E.1-1, and two about pixels without one.

use crate::text::words;

words! {
    /// An option of the basic profile, by its word on the command line and in tool files.
    pub enum Opt {
        /// Retain Safe Private Option (§E.3.10).
        RetainSafePrivate = "retain-safe-private",
        /// Retain UIDs Option (§E.3.9).
        RetainUids = "retain-uids",
        /// Retain Device Identity Option (§E.3.8).
        RetainDeviceIdentity = "retain-device-identity",
        /// Retain Institution Identity Option (§E.3.11).
        RetainInstitutionIdentity = "retain-institution-identity",
        /// Retain Patient Characteristics Option (§E.3.7).
        RetainPatientCharacteristics = "retain-patient-characteristics",
        /// Retain Longitudinal Temporal Information with Full Dates Option (§E.3.6).
        RetainLongFullDates = "retain-long-full-dates",
        /// Retain Longitudinal Temporal Information with Modified Dates Option (§E.3.6).
        RetainLongModifiedDates = "retain-long-modified-dates",
        /// Clean Descriptors Option (§E.3.5).
        CleanDescriptors = "clean-descriptors",
        /// Clean Structured Content Option (§E.3.4).
        CleanStructuredContent = "clean-structured-content",
        /// Clean Graphics Option (§E.3.3).
        CleanGraphics = "clean-graphics",
        /// Clean Pixel Data Option (§E.3.1). No attribute of the table follows from it.
        CleanPixelData = "clean-pixel-data",
        /// Clean Recognizable Visual Features Option (§E.3.2). No attribute of the table follows from it.
        CleanRecognizableVisualFeatures = "clean-recognizable-visual-features",
    }
}

impl Opt {
    /// The word in data files: the same with underscores, `retain_uids`.
    pub fn snake(self) -> String {
        self.word().replace('-', "_")
    }

    /// Its code in the De-identification Method Code Sequence (PS3.16 CID 7050).
    pub fn code(self) -> &'static str {
        match self {
            Self::CleanPixelData => "113101",
            Self::CleanRecognizableVisualFeatures => "113102",
            Self::CleanGraphics => "113103",
            Self::CleanStructuredContent => "113104",
            Self::CleanDescriptors => "113105",
            Self::RetainLongFullDates => "113106",
            Self::RetainLongModifiedDates => "113107",
            Self::RetainPatientCharacteristics => "113108",
            Self::RetainDeviceIdentity => "113109",
            Self::RetainUids => "113110",
            Self::RetainSafePrivate => "113111",
            Self::RetainInstitutionIdentity => "113112",
        }
    }

    /// The option of a word in either form.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.replace('_', "-");
        Self::ALL.iter().copied().find(|option| option.word() == word)
    }
}
