//! Serial number inside a unique device identifier, twice.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "unique-device-identifier",
    version: 1,
    title: "Serial number inside a unique device identifier, twice",
    why: "Serial number and model stand in one string with brackets, at the top and in a sequence.",
    standard: "PS3.15 Table E.1-1: Unique Device Identifier (0018,1009) X, UDI Sequence (0018,100A) X; 21 CFR 830.3: unique device identifier",
    seen: "dcm4che#1313",
    passes: "Both are gone or hold another serial number.",
};

/// Serial number inside a unique device identifier, twice.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let parts = &identity.equipment;
    let secret = Secret { kind: Kind::Device, value: &parts.udi_serial, written: &parts.udi };
    let inside = |tag| AttributePath::top(tag).inside(tags::UDI_SEQUENCE, 0);
    for path in [tags::UNIQUE_DEVICE_IDENTIFIER.into(), inside(tags::UNIQUE_DEVICE_IDENTIFIER)] {
        planting.write_everywhere(path, VR::UT, &parts.udi, &[secret], "");
    }
    planting.accompany_everywhere(inside(tags::DEVICE_DESCRIPTION), VR::LO, "Scanner");
}
