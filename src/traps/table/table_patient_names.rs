//! The name in use, and a name in an attribute for anybody.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Patient;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-patient-names",
    version: 1,
    title: "The name in use, and a name in an attribute for anybody",
    why: "The name in use, and a name in an attribute of people in general, stand beside the one name that every tool knows.",
    standard: "PS3.15 Table E.1-1: Name to Use (0010,0012), Person Name (0040,A123)",
    seen: "fo-dicom#1189",
    passes: "Each is gone, empty or another name.",
};

/// The name in use, and a name in an attribute for anybody.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[Entry(tags::NAME_TO_USE, Patient), Entry(tags::PERSON_NAME, Patient)];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
