//! UID in UN.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::uid;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "uid-in-unknown",
    version: 1,
    title: "UID in UN",
    why: "A relay that knew no VR wrote UN: no tool that goes by VR sees a UID there.",
    standard: "PS3.5 §6.2.2: UN",
    seen: "",
    passes: "The attribute is gone or holds another UID.",
};

/// UID in UN.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let uid = uid::new(&mut planting.stream);
    let secret = Secret::plain(Kind::Uid, &uid);
    for instance in planting.instances() {
        let path = AttributePath::private(0x004b, "RELAY KEY", 0x01);
        planting.write_bytes(instance, path, VR::UN, uid.as_bytes(), &[secret], "");
    }
}
