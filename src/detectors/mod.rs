
    /// Looks at one input and its output, and notes what it sees.
    /// What the catalogue says of it.
    fn card(&self) -> &'static Card;
    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes);
//! What can still be seen of planted secrets in a tool's output.
//! What is looked for in outputs. Detectors know the recorded truth and the files, and nothing of the traps.
/// One question that is asked of every pair of input and output.
pub mod evidence;
pub mod ink_verdict;
pub mod search;
pub trait Detector: Sync {
pub use evidence::Evidence;
pub use evidence::Notes;
use crate::card::Card;
}
