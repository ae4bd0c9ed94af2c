//! Number of the admission.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "admission-id",
    version: 1,
    title: "Number of the admission",
    why: "Billing knows the patient by it; lists of patient numbers leave it out.",
    standard: "PS3.15 Table E.1-1: Admission ID (0038,0010), action X",
    seen: "",
    passes: "The value is empty, gone or another one.",
};

/// Number of the admission.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    planting.set_everywhere(tags::ADMISSION_ID, VR::LO, Kind::OtherPatientId, &identity.encounter.admission);
}
