//! Patient's name as private creator of an item.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::nested::items::write_code;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "nested-private-creator",
    version: 1,
    title: "Patient's name as private creator of an item",
    why: "Tools that remove private values keep the element that names their owner, and here that is the patient.",
    standard: "PS3.5 §7.8.1: Private Creator; PS3.15 Table E.1-1: private attributes, action X",
    seen: "dicognito#157",
    passes: "The private block is gone from the item, creator and all.",
};

/// Patient's name as private creator of an item.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let (name, family) = (planting.identity.name.dicom(), planting.identity.name.family.clone());
    let creator = format!("LIST {family}");
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &family };
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::VIEW_CODE_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_code(&mut target.object, &at, ("399348003", "SCT", "Antero-posterior"));
        }
        planting.write(instance, at(Tag(0x0023, 0x0010)), VR::LO, &creator, &[secret], "LIST");
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_text(at(Tag(0x0023, 0x1001)), VR::DS, "0.5");
        }
    }
}
