//! Name of the person who answers for the patient.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "responsible-person",
    version: 1,
    title: "Name of the person who answers for the patient",
    why: "Children and animals have one; tools that were tried on adults alone have never met the attribute.",
    standard: "PS3.15 Table E.1-1: Responsible Person (0010,2297), action X",
    seen: "",
    passes: "The value is empty, gone or another name.",
};

/// Name of the person who answers for the patient.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    planting.set_everywhere(tags::RESPONSIBLE_PERSON, VR::PN, Kind::RelativeName, &identity.guardian.dicom());
    planting.accompany_everywhere(tags::RESPONSIBLE_PERSON_ROLE, VR::CS, "GUARDIAN");
}
