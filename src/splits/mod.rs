//! Patients into training, validation and test: whole, even, and never one person in two.
//!
//! Who belongs together is told by keys: a patient, an identity, a source picture. Members that share a key are one group,
//! and a group goes into one split.

mod assign;
mod audit;
mod file;
mod groups;
mod other_forms;
mod profile;
mod ratio;

pub use assign::assign;
pub use audit::NEARLY_THE_SAME;
pub use audit::Overlap;
pub use audit::PICTURE;
pub use audit::audit;
pub use file::SplitFileError;
pub use file::SplitRow;
pub use file::SubjectColumn;
pub use file::read;
pub use file::write;
pub use groups::groups;
pub use profile::profile;
pub use ratio::Ratio;
pub use ratio::Ratios;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One patient, as far as splitting is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// Its name in tables.
    pub patient: String,
    /// What must not stand in two splits, as (what it is, which): `("identity", "MRN 123")`, `("source picture", digest)`.
    pub keys: BTreeSet<(String, String)>,
    /// What every split should have its share of: `modality US`, `trap preamble`.
    pub labels: BTreeSet<String>,
}

/// The split of each patient.
pub type Assignment = BTreeMap<String, String>;
