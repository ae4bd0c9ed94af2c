//! Shelf of the paper record.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

/// Retired, and still written by older systems.
const MEDICAL_RECORD_LOCATOR: Tag = Tag(0x0010, 0x1090);

static CARD: Card = Card {
    id: "medical-record-locator",
    version: 1,
    title: "Shelf of the paper record",
    why: "Retired, still written, and unknown to younger tools.",
    standard: "PS3.15 Table E.1-1: Medical Record Locator (0010,1090), action X; retired attribute",
    seen: "",
    passes: "The value is empty, gone or another one.",
};

/// Shelf of the paper record.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    planting.set_everywhere(MEDICAL_RECORD_LOCATOR, VR::LO, Kind::OtherPatientId, &identity.encounter.locator);
}
