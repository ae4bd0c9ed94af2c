//! Number where a group length belongs.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "group-length",
    version: 1,
    title: "Number where a group length belongs",
    why: "Tools write group lengths anew or step over them, and here one holds text; it has no creator that could be known.",
    standard: "PS3.5 §7.2: group length (gggg,0000), retired",
    seen: "",
    passes: "The element is gone or holds a length.",
};

/// Number where a group length belongs.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let number = planting.identity.other_patient_id.clone();
    for instance in planting.instances() {
        let secret = Secret::plain(Kind::OtherPatientId, &number);
        planting.write_bytes(instance, Tag(0x0047, 0x0000), VR::UN, number.as_bytes(), &[secret], "");
    }
}
