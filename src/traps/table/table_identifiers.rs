//! Numbers of admission, order, episode, specimen and report.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Code;
use crate::traps::content::Content::Number;
use crate::traps::content::Content::Place;
use crate::traps::content::Content::Url;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-identifiers",
    version: 1,
    title: "Numbers of admission, order, episode, specimen and report",
    why: "Each number leads to the patient in one more system, and there are more systems than lists know.",
    standard: "PS3.15 Table E.1-1: identifiers and their issuers, X, Z or D",
    seen: "",
    passes: "Each is gone, empty or replaced.",
};

/// Numbers of admission, order, episode, specimen and report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::RESPONSIBLE_ORGANIZATION, Place),
    Entry(tags::STUDY_ID_ISSUER, Place),
    Entry(tags::ISSUER_OF_ADMISSION_ID, Place),
    Entry(tags::ISSUER_OF_SERVICE_EPISODE_ID, Place),
    Entry(tags::SCHEDULED_PROCEDURE_STEP_ID, Number(Kind::OtherPatientId)),
    Entry(tags::SPECIMEN_ACCESSION_NUMBER, Number(Kind::OtherPatientId)),
    Entry(tags::SLIDE_IDENTIFIER, Code(Kind::Description)),
    Entry(tags::DISPLAY_URI, Url(Kind::Url)),
    Entry(tags::CONTAINER_COMPONENT_ID, Code(Kind::Description)),
    Entry(tags::RESULTS_ID, Number(Kind::OtherPatientId)),
    Entry(tags::RESULTS_ID_ISSUER, Place),
    Entry(tags::INTERPRETATION_ID, Number(Kind::OtherPatientId)),
    Entry(tags::INTERPRETATION_ID_ISSUER, Place),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
