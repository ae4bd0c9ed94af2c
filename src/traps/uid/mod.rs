//! Unique identifiers outside the attributes that name the object itself.

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[];
