//! Accession number in its own attribute.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "accession-number",
    version: 1,
    title: "Accession number in its own attribute",
    why: "It leads to the order and the report of this very examination.",
    standard: "PS3.15 Table E.1-1: Accession Number (0008,0050), action Z",
    seen: "",
    passes: "The value is empty or another number.",
};

/// Accession number in its own attribute.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant).core();

fn plant(planting: &mut Planting<'_>) {
    let accession = planting.identity.accession.clone();
    for instance in planting.every_instance() {
        planting.set(instance, tags::ACCESSION_NUMBER, VR::SH, Kind::Accession, &accession);
    }
}
