//! Name in small letters, as the patient typed it into an order.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-lower-case",
    version: 1,
    title: "Name in small letters, as the patient typed it into an order",
    why: "A comparison that minds the case does not find it.",
    standard: "PS3.15 Table E.1-1: Order Entered By (0040,2008), action X",
    seen: "",
    passes: "The value is empty, gone or another name.",
};

/// Name in small letters, as the patient typed it into an order.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let written = name.to_lowercase();
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    planting.write_everywhere(tags::ORDER_ENTERED_BY, VR::PN, &written, &[secret], "");
}
