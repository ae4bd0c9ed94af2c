//! Is every file what it claims to be? Three tiers, of which the first that is there is used beside re-reading.
//!
//! 1. `dciodvfy` of dicom3tools, if it is on the PATH.
//! 2. `dicom-validator`, if it is installed and a local copy of the standard is named.
//! 3. Re-reading alone: every file opens, every frame decodes and comes back the same from a copy without loss, and in a
//!    dataset the recorded digests hold and every box lies inside its frame.

mod reread;
mod run;
mod tier;
mod truth_checks;

pub use run::FileResult;
pub use run::Problem;
pub use run::Sums;
pub use run::Validation;
pub use run::validate;
pub use tier::Checker;
pub use tier::Tier;
pub use tier::TierError;
