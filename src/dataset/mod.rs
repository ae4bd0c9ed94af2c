//! Making a dataset.

pub mod source;
