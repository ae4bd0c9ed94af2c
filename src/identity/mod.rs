//! Invented people: whose names and numbers a dataset plants.
//!
//! A patient follows from the seed and its own index alone. Two indices never share a number, and never a whole
//! family name; below [`halves_capacity`] they do not even share one half of it.

mod build;
pub mod control;
pub mod day;
pub mod decoy;
mod digits;
pub mod encounter;
pub mod equipment;
pub mod kind;
pub mod locale;
pub mod number;
pub mod others;
pub mod person;
pub mod place;
pub mod pool;
pub mod script;
mod slots;
pub mod source;
#[cfg(test)]
mod tests;
mod written_date;

pub use control::controls;
pub use day::Day;
pub use decoy::Decoys;
pub use kind::Kind;
pub use locale::Locale;
pub use others::Others;
pub use person::Address;
pub use person::Identity;
pub use person::Institution;
pub use person::PersonName;
pub use pool::capacity;
pub use pool::halves_capacity;
pub use source::source_indices;
