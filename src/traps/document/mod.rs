//! Identifiers in reports, documents, annotations and labels beside the images.

mod capture_device;
mod cda_narrative;
mod cda_record_target;
mod directory_record;
mod document_title;
mod ecg_annotation;
mod ecg_channel_label;
mod key_object_text;
mod pdf_flate_text;
mod pdf_metadata;
mod pdf_text;
mod presentation_creator;
mod presentation_text;
mod segment_description;
mod sr_dates;
mod sr_deep_text;
mod sr_html;
mod sr_participant;
mod sr_person_name;
mod sr_text;
mod sr_verifying_observer;
mod structure_set_names;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &sr_person_name::TRAP,
    &sr_text::TRAP,
    &sr_dates::TRAP,
    &sr_html::TRAP,
    &sr_deep_text::TRAP,
    &sr_verifying_observer::TRAP,
    &sr_participant::TRAP,
    &key_object_text::TRAP,
    &pdf_text::TRAP,
    &pdf_flate_text::TRAP,
    &pdf_metadata::TRAP,
    &document_title::TRAP,
    &cda_record_target::TRAP,
    &cda_narrative::TRAP,
    &presentation_text::TRAP,
    &presentation_creator::TRAP,
    &structure_set_names::TRAP,
    &segment_description::TRAP,
    &ecg_annotation::TRAP,
    &ecg_channel_label::TRAP,
    &capture_device::TRAP,
    &directory_record::TRAP,
];
