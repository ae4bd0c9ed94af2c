//! Identifiers in private attributes.
#![expect(deprecated, reason = "retired attributes stand in archives, and tools must know them")]

mod group_length;
mod private_bytes_ascii;
mod private_bytes_utf16;
mod private_creator_name;
mod private_csa_header;
mod private_dates;
mod private_name;
mod private_orphan;
mod private_sequence;
mod private_two_vendors;
mod private_unknown_bytes;
mod private_unknown_sequence;
mod private_unusual_block;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &private_name::TRAP,
    &private_two_vendors::TRAP,
    &private_unusual_block::TRAP,
    &private_creator_name::TRAP,
    &private_sequence::TRAP,
    &private_unknown_sequence::TRAP,
    &private_unknown_bytes::TRAP,
    &private_bytes_ascii::TRAP,
    &private_bytes_utf16::TRAP,
    &private_csa_header::TRAP,
    &private_dates::TRAP,
    &private_orphan::TRAP,
    &group_length::TRAP,
];
