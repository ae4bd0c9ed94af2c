//! Identifiers inside sequences.

mod accession_in_request;
mod acquisition_context;
mod anatomic_region;
mod contributing_equipment;
mod digital_signature;
mod icon_image;
pub(in crate::traps) mod items;
mod nested_code_meaning;
mod nested_eight_deep;
mod nested_one_deep;
mod nested_private;
mod nested_private_creator;
mod nested_three_deep;
mod original_attributes;
mod original_attributes_dates;
mod patient_photo;
mod physician_identification;
mod referenced_patient;
mod referenced_study;
mod request_attributes_people;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &accession_in_request::TRAP,
    &original_attributes::TRAP,
    &nested_one_deep::TRAP,
    &nested_three_deep::TRAP,
    &nested_eight_deep::TRAP,
    &nested_code_meaning::TRAP,
    &original_attributes_dates::TRAP,
    &referenced_patient::TRAP,
    &referenced_study::TRAP,
    &request_attributes_people::TRAP,
    &contributing_equipment::TRAP,
    &physician_identification::TRAP,
    &digital_signature::TRAP,
    &anatomic_region::TRAP,
    &acquisition_context::TRAP,
    &nested_private::TRAP,
    &nested_private_creator::TRAP,
    &patient_photo::TRAP,
    &icon_image::TRAP,
];
