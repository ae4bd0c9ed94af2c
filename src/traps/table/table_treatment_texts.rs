//! Codes in labels and descriptions of radiotherapy.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Code;
use crate::traps::content::Content::Description;
use crate::traps::content::Content::Place;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-treatment-texts",
    version: 1,
    title: "Codes in labels and descriptions of radiotherapy",
    why: "Plans are named after patients and cases, and lists made for images end before their groups.",
    standard: "PS3.15 Table E.1-1: labels and descriptions of groups 3002 to 3010",
    seen: "dcm4che#1313",
    passes: "Each is gone, empty or replaced.",
};

/// Codes in labels and descriptions of radiotherapy.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::POSITION_ACQUISITION_TEMPLATE_NAME, Description),
    Entry(tags::STRUCTURE_SET_LABEL, Description),
    Entry(tags::STRUCTURE_SET_NAME, Description),
    Entry(tags::STRUCTURE_SET_DESCRIPTION, Description),
    Entry(tags::ROI_NAME, Description),
    Entry(tags::ROI_DESCRIPTION, Description),
    Entry(tags::ROI_GENERATION_DESCRIPTION, Description),
    Entry(tags::ROI_OBSERVATION_LABEL, Description),
    Entry(tags::ROI_OBSERVATION_DESCRIPTION, Description),
    Entry(tags::SOURCE_SERIAL_NUMBER, Code(Kind::Device)),
    Entry(tags::RT_PLAN_LABEL, Description),
    Entry(tags::RT_PLAN_NAME, Description),
    Entry(tags::RT_PLAN_DESCRIPTION, Description),
    Entry(tags::TREATMENT_SITES, Description),
    Entry(tags::PRESCRIPTION_DESCRIPTION, Description),
    Entry(tags::DOSE_REFERENCE_DESCRIPTION, Description),
    Entry(tags::FRACTION_GROUP_DESCRIPTION, Description),
    Entry(tags::TREATMENT_MACHINE_NAME, Code(Kind::Device)),
    Entry(tags::BEAM_DESCRIPTION, Description),
    Entry(tags::BOLUS_DESCRIPTION, Description),
    Entry(tags::FIXATION_DEVICE_DESCRIPTION, Description),
    Entry(tags::SHIELDING_DEVICE_DESCRIPTION, Description),
    Entry(tags::SETUP_TECHNIQUE_DESCRIPTION, Description),
    Entry(tags::SOURCE_MANUFACTURER, Place),
    Entry(tags::TREATMENT_POSITION_GROUP_LABEL, Description),
    Entry(tags::RT_ACCESSORY_HOLDER_SLOT_ID, Code(Kind::Device)),
    Entry(tags::RT_ACCESSORY_DEVICE_SLOT_ID, Code(Kind::Device)),
    Entry(tags::RADIATION_DOSE_IDENTIFICATION_LABEL, Description),
    Entry(tags::RADIATION_DOSE_IN_VIVO_MEASUREMENT_LABEL, Description),
    Entry(tags::RT_TOLERANCE_SET_LABEL, Description),
    Entry(tags::EQUIPMENT_FRAME_OF_REFERENCE_DESCRIPTION, Description),
    Entry(tags::RADIATION_GENERATION_MODE_LABEL, Description),
    Entry(tags::RADIATION_GENERATION_MODE_DESCRIPTION, Description),
    Entry(tags::TREATMENT_TOLERANCE_VIOLATION_DESCRIPTION, Description),
    Entry(tags::INTERLOCK_DESCRIPTION, Description),
    Entry(tags::INTERLOCK_ORIGIN_DESCRIPTION, Description),
    Entry(tags::DISPLACEMENT_REFERENCE_LABEL, Description),
    Entry(tags::REASON_FOR_OMISSION_DESCRIPTION, Description),
    Entry(tags::CONCEPTUAL_VOLUME_COMBINATION_DESCRIPTION, Description),
    Entry(tags::CONCEPTUAL_VOLUME_DESCRIPTION, Description),
    Entry(tags::DEVICE_ALTERNATE_IDENTIFIER, Code(Kind::Device)),
    Entry(tags::DEVICE_LABEL, Description),
    Entry(tags::USER_CONTENT_LABEL, Description),
    Entry(tags::USER_CONTENT_LONG_LABEL, Description),
    Entry(tags::ENTITY_LABEL, Description),
    Entry(tags::ENTITY_NAME, Description),
    Entry(tags::ENTITY_DESCRIPTION, Description),
    Entry(tags::ENTITY_LONG_LABEL, Description),
    Entry(tags::MANUFACTURER_DEVICE_IDENTIFIER, Code(Kind::Device)),
    Entry(tags::RT_PRESCRIPTION_LABEL, Description),
    Entry(tags::RT_TREATMENT_APPROACH_LABEL, Description),
    Entry(tags::REASON_FOR_SUPERSEDING, Description),
    Entry(tags::PRIOR_TREATMENT_DOSE_DESCRIPTION, Description),
    Entry(tags::TREATMENT_SITE, Description),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
