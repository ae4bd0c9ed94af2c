//! What the program tells people about a trap or a detector, written once, beside its code.

/// The entry of one trap or detector in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Stable name in kebab case; the file of the trap or detector has the same words.
    pub id: &'static str,
    /// Raised when the same seed would plant, or the same output would score, something else.
    pub version: u32,
    /// One line for a table.
    pub title: &'static str,
    /// Why tools miss it, for somebody who must fix one.
    pub why: &'static str,
    /// The clause of the standard, or the paper.
    pub standard: &'static str,
    /// Public threads where it happened, as `repository#number`; empty where none is known.
    pub seen: &'static str,
    /// What a tool must do so that the trap holds.
    pub passes: &'static str,
}
