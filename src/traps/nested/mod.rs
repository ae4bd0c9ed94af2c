//! Identifiers inside sequences.

mod accession_in_request;
mod original_attributes;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[&accession_in_request::TRAP, &original_attributes::TRAP];
