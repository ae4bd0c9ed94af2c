//! Patient's name in a private attribute of an item.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::write_code;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "nested-private",
    version: 1,
    title: "Patient's name in a private attribute of an item",
    why: "Tools remove private attributes of the top level, and forget that items have their own blocks.",
    standard: "PS3.5 §7.8.1: private blocks are reserved in each item; PS3.15 Table E.1-1: private attributes, action X",
    seen: "Kitware/dicom-anonymizer PR #35",
    passes: "The private attribute is gone from the item.",
};

/// Patient's name in a private attribute of an item.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    for instance in planting.instances() {
        let in_item = |tag| AttributePath::top(tag).inside(tags::VIEW_CODE_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_code(&mut target.object, &in_item, ("399348003", "SCT", "Antero-posterior"));
        }
        let path = AttributePath::private(0x0021, "ROOM SYSTEM 2", 0x04).inside(tags::VIEW_CODE_SEQUENCE, 0);
        planting.set(instance, path, VR::LO, Kind::PersonName, &name);
    }
}
