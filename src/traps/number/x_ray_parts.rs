//! Numbers of plate, cassette, gantry and generator.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "x-ray-parts",
    version: 1,
    title: "Numbers of plate, cassette, gantry and generator",
    why: "Each part has its own number, and each is in another corner of the dictionary.",
    standard: "PS3.15 Table E.1-1: Plate ID (0018,1004) X, Cassette ID (0018,1007) X, Gantry ID (0018,1008) X, Generator ID (0018,1005) X",
    seen: "dcm2niix#732",
    passes: "All four are gone or others.",
};

/// Numbers of plate, cassette, gantry and generator.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let parts = &identity.equipment;
    for (tag, number) in [
        (tags::PLATE_ID, &parts.plate),
        (tags::CASSETTE_ID, &parts.cassette),
        (tags::GANTRY_ID, &parts.gantry),
        (tags::GENERATOR_ID, &parts.generator),
    ] {
        planting.set_everywhere(tag, VR::LO, Kind::Device, number);
    }
}
