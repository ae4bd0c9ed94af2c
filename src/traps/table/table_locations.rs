//! Wards, rooms and services.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Code;
use crate::traps::content::Content::Place;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-locations",
    version: 1,
    title: "Wards, rooms and services",
    why: "The ward and the day name the few patients who lay there.",
    standard: "PS3.15 Table E.1-1: locations and organizations, X or D",
    seen: "",
    passes: "Each is gone or replaced.",
};

/// Wards, rooms and services.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::SCHEDULED_STUDY_LOCATION, Place),
    Entry(tags::REQUESTING_SERVICE, Place),
    Entry(tags::SCHEDULED_PATIENT_INSTITUTION_RESIDENCE, Place),
    Entry(tags::PATIENT_INSTITUTION_RESIDENCE, Place),
    Entry(tags::SCHEDULED_PROCEDURE_STEP_LOCATION, Code(Kind::Institution)),
    Entry(tags::PERFORMED_LOCATION, Code(Kind::Institution)),
    Entry(tags::REQUESTED_PROCEDURE_LOCATION, Place),
    Entry(tags::ORDER_ENTERER_LOCATION, Code(Kind::Institution)),
    Entry(tags::HUMAN_PERFORMER_ORGANIZATION, Place),
    Entry(tags::VERIFYING_ORGANIZATION, Place),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
