//! Makes a dataset: plans it, builds patient by patient, and writes input and truth.

pub mod base;
mod coding;
pub mod design;
mod estimate;
mod example;
mod folder;
mod from_source;
mod generate;
mod overlays;
mod patches;
pub mod patient;
pub mod source;
pub mod suite;

pub use coding::Coding;
pub use estimate::DiskTooSmall;
pub use estimate::Estimate;
pub use estimate::check_disk;
pub use example::example;
pub use from_source::SourcePlan;
pub use from_source::estimate_source;
pub use from_source::generate_from_source;
pub use generate::GenerateError;
pub use generate::Progress;
pub use generate::estimate;
pub use generate::generate;
pub use suite::Suite;

pub use crate::instance::StudyKind;

use crate::seed::Seed;
use std::collections::BTreeMap;

/// What a dataset of embedded phantoms follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The seed.
    pub seed: Seed,
    /// The suite.
    pub suite: Suite,
    /// Number of patients.
    pub patients: u64,
    /// Leave out every mark that says that the files are synthetic.
    pub blind: bool,
    /// Kinds of study that are made; none twice.
    pub kinds: Vec<StudyKind>,
    /// How images are encoded.
    pub coding: Coding,
}

impl Plan {
    /// The options by name, as they are recorded and compared when a half-made dataset is found.
    pub fn options(&self) -> BTreeMap<String, String> {
        [
            ("seed", self.seed.to_string()),
            ("suite", self.suite.to_string()),
            ("patients", self.patients.to_string()),
            ("blind", self.blind.to_string()),
            ("kinds", self.kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(",")),
            ("transfer-syntax", self.coding.to_string()),
            ("generator", env!("CARGO_PKG_VERSION").to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }
}

/// Name of a patient's folder: `DEID-0001` for index 0.
pub fn patient_name(index: u64) -> String {
    format!("DEID-{:04}", index + 1)
}
