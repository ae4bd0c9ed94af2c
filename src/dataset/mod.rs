//! Making a dataset: clean studies, drawn here or made from somebody's pictures.

pub mod base;
pub mod source;
