//! From a plan to a dataset: clean studies, what is planted in them, and the folder they stand in.

pub mod base;
pub mod source;
