//! Number in a block far up.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-unusual-block",
    version: 1,
    title: "Number in a block far up",
    why: "Tools look for creators in the first blocks only, or take the number of the block for fixed.",
    standard: "PS3.5 §7.8.1: creators may stand in (gggg,0010-00FF)",
    seen: "pydicom/deid PR #297",
    passes: "The private attribute is gone or holds something else.",
};

/// Number in a block far up.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let mrn = planting.identity.mrn.clone();
    for instance in planting.instances() {
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_creator(0x0033, 0xe3, "GATEWAY: LOCAL");
        }
        planting.set(instance, AttributePath::private(0x0033, "GATEWAY: LOCAL", 0x01), VR::LO, Kind::Mrn, &mrn);
    }
}
