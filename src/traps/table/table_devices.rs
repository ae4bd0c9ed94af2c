//! Plates, detectors, generators and stations.

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
    id: "table-devices",
    version: 1,
    title: "Plates, detectors, generators and stations",
    why: "One detector serves one room: its number leads to place and time.",
    standard: "PS3.15 Table E.1-1: attributes that identify devices, X or X/D",
    seen: "dcm2niix#732",
    passes: "Each is gone or replaced.",
};

/// Plates, detectors, generators and stations.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::SECONDARY_CAPTURE_DEVICE_ID, Code(Kind::Device)),
    Entry(tags::HARDCOPY_CREATION_DEVICE_ID, Code(Kind::Device)),
    Entry(tags::X_RAY_SOURCE_ID, Code(Kind::Device)),
    Entry(tags::X_RAY_DETECTOR_ID, Code(Kind::Device)),
    Entry(tags::X_RAY_DETECTOR_LABEL, Code(Kind::Device)),
    Entry(tags::MODIFYING_DEVICE_ID, Code(Kind::Device)),
    Entry(tags::SCHEDULED_STATION_NAME, Code(Kind::Device)),
    Entry(tags::PERFORMED_STATION_NAME, Code(Kind::Device)),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
