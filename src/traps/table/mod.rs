//! Every attribute of PS3.15 Table E.1-1 that can hold an identifier and that no trap of its own plants, in families by
//! meaning.
#![expect(deprecated, reason = "retired attributes stand in archives, and tools must know them")]

mod audio_comments;
mod exceptions;
mod sequence;
mod table_ae_titles;
mod table_binary;
mod table_camera;
mod table_clinical_trial;
mod table_comments;
mod table_contacts;
mod table_curves;
mod table_date_times;
mod table_dates;
mod table_descriptions;
mod table_devices;
mod table_gps;
mod table_identifiers;
mod table_locations;
mod table_overlay;
mod table_patient_characteristics;
mod table_patient_names;
mod table_selectors;
mod table_sequences;
mod table_specimens;
mod table_staff_names;
mod table_times;
mod table_treatment_dates;
mod table_treatment_texts;
mod table_uids;
mod table_workflow_date_times;
mod table_workflow_dates;
mod table_workflow_times;
mod unlisted_numbers;

pub use exceptions::EXCEPTIONS;

use crate::traps::Trap;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &table_staff_names::TRAP,
    &table_patient_names::TRAP,
    &table_patient_characteristics::TRAP,
    &table_contacts::TRAP,
    &table_dates::TRAP,
    &table_times::TRAP,
    &table_date_times::TRAP,
    &table_workflow_dates::TRAP,
    &table_workflow_times::TRAP,
    &table_workflow_date_times::TRAP,
    &table_treatment_dates::TRAP,
    &table_uids::TRAP,
    &table_devices::TRAP,
    &table_ae_titles::TRAP,
    &table_camera::TRAP,
    &table_gps::TRAP,
    &table_locations::TRAP,
    &table_identifiers::TRAP,
    &table_clinical_trial::TRAP,
    &table_descriptions::TRAP,
    &table_comments::TRAP,
    &table_treatment_texts::TRAP,
    &table_selectors::TRAP,
    &table_binary::TRAP,
    &table_sequences::TRAP,
    &table_specimens::TRAP,
    &table_curves::TRAP,
    &audio_comments::TRAP,
    &table_overlay::TRAP,
    &unlisted_numbers::TRAP,
];
