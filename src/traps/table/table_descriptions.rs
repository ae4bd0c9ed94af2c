//! Case codes in descriptions.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Description;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-descriptions",
    version: 1,
    title: "Case codes in descriptions",
    why: "Descriptions are kept for research, and departments write their case code into them.",
    standard: "PS3.15 Table E.1-1: descriptions and labels, mostly action X",
    seen: "mmiv-center/DICOMAnonymizer#17",
    passes: "The description is gone, or the code in it is.",
};

/// Case codes in descriptions.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::PYRAMID_DESCRIPTION, Description),
    Entry(tags::ACQUISITION_FIELD_OF_VIEW_LABEL, Description),
    Entry(tags::RESPIRATORY_MOTION_COMPENSATION_TECHNIQUE_DESCRIPTION, Description),
    Entry(tags::MULTIENERGY_ACQUISITION_DESCRIPTION, Description),
    Entry(tags::DECOMPOSITION_DESCRIPTION, Description),
    Entry(tags::REQUESTED_SERIES_DESCRIPTION, Description),
    Entry(tags::PYRAMID_LABEL, Description),
    Entry(tags::MODIFIED_IMAGE_DESCRIPTION, Description),
    Entry(tags::REASON_FOR_STUDY, Description),
    Entry(tags::REQUESTED_CONTRAST_AGENT, Description),
    Entry(tags::DISCHARGE_DIAGNOSIS_DESCRIPTION, Description),
    Entry(tags::SPECIAL_NEEDS, Description),
    Entry(tags::SERVICE_EPISODE_DESCRIPTION, Description),
    Entry(tags::PATIENT_STATE, Description),
    Entry(tags::MULTIPLEX_GROUP_LABEL, Description),
    Entry(tags::CHANNEL_LABEL, Description),
    Entry(tags::CHANNEL_DERIVATION_DESCRIPTION, Description),
    Entry(tags::WAVEFORM_FILTER_DESCRIPTION, Description),
    Entry(tags::FILTER_LOOKUP_TABLE_DESCRIPTION, Description),
    Entry(tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Description),
    Entry(tags::PRE_MEDICATION, Description),
    Entry(tags::ACQUISITION_CONTEXT_DESCRIPTION, Description),
    Entry(tags::PATIENT_TRANSPORT_ARRANGEMENTS, Description),
    Entry(tags::REASON_FOR_THE_IMAGING_SERVICE_REQUEST, Description),
    Entry(tags::CONFIDENTIALITY_CONSTRAINT_ON_PATIENT_DATA_DESCRIPTION, Description),
    Entry(tags::MONTAGE_NAME, Description),
    Entry(tags::MONTAGE_CHANNEL_LABEL, Description),
    Entry(tags::DEVICE_DESCRIPTION, Description),
    Entry(tags::LONG_DEVICE_DESCRIPTION, Description),
    Entry(tags::ANNOTATION_GROUP_LABEL, Description),
    Entry(tags::TOPIC_TITLE, Description),
    Entry(tags::TOPIC_KEYWORDS, Description),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
