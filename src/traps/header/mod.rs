//! Traps outside the pixels.

mod accession_in_request;
mod accession_number;
mod birth_date;
mod comment_text;
mod description_name;
mod device;
mod file_name;
mod instance_uids;
mod institution;
mod original_attributes;
mod other_patient_ids;
mod patient_contact;
mod patient_id;
mod patient_name;
mod preamble;
mod private_name;
mod source_ae_title;
mod staff_names;
mod study_dates;
mod trailing_padding;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &patient_name::PatientName,
    &patient_id::PatientId,
    &birth_date::BirthDate,
    &accession_number::AccessionNumber,
    &other_patient_ids::OtherPatientIds,
    &patient_contact::PatientContact,
    &staff_names::StaffNames,
    &institution::Institution,
    &device::Device,
    &study_dates::StudyDates,
    &accession_in_request::AccessionInRequest,
    &original_attributes::OriginalAttributes,
    &private_name::PrivateName,
    &comment_text::CommentText,
    &description_name::DescriptionName,
    &instance_uids::InstanceUids,
    &source_ae_title::SourceAeTitle,
    &preamble::Preamble,
    &file_name::FileName,
    &trailing_padding::TrailingPadding,
];
