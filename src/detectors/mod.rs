//! What is looked for in outputs. Detectors know the recorded truth and the files, and nothing of the traps.

pub mod actions;
pub mod beside;
pub mod conformance;
mod contents;
pub mod crops;
pub mod dciodvfy;
pub mod evaluate;
pub mod evidence;
mod file_time;
pub mod header_damage;
pub mod ink_verdict;
pub mod keeps_lost;
pub mod links;
pub mod ocr;
pub mod organs;
pub mod pixel_damage;
pub mod pixel_leak;
pub mod search;
pub mod self_claims;
#[cfg(test)]
mod trial;
pub mod words_lost;

pub use evidence::Evidence;
pub use evidence::Notes;

use crate::card::Card;

/// The card of every detector, in the order of running.
pub fn cards() -> Vec<&'static Card> {
    let of_each_pair = std::iter::once(search::card()).chain(evaluate::ALL.iter().map(|detector| detector.card()));
    of_each_pair.chain(links::CARDS.iter().map(|(_, card)| *card)).collect()
}

/// One question that is asked of every pair of input and output.
pub trait Detector: Sync {
    /// What the catalogue says of it.
    fn card(&self) -> &'static Card;

    /// Looks at one input and its output, and notes what it sees.
    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes);
}
