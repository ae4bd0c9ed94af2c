//! What sort of identifier a value is, in the words that the ground truth uses too.

pub use crate::kind::Kind;
