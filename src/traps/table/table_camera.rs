//! Owner, lens and maker note of a camera.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Bytes;
use crate::traps::content::Content::Code;
use crate::traps::content::Content::DeviceBytes;
use crate::traps::content::Content::Patient;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-camera",
    version: 1,
    title: "Owner, lens and maker note of a camera",
    why: "Pictures of skin and wounds bring the fields of the camera, where phones write owner and serial number.",
    standard: "PS3.15 Table E.1-1: Maker Note (0016,002B), Camera Owner Name (0016,004D), Lens Serial Number (0016,0051) and others, action X",
    seen: "",
    passes: "Each is gone.",
};

/// Owner, lens and maker note of a camera.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::MAKER_NOTE, Bytes),
    Entry(tags::DEVICE_SETTING_DESCRIPTION, DeviceBytes),
    Entry(tags::CAMERA_OWNER_NAME, Patient),
    Entry(tags::LENS_MAKE, Code(Kind::Device)),
    Entry(tags::LENS_MODEL, Code(Kind::Device)),
    Entry(tags::LENS_SERIAL_NUMBER, Code(Kind::Device)),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
