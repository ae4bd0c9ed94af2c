//! Number in an attribute behind the pixels.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "after-pixels",
    version: 1,
    title: "Number in an attribute behind the pixels",
    why: "Readers that stop at the pixels, to save time, copy what follows or never look at it.",
    standard: "PS3.5 §7.1: elements behind (7FE0,0010)",
    seen: "",
    passes: "The attribute is gone.",
};

/// Number in an attribute behind the pixels.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let mrn = planting.identity.mrn.clone();
    for instance in planting.instances() {
        let path = AttributePath::private(0x7fe1, "CINE STORE", 0x01);
        planting.set(instance, path, VR::LO, Kind::Mrn, &mrn);
    }
}
