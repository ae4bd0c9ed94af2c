//! Somebody's pictures as cases: found, decoded, checked, and made into clean instances.

pub mod checks;
mod content;
pub mod discover;
mod natural;
pub mod picture;
pub mod pictures;
pub mod region;
