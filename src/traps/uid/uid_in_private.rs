//! UID in a private attribute.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::uid;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "uid-in-private",
    version: 1,
    title: "UID in a private attribute",
    why: "Tools replace UIDs where the dictionary says UI, and it knows no private tag.",
    standard: "PS3.15 Table E.1-1: private attributes, action X",
    seen: "",
    passes: "The attribute is gone or holds another UID.",
};

/// UID in a private attribute.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let uid = uid::new(&mut planting.stream);
    for instance in planting.instances() {
        planting.set(instance, AttributePath::private(0x0049, "ARCHIVE KEY", 0x01), VR::UI, Kind::Uid, &uid);
    }
}
