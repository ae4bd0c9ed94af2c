//! Identifiers in private attributes.

mod private_name;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[&private_name::TRAP];
