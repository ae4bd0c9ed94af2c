//! Number of the detector.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "detector-id",
    version: 1,
    title: "Number of the detector",
    why: "One detector serves one room.",
    standard: "PS3.15 Table E.1-1: Detector ID (0018,700A), action X/D",
    seen: "dcm2niix#732",
    passes: "The value is empty, gone or another one.",
};

/// Number of the detector.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    planting.set_everywhere(tags::DETECTOR_ID, VR::SH, Kind::Device, &identity.equipment.detector);
}
