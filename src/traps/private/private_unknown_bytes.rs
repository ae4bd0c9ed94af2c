//! Number in UN of known length.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-unknown-bytes",
    version: 1,
    title: "Number in UN of known length",
    why: "Systems that do not know a private VR write UN, and tools take its bytes for binary.",
    standard: "PS3.5 §6.2.2: UN",
    seen: "fo-dicom#1181",
    passes: "The attribute is gone.",
};

/// Number in UN of known length.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let insurance = planting.identity.insurance.clone();
    let text = format!("PLAN={insurance};");
    let secret = Secret::plain(Kind::Insurance, &insurance);
    for instance in planting.instances() {
        let path = AttributePath::private(0x003b, "RELAY 7", 0x10);
        planting.write_bytes(instance, path, VR::UN, text.as_bytes(), &[secret], "PLAN");
    }
}
