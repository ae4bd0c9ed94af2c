//! What is looked for in outputs. Detectors know the recorded truth and the files, and nothing of the traps.

pub mod beside;
pub mod conformance;
pub mod evaluate;
pub mod evidence;
pub mod header_damage;
pub mod ink_verdict;
pub mod links;
pub mod pixel_damage;
pub mod pixel_leak;
pub mod search;

pub use evidence::Evidence;
pub use evidence::Notes;

use crate::card::Card;

/// One question that is asked of every pair of input and output.
pub trait Detector: Sync {
    /// What the catalogue says of it.
    fn card(&self) -> &'static Card;

    /// Looks at one input and its output, and notes what it sees.
    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes);
}
