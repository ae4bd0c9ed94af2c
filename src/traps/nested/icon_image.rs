//! Text inside the icon image.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content;
use crate::traps::content::plant_one;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "icon-image",
    version: 1,
    title: "Text inside the icon image",
    why: "An icon is an image of its own, with its own comments; tools that clean the large image leave the small one.",
    standard: "PS3.15 Table E.1-1: Icon Image Sequence (0088,0200), action X",
    seen: "microsoft/presidio#1737",
    passes: "The sequence is gone, or nothing in it names the patient.",
};

/// Text inside the icon image.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Icon, plant);

/// Rows and columns.
const SIZE: u16 = 8;

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    let at = |tag| AttributePath::top(tag).inside(tags::ICON_IMAGE_SEQUENCE, 0);
    if let Some(target) = planting.study.instances.first_mut() {
        let object = &mut target.object;
        object.set_text(at(tags::PHOTOMETRIC_INTERPRETATION), VR::CS, "MONOCHROME2");
        for (tag, value) in [
            (tags::SAMPLES_PER_PIXEL, 1),
            (tags::ROWS, SIZE),
            (tags::COLUMNS, SIZE),
            (tags::BITS_ALLOCATED, 8),
            (tags::BITS_STORED, 8),
            (tags::HIGH_BIT, 7),
            (tags::PIXEL_REPRESENTATION, 0),
        ] {
            object.set_u16(at(tag), &[value]);
        }
        object.set_bytes(at(tags::PIXEL_DATA), VR::OB, &[0x40; (SIZE * SIZE) as usize]);
    }
    plant_one(planting, &mut others, at(tags::IMAGE_COMMENTS), VR::LT, Content::Comment);
    plant_one(planting, &mut others, at(tags::SOP_INSTANCE_UID), VR::UI, Content::Uid);
}
