//! Text beside overlay planes.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content;
use crate::traps::content::plant_one;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-overlay",
    version: 1,
    title: "Text beside overlay planes",
    why: "Label and description of a plane are in no list, and planes after the first are forgotten; spare bytes behind a plane are part of its data.",
    standard: "PS3.15 Table E.1-1: Overlay Data (60xx,3000) and Overlay Comments (60xx,4000), action X; Overlay Description (60xx,0022) and Overlay Label (60xx,1500) are not listed",
    seen: "IsIdentifiable#58",
    passes: "The text is gone from every group 60xx.",
};

/// Text beside overlay planes.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Overlay, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    for group in [0x6000, 0x6002] {
        plane(planting, group);
        for (element, vr, content) in [
            (0x0022, VR::LO, Content::Description),
            (0x1500, VR::LO, Content::Patient),
            (0x3000, VR::OB, Content::Bytes),
            (0x4000, VR::LT, Content::Comment),
        ] {
            plant_one(planting, &mut others, AttributePath::top(Tag(group, element)), vr, content);
        }
    }
}

/// A plane of one row, whose bits are the bytes that are planted (PS3.3 §C.9.2).
fn plane(planting: &mut Planting<'_>, group: u16) {
    let Some(target) = planting.study.instances.first_mut() else { return };
    let object = &mut target.object;
    object.set_u16(Tag(group, 0x0010), &[1]);
    object.set_u16(Tag(group, 0x0011), &[8]);
    object.set_text(Tag(group, 0x0040), VR::CS, "G");
    object.set_i16(Tag(group, 0x0050), &[1, 1]);
    object.set_u16(Tag(group, 0x0100), &[1]);
    object.set_u16(Tag(group, 0x0102), &[0]);
}
