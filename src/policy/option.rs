//! The ten options of the basic profile (PS3.15 §E.3).

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
    }
}

impl Opt {
    /// The word in data files: the same with underscores, `retain_uids`.
    pub fn snake(self) -> String {
        self.word().replace('-', "_")
    }

    /// The option of a word in either form.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.replace('_', "-");
        Self::ALL.iter().copied().find(|option| option.word() == word)
    }
}
