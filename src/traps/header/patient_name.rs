//! Patient's name in its own attribute.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "patient-name",
    version: 1,
    title: "Patient's name in its own attribute",
    why: "Every tool knows this attribute; it is here so that a tool that does nothing, or skips a file, is seen at once.",
    standard: "PS3.15 Table E.1-1: Patient's Name (0010,0010), action Z",
    seen: "",
    passes: "The value is empty or another name.",
};

/// Patient's name in its own attribute.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant).core();

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    for instance in planting.every_instance() {
        planting.set(instance, tags::PATIENT_NAME, VR::PN, Kind::PersonName, &name);
    }
}
