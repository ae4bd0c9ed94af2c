//! What was planted and what must survive, as recorded on disk. Scoring reads this and never asks the generator.

pub mod dataset;
pub mod patches;
pub mod patient;
pub mod plant;
pub mod regions;
pub mod rows;

pub use crate::kind::Kind;
pub use dataset::Dataset;
pub use dataset::DatasetRecord;
pub use dataset::OpenDatasetError;
pub use dataset::SourceRecord;
pub use dataset::TrapRecord;
pub use patches::PatchRow;
pub use patient::PatientTruth;
pub use patient::TruthError;
pub use plant::Plant;
pub use plant::Surface;
pub use regions::RegionRow;
pub use rows::IdentityRow;
pub use rows::InstanceRow;
pub use rows::Keep;
pub use rows::KeepKind;
pub use rows::ManifestRow;
pub use rows::Needle;
pub use rows::NeedleRole;
pub use rows::OverlayRow;
pub use rows::SourceStatus;

/// Format of everything in a dataset folder; raised when a reader of the one before would misread it.
pub const FORMAT: u32 = 1;
