//! Days of admission, order, visit and report.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Date;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-workflow-dates",
    version: 1,
    title: "Days of admission, order, visit and report",
    why: "Admission and discharge are days that a hospital knows of one patient only.",
    standard: "PS3.15 Table E.1-1: DA attributes of groups 0032, 0038, 0040 and 4008",
    seen: "",
    passes: "Each is gone, empty or another day.",
};

/// Days of admission, order, visit and report.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::STUDY_VERIFIED_DATE, Date),
    Entry(tags::STUDY_READ_DATE, Date),
    Entry(tags::SCHEDULED_STUDY_START_DATE, Date),
    Entry(tags::SCHEDULED_STUDY_STOP_DATE, Date),
    Entry(tags::STUDY_ARRIVAL_DATE, Date),
    Entry(tags::STUDY_COMPLETION_DATE, Date),
    Entry(tags::SCHEDULED_ADMISSION_DATE, Date),
    Entry(tags::SCHEDULED_DISCHARGE_DATE, Date),
    Entry(tags::ADMITTING_DATE, Date),
    Entry(tags::DISCHARGE_DATE, Date),
    Entry(tags::SCHEDULED_PROCEDURE_STEP_START_DATE, Date),
    Entry(tags::SCHEDULED_PROCEDURE_STEP_END_DATE, Date),
    Entry(tags::PERFORMED_PROCEDURE_STEP_START_DATE, Date),
    Entry(tags::PERFORMED_PROCEDURE_STEP_END_DATE, Date),
    Entry(tags::ISSUE_DATE_OF_IMAGING_SERVICE_REQUEST, Date),
    Entry(tags::FINDINGS_GROUP_RECORDING_DATE_TRIAL, Date),
    Entry(tags::DATE_OF_DOCUMENT_OR_VERBAL_TRANSACTION_TRIAL, Date),
    Entry(tags::DATE, Date),
    Entry(tags::OBSERVATION_DATE_TRIAL, Date),
    Entry(tags::INTERPRETATION_RECORDED_DATE, Date),
    Entry(tags::INTERPRETATION_TRANSCRIPTION_DATE, Date),
    Entry(tags::INTERPRETATION_APPROVAL_DATE, Date),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
