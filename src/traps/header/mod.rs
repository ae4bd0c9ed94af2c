//! Identifiers in the attributes that are made for them.

mod accession_number;
mod birth_date;
mod device;
mod instance_uids;
mod institution;
mod other_patient_ids;
mod patient_contact;
mod patient_id;
mod patient_name;
mod staff_names;
mod study_dates;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &patient_name::TRAP,
    &patient_id::TRAP,
    &birth_date::TRAP,
    &accession_number::TRAP,
    &other_patient_ids::TRAP,
    &patient_contact::TRAP,
    &staff_names::TRAP,
    &institution::TRAP,
    &device::TRAP,
    &study_dates::TRAP,
    &instance_uids::TRAP,
];
