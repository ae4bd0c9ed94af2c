//! Serial number and station of the scanner.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "device",
    version: 1,
    title: "Serial number and station of the scanner",
    why: "One scanner serves one department: its number leads to place and time.",
    standard: "PS3.15 Table E.1-1: Device Serial Number (0018,1000) X/Z/D, Station Name (0008,1010) X/Z/D",
    seen: "dcm2niix#732",
    passes: "Each is gone, empty or replaced.",
};

/// Serial number and station of the scanner.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let serial = planting.identity.device_serial.clone();
    let station = planting.identity.station.clone();
    for instance in planting.instances() {
        planting.set(instance, tags::DEVICE_SERIAL_NUMBER, VR::LO, Kind::Device, &serial);
        planting.set(instance, tags::STATION_NAME, VR::SH, Kind::Device, &station);
    }
}
