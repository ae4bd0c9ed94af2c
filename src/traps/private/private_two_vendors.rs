//! One element number, two vendors.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-two-vendors",
    version: 1,
    title: "One element number, two vendors",
    why: "Lists of safe private attributes go by number; the same number is a dose with one vendor and the patient's name with the other.",
    standard: "PS3.5 §7.8.1: an element belongs to the creator of its block",
    seen: "pydicom/deid PR #297",
    passes: "The name is gone; the other vendor's value is no matter.",
};

/// One element number, two vendors.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    for instance in planting.instances() {
        let at = |creator| AttributePath::private(0x0031, creator, 0x10);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_text(at("DOSE TABLE 1"), VR::LO, "0.31");
        }
        planting.set(instance, at("WARD TABLE 1"), VR::LO, Kind::PersonName, &name);
    }
}
