//! Identifiers in the file around the data set: meta information, preamble, padding, names of files and folders.

mod after_pixels;
mod file_name;
mod file_without_extension;
mod folder_name;
mod preamble;
mod presentation_addresses;
mod private_information;
mod receiving_ae_title;
mod sending_ae_title;
mod source_ae_title;
mod trailing_bytes;
mod trailing_padding;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &source_ae_title::TRAP,
    &preamble::TRAP,
    &file_name::TRAP,
    &trailing_padding::TRAP,
    &sending_ae_title::TRAP,
    &receiving_ae_title::TRAP,
    &presentation_addresses::TRAP,
    &private_information::TRAP,
    &trailing_bytes::TRAP,
    &after_pixels::TRAP,
    &folder_name::TRAP,
    &file_without_extension::TRAP,
];
