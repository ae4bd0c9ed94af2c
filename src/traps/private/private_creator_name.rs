//! Patient's name as private creator.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-creator-name",
    version: 1,
    title: "Patient's name as private creator",
    why: "A creator is taken for the name of a vendor and kept, to keep the block readable.",
    standard: "PS3.15 Table E.1-1: private attributes, action X",
    seen: "dicognito#157",
    passes: "The creator is gone with its block.",
};

/// Patient's name as private creator.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let (name, family) = (planting.identity.name.dicom(), planting.identity.name.family.clone());
    let creator = format!("EXPORT {family}");
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &family };
    for instance in planting.instances() {
        planting.write(instance, Tag(0x0035, 0x0010), VR::LO, &creator, &[secret], "EXPORT");
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_text(Tag(0x0035, 0x1001), VR::DS, "2.5");
        }
    }
}
