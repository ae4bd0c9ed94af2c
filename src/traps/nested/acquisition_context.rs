//! A name in the acquisition context.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content;
use crate::traps::content::plant_one;
use crate::traps::nested::items::write_code;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "acquisition-context",
    version: 1,
    title: "A name in the acquisition context",
    why: "Technologists answer questions of the console in free text, which becomes a content item.",
    standard: "PS3.15 Table E.1-1: Acquisition Context Sequence (0040,0555), action X/Z",
    seen: "",
    passes: "The sequence is gone or empty, or the name in it is.",
};

/// A name in the acquisition context.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    let at = |tag| AttributePath::top(tag).inside(tags::ACQUISITION_CONTEXT_SEQUENCE, 0);
    let concept = |tag| {
        AttributePath::top(tag)
            .inside(tags::CONCEPT_NAME_CODE_SEQUENCE, 0)
            .inside(tags::ACQUISITION_CONTEXT_SEQUENCE, 0)
    };
    if let Some(target) = planting.study.instances.first_mut() {
        target.object.set_text(at(tags::VALUE_TYPE), VR::CS, "TEXT");
        write_code(&mut target.object, &concept, ("121106", "DCM", "Comment"));
    }
    plant_one(planting, &mut others, at(tags::TEXT_VALUE), VR::UT, Content::Comment);
}
