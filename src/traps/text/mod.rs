//! Identifiers among other words.

mod acquisition_comments_lower;
mod base64_name;
mod comment_text;
mod contrast_agent_name;
mod derivation_path;
mod description_name;
mod diagnosis_surname_first;
mod eponym;
mod hl7_fragment;
mod image_type_mrn;
mod initials_in_text;
mod json_fragment;
mod look_alike_numbers;
mod name_over_values;
mod patient_comments;
mod patient_history;
mod portal_link;
mod procedure_description_mrn;
mod protocol_name_mrn;
mod reason_with_accession;
mod series_description_name;
mod study_comments;
mod visit_comments;
mod window_explanation_name;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &comment_text::TRAP,
    &description_name::TRAP,
    &patient_comments::TRAP,
    &study_comments::TRAP,
    &patient_history::TRAP,
    &name_over_values::TRAP,
    &diagnosis_surname_first::TRAP,
    &series_description_name::TRAP,
    &procedure_description_mrn::TRAP,
    &reason_with_accession::TRAP,
    &protocol_name_mrn::TRAP,
    &derivation_path::TRAP,
    &acquisition_comments_lower::TRAP,
    &contrast_agent_name::TRAP,
    &window_explanation_name::TRAP,
    &image_type_mrn::TRAP,
    &portal_link::TRAP,
    &hl7_fragment::TRAP,
    &json_fragment::TRAP,
    &base64_name::TRAP,
    &visit_comments::TRAP,
    &initials_in_text::TRAP,
    &eponym::TRAP,
    &look_alike_numbers::TRAP,
];
