//! Identifiers in the file around the data set: meta information, preamble, padding, names of files and folders.

mod file_name;
mod preamble;
mod source_ae_title;
mod trailing_padding;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[&source_ae_title::TRAP, &preamble::TRAP, &file_name::TRAP, &trailing_padding::TRAP];
