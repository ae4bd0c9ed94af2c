//! Every UID that is no instance, series or study.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Uid;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-uids",
    version: 1,
    title: "Every UID that is no instance, series or study",
    why: "Tools replace three UIDs; that of a device, event, tracking or template leads to the same place.",
    standard: "PS3.15 Table E.1-1: UI attributes, action U",
    seen: "SmiServices#1561",
    passes: "Each is replaced by another UID, or gone.",
};

/// Every UID that is no instance, series or study.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::INSTANCE_CREATOR_UID, Uid),
    Entry(tags::ACQUISITION_UID, Uid),
    Entry(tags::PYRAMID_UID, Uid),
    Entry(tags::FAILED_SOP_INSTANCE_UID_LIST, Uid),
    Entry(tags::TRANSACTION_UID, Uid),
    Entry(tags::IRRADIATION_EVENT_UID, Uid),
    Entry(tags::DEVICE_UID, Uid),
    Entry(tags::MANUFACTURER_DEVICE_CLASS_UID, Uid),
    Entry(tags::TARGET_UID, Uid),
    Entry(tags::CONCATENATION_UID, Uid),
    Entry(tags::PALETTE_COLOR_LOOKUP_TABLE_UID, Uid),
    Entry(tags::LARGE_PALETTE_COLOR_LOOKUP_TABLE_UID, Uid),
    Entry(tags::MULTIPLEX_GROUP_UID, Uid),
    Entry(tags::REFERENCED_GENERAL_PURPOSE_SCHEDULED_PROCEDURE_STEP_TRANSACTION_UID, Uid),
    Entry(tags::UID, Uid),
    Entry(tags::OBSERVATION_UID, Uid),
    Entry(tags::REFERENCED_OBSERVATION_UID_TRIAL, Uid),
    Entry(tags::OBSERVATION_SUBJECT_UID_TRIAL, Uid),
    Entry(tags::TEMPLATE_EXTENSION_ORGANIZATION_UID, Uid),
    Entry(tags::TEMPLATE_EXTENSION_CREATOR_UID, Uid),
    Entry(tags::TRACKING_UID, Uid),
    Entry(tags::SOURCE_FRAME_OF_REFERENCE_UID, Uid),
    Entry(tags::ANNOTATION_GROUP_UID, Uid),
    Entry(tags::FIDUCIAL_UID, Uid),
    Entry(tags::PRESENTATION_DISPLAY_COLLECTION_UID, Uid),
    Entry(tags::PRESENTATION_SEQUENCE_COLLECTION_UID, Uid),
    Entry(tags::STORAGE_MEDIA_FILE_SET_UID, Uid),
    Entry(tags::REFERENCED_FRAME_OF_REFERENCE_UID, Uid),
    Entry(tags::RELATED_FRAME_OF_REFERENCE_UID, Uid),
    Entry(tags::DOSE_REFERENCE_UID, Uid),
    Entry(tags::TABLE_TOP_POSITION_ALIGNMENT_UID, Uid),
    Entry(tags::REFERENCED_DOSE_REFERENCE_UID, Uid),
    Entry(tags::TREATMENT_POSITION_GROUP_UID, Uid),
    Entry(tags::PATIENT_SETUP_UID, Uid),
    Entry(tags::TREATMENT_SESSION_UID, Uid),
    Entry(tags::REFERENCED_TREATMENT_POSITION_GROUP_UID, Uid),
    Entry(tags::CONCEPTUAL_VOLUME_UID, Uid),
    Entry(tags::REFERENCED_CONCEPTUAL_VOLUME_UID, Uid),
    Entry(tags::CONSTITUENT_CONCEPTUAL_VOLUME_UID, Uid),
    Entry(tags::SOURCE_CONCEPTUAL_VOLUME_UID, Uid),
    Entry(tags::REFERENCED_FIDUCIALS_UID, Uid),
    Entry(tags::RT_TREATMENT_PHASE_UID, Uid),
    Entry(tags::DOSIMETRIC_OBJECTIVE_UID, Uid),
    Entry(tags::REFERENCED_DOSIMETRIC_OBJECTIVE_UID, Uid),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
