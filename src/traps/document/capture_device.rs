//! Workstation and day of a screen capture.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "capture-device",
    version: 1,
    title: "Workstation and day of a screen capture",
    why: "A capture is made later and elsewhere, and says so in attributes that images of a scanner lack.",
    standard: "PS3.15 Table E.1-1: Secondary Capture Device ID (0018,1010) X, Date of Secondary Capture (0018,1012) X",
    seen: "pydicom#375",
    passes: "Each is gone or replaced.",
};

/// Workstation and day of a screen capture.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant).needs(Companion::SecondaryCapture);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::SecondaryCapture) else { return };
    let station = planting.identity.station.clone();
    let date = planting.identity.study_date.da();
    let Some(target) = planting.study.at_mut(number) else { return };
    target.object.set_str(tags::TIME_OF_SECONDARY_CAPTURE, "234500");
    planting.set(number, tags::SECONDARY_CAPTURE_DEVICE_ID, VR::LO, Kind::Device, &station);
    planting.set(number, tags::DATE_OF_SECONDARY_CAPTURE, VR::DA, Kind::Date, &date);
}
