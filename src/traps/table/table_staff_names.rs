//! Names of colleagues in every attribute made for them.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Staff;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-staff-names",
    version: 1,
    title: "Names of colleagues in every attribute made for them",
    why: "Tools know the referring physician and forget who dictated, typed, verified or should receive the result.",
    standard: "PS3.15 Table E.1-1: PN attributes of staff",
    seen: "dcm4che#1313",
    passes: "Each is gone, empty or another name.",
};

/// Names of colleagues in every attribute made for them.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::CONSULTING_PHYSICIAN_NAME, Staff),
    Entry(tags::PHYSICIANS_OF_RECORD, Staff),
    Entry(tags::NAME_OF_PHYSICIANS_READING_STUDY, Staff),
    Entry(tags::SCHEDULED_PERFORMING_PHYSICIAN_NAME, Staff),
    Entry(tags::HUMAN_PERFORMER_NAME, Staff),
    Entry(tags::VERIFYING_OBSERVER_NAME, Staff),
    Entry(tags::CURRENT_OBSERVER_TRIAL, Staff),
    Entry(tags::VERBAL_SOURCE_TRIAL, Staff),
    Entry(tags::CONTENT_CREATOR_NAME, Staff),
    Entry(tags::TOPIC_AUTHOR, Staff),
    Entry(tags::ROI_INTERPRETER, Staff),
    Entry(tags::REVIEWER_NAME, Staff),
    Entry(tags::INTERPRETATION_RECORDER, Staff),
    Entry(tags::INTERPRETATION_TRANSCRIBER, Staff),
    Entry(tags::INTERPRETATION_AUTHOR, Staff),
    Entry(tags::PHYSICIAN_APPROVING_INTERPRETATION, Staff),
    Entry(tags::DISTRIBUTION_NAME, Staff),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
