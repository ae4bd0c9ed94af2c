//! Date-times of steps, observations and approvals.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Date;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-workflow-date-times",
    version: 1,
    title: "Date-times of steps, observations and approvals",
    why: "Work lists use DT since long, and lists of dates to shift are older.",
    standard: "PS3.15 Table E.1-1: DT attributes of groups 0040, 0044 and 0100",
    seen: "deid#122",
    passes: "Each is gone, empty or another day.",
};

/// Date-times of steps, observations and approvals.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::SCHEDULED_PROCEDURE_STEP_START_DATE_TIME, Date),
    Entry(tags::SCHEDULED_PROCEDURE_STEP_EXPIRATION_DATE_TIME, Date),
    Entry(tags::SCHEDULED_PROCEDURE_STEP_MODIFICATION_DATE_TIME, Date),
    Entry(tags::EXPECTED_COMPLETION_DATE_TIME, Date),
    Entry(tags::PERFORMED_PROCEDURE_STEP_START_DATE_TIME, Date),
    Entry(tags::PERFORMED_PROCEDURE_STEP_END_DATE_TIME, Date),
    Entry(tags::PROCEDURE_STEP_CANCELLATION_DATE_TIME, Date),
    Entry(tags::VERIFICATION_DATE_TIME, Date),
    Entry(tags::OBSERVATION_DATE_TIME, Date),
    Entry(tags::OBSERVATION_START_DATE_TIME, Date),
    Entry(tags::EFFECTIVE_START_DATE_TIME, Date),
    Entry(tags::EFFECTIVE_STOP_DATE_TIME, Date),
    Entry(tags::PARTICIPATION_DATE_TIME, Date),
    Entry(tags::DATE_TIME, Date),
    Entry(tags::REFERENCED_DATE_TIME, Date),
    Entry(tags::ANNOTATION_DATE_TIME, Date),
    Entry(tags::SEGMENT_DEFINITION_DATE_TIME, Date),
    Entry(tags::TEMPLATE_VERSION, Date),
    Entry(tags::TEMPLATE_LOCAL_VERSION, Date),
    Entry(tags::HL7_DOCUMENT_EFFECTIVE_TIME, Date),
    Entry(tags::APPROVAL_STATUS_DATE_TIME, Date),
    Entry(tags::PRODUCT_EXPIRATION_DATE_TIME, Date),
    Entry(tags::SUBSTANCE_ADMINISTRATION_DATE_TIME, Date),
    Entry(tags::ASSERTION_DATE_TIME, Date),
    Entry(tags::ASSERTION_EXPIRATION_DATE_TIME, Date),
    Entry(tags::SOP_AUTHORIZATION_DATE_TIME, Date),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
