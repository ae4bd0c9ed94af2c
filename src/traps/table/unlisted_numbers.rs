//! Numbers in attributes that the table does not list.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Code;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "unlisted-numbers",
    version: 1,
    title: "Numbers in attributes that the table does not list",
    why: "A table can't foresee what a site writes: the number of a device or grid, or a retired code, stands where every tool looks for nothing.",
    standard: "PS3.15 §E.1.1: attributes that identify must be protected, listed or not; Device ID (0018,1003), Grid ID (0018,1006), Recognition Code (0008,0010)",
    seen: "",
    passes: "Each is gone, empty or replaced.",
};

/// Numbers in attributes that the table does not list.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::RECOGNITION_CODE, Code(Kind::Device)),
    Entry(tags::DEVICE_ID, Code(Kind::Device)),
    Entry(tags::GRID_ID, Code(Kind::Device)),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
