//! Times of admission, order, visit and report.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Time;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-workflow-times",
    version: 1,
    title: "Times of admission, order, visit and report",
    why: "Times of an order or a report are kept where days are shifted.",
    standard: "PS3.15 Table E.1-1: TM attributes of groups 0032, 0038, 0040 and 4008",
    seen: "",
    passes: "Each is gone, empty or another time.",
};

/// Times of admission, order, visit and report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::STUDY_VERIFIED_TIME, Time),
    Entry(tags::STUDY_READ_TIME, Time),
    Entry(tags::SCHEDULED_STUDY_START_TIME, Time),
    Entry(tags::SCHEDULED_STUDY_STOP_TIME, Time),
    Entry(tags::STUDY_ARRIVAL_TIME, Time),
    Entry(tags::STUDY_COMPLETION_TIME, Time),
    Entry(tags::SCHEDULED_ADMISSION_TIME, Time),
    Entry(tags::SCHEDULED_DISCHARGE_TIME, Time),
    Entry(tags::ADMITTING_TIME, Time),
    Entry(tags::DISCHARGE_TIME, Time),
    Entry(tags::SCHEDULED_PROCEDURE_STEP_START_TIME, Time),
    Entry(tags::SCHEDULED_PROCEDURE_STEP_END_TIME, Time),
    Entry(tags::PERFORMED_PROCEDURE_STEP_START_TIME, Time),
    Entry(tags::PERFORMED_PROCEDURE_STEP_END_TIME, Time),
    Entry(tags::ISSUE_TIME_OF_IMAGING_SERVICE_REQUEST, Time),
    Entry(tags::FINDINGS_GROUP_RECORDING_TIME_TRIAL, Time),
    Entry(tags::TIME_OF_DOCUMENT_CREATION_OR_VERBAL_TRANSACTION_TRIAL, Time),
    Entry(tags::TIME, Time),
    Entry(tags::OBSERVATION_TIME_TRIAL, Time),
    Entry(tags::INTERPRETATION_RECORDED_TIME, Time),
    Entry(tags::INTERPRETATION_TRANSCRIPTION_TIME, Time),
    Entry(tags::INTERPRETATION_APPROVAL_TIME, Time),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
