//! Names in bytes.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Bytes;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-binary",
    version: 1,
    title: "Names in bytes",
    why: "A value of bytes is copied unread by most tools, whatever it holds.",
    standard: "PS3.15 Table E.1-1: OB attributes",
    seen: "dicognito#175",
    passes: "Each is gone or replaced.",
};

/// Names in bytes.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::FLOW_IDENTIFIER, Bytes),
    Entry(tags::SOURCE_IDENTIFIER, Bytes),
    Entry(tags::FRAME_ORIGIN_TIMESTAMP, Bytes),
    Entry(tags::ENCAPSULATED_DOCUMENT, Bytes),
    Entry(tags::MAC, Bytes),
    Entry(tags::NONCONFORMING_DATA_ELEMENT_VALUE, Bytes),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
