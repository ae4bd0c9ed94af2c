//! Identifiers among other words.

mod comment_text;
mod description_name;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[&comment_text::TRAP, &description_name::TRAP];
