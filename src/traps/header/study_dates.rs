//! Dates of study, series, acquisition and content.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::instance::STUDY_DATES;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "study-dates",
    version: 1,
    title: "Dates of study, series, acquisition and content",
    why: "Dates repeat in several attributes, and a tool that shifts one must shift all.",
    standard: "PS3.15 Table E.1-1: Study Date (0008,0020) Z, Series Date (0008,0021) X/D, Acquisition Date (0008,0022) X/Z/D, Content Date (0008,0023) Z/D, Instance Creation Date (0008,0012) X/D",
    seen: "",
    passes: "Each is gone, empty, or another date.",
};

/// Dates of study, series, acquisition and content.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let date = planting.identity.study_date.da();
    for instance in planting.every_instance() {
        // Objects beside the images have some of them.
        let there = |tag: &&Tag| planting.study.at(instance).is_some_and(|target| target.object.contains(**tag));
        let tags: Vec<Tag> = STUDY_DATES.iter().filter(there).copied().collect();
        for tag in tags {
            planting.set(instance, tag, VR::DA, Kind::Date, &date);
        }
    }
}
