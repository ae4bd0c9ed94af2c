//! Birth name of the patient's mother.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "mother-birth-name",
    version: 1,
    title: "Birth name of the patient's mother",
    why: "The usual secret question of banks; lists of attributes that end with the patient's own names leave it.",
    standard: "PS3.15 Table E.1-1: Patient's Mother's Birth Name (0010,1060), action X",
    seen: "",
    passes: "The value is empty, gone or another name.",
};

/// Birth name of the patient's mother.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    planting.set_everywhere(tags::PATIENT_MOTHER_BIRTH_NAME, VR::PN, Kind::RelativeName, &identity.mother.dicom());
}
