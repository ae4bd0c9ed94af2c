//! Comments and name beside retired audio.

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
    id: "audio-comments",
    version: 1,
    title: "Comments and name beside retired audio",
    why: "Dictated sound had comments of its own, in groups that lists end before.",
    standard: "PS3.15 Table E.1-1: Curve Data (50xx,xxxx), action X; Audio Comments (50xx,200E)",
    seen: "",
    passes: "Every attribute of the groups 50xx is gone.",
};

/// Comments and name beside retired audio.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    if let Some(target) = planting.study.instances.first_mut() {
        target.object.set_u16(Tag(0x5008, 0x2000), &[0]);
        target.object.set_u16(Tag(0x5008, 0x2002), &[1]);
    }
    plant_one(planting, &mut others, AttributePath::top(Tag(0x5008, 0x200e)), VR::LT, Content::Comment);
}
