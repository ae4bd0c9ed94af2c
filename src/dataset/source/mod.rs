//! Somebody's pictures as cases: found, decoded, checked, and made into clean instances.
//!
//! The first folder level is a patient and each leaf folder a case; what fails a check is quarantined whole, and the
//! other cases go on. Text that a picture already shows is unknown: [`UNKNOWN_TEXT`] says so in the dataset's record.

mod attributes;
pub mod case;
pub mod case_id;
pub mod checks;
pub mod discover;
pub mod extent;
pub mod masks;
mod natural;
pub mod options;
pub mod pictures;
pub mod region;

pub use case::CasePlace;
pub use case::SourceStudy;
pub use case::case;
pub use case_id::CaseId;
pub use checks::Brightness;
pub use checks::Quarantine;
pub use discover::CaseFiles;
pub use discover::LeftOut;
pub use discover::Source;
pub use discover::SourceCase;
pub use discover::SourceError;
pub use discover::SourcePatient;
pub use discover::discover;
pub use masks::Masks;
pub use masks::Palette;
pub use masks::PaletteError;
pub use options::CineForm;
pub use options::SourceOptions;
pub use region::Region;

/// What the record of a dataset says of every base picture.
pub const UNKNOWN_TEXT: &str = "text that was in the pixels or overlays before is unknown, and not scored";

#[cfg(test)]
#[cfg(unix)]
mod tests;
