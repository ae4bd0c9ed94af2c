//! Other names of the patient and of relatives.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Patient;
use crate::traps::content::Content::Relative;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-patient-names",
    version: 1,
    title: "Other names of the patient and of relatives",
    why: "Birth name, alias, name in use and the mother's name stand beside the one name that every tool knows.",
    standard: "PS3.15 Table E.1-1: Other Patient Names (0010,1001), Patient's Birth Name (0010,1005), Patient's Mother's Birth Name (0010,1060) and others, action X",
    seen: "fo-dicom#1189",
    passes: "Each is gone, empty or another name.",
};

/// Other names of the patient and of relatives.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::NAME_TO_USE, Patient),
    Entry(tags::OTHER_PATIENT_NAMES, Patient),
    Entry(tags::PATIENT_BIRTH_NAME, Patient),
    Entry(tags::PATIENT_MOTHER_BIRTH_NAME, Relative),
    Entry(tags::RESPONSIBLE_PERSON, Relative),
    Entry(tags::PERSON_NAME, Patient),
];

fn plant(planting: &mut Planting<'_>) {
    // The responsible person is the mother (PS3.3 §C.7.1.1).
    if let Some(target) = planting.study.instances.first_mut() {
        target.object.set_text(tags::RESPONSIBLE_PERSON_ROLE, VR::CS, "MOTHER");
    }
    plant_all(planting, ENTRIES);
}
