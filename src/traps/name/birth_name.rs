//! Patient's family name at birth.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "birth-name",
    version: 1,
    title: "Patient's family name at birth",
    why: "It is another name than the one that a tool looks for, and leads to the family.",
    standard: "PS3.15 Table E.1-1: Patient's Birth Name (0010,1005), action X",
    seen: "",
    passes: "The value is empty, gone or another name.",
};

/// Patient's family name at birth.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    planting.set_everywhere(tags::PATIENT_BIRTH_NAME, VR::PN, Kind::PersonName, &identity.birth_name.dicom());
}
