//! Medical record number in Patient ID.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "patient-id",
    version: 1,
    title: "Medical record number in Patient ID",
    why: "The number leads to the patient in every system of the hospital.",
    standard: "PS3.15 Table E.1-1: Patient ID (0010,0020), action Z/D",
    seen: "",
    passes: "The value is empty or another number.",
};

/// Medical record number in Patient ID.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant).core();

fn plant(planting: &mut Planting<'_>) {
    let mrn = planting.identity.mrn.clone();
    for instance in planting.every_instance() {
        planting.set(instance, tags::PATIENT_ID, VR::LO, Kind::Mrn, &mrn);
    }
}
