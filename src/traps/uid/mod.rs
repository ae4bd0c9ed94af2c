//! Unique identifiers outside the attributes that name the object itself.

mod dimension_organization;
mod frame_of_reference;
mod performed_step;
mod predecessor;
mod referenced_image;
mod related_series;
mod source_image;
mod synchronization_uid;
mod uid_in_comment;
mod uid_in_private;
mod uid_in_unknown;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &uid_in_private::TRAP,
    &uid_in_unknown::TRAP,
    &referenced_image::TRAP,
    &source_image::TRAP,
    &performed_step::TRAP,
    &frame_of_reference::TRAP,
    &synchronization_uid::TRAP,
    &dimension_organization::TRAP,
    &related_series::TRAP,
    &predecessor::TRAP,
    &uid_in_comment::TRAP,
];
