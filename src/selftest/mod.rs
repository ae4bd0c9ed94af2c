//! The benchmark tested by its own medicine: mutants of a perfect tool, each wrong in one way, that must be caught.
//!
//! ```text
//! dataset ──> Bench ──> Scene (the patients that a mutant concerns) ──> Mutant ──> output/ ──> the usual stages ──> Outcome
//! ```
//!
//! The oracle and its mutants know the truth, as no tool does. What judges them does not know that they are mutants.

pub mod bent_rules;
pub mod beside;
pub mod broken_links;
pub mod cheat;
pub mod damage;
pub mod disguise;
mod expect;
mod files;
mod list;
mod mutant;
pub mod oracle;
mod scene;

pub use expect::Expect;
pub use expect::Outcome;
pub use expect::Told;
pub use expect::in_words;
pub use list::mutants;
pub use mutant::Deed;
pub use mutant::Group;
pub use mutant::Mutant;
pub use scene::Bench;
pub use scene::Scene;
pub use scene::SelftestError;
