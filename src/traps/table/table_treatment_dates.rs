//! Days and times of plans, treatments and presentations.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Date;
use crate::traps::content::Content::Time;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-treatment-dates",
    version: 1,
    title: "Days and times of plans, treatments and presentations",
    why: "Lists made for images end before the groups of radiotherapy.",
    standard: "PS3.15 Table E.1-1: DA, TM and DT attributes of groups 0068 to 3010",
    seen: "dcm4che#1313",
    passes: "Each is gone, empty or another day or time.",
};

/// Days and times of plans, treatments and presentations.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::EFFECTIVE_DATE_TIME, Date),
    Entry(tags::INFORMATION_ISSUE_DATE_TIME, Date),
    Entry(tags::PRESENTATION_CREATION_DATE, Date),
    Entry(tags::PRESENTATION_CREATION_TIME, Time),
    Entry(tags::HANGING_PROTOCOL_CREATION_DATE_TIME, Date),
    Entry(tags::CREATION_DATE, Date),
    Entry(tags::CREATION_TIME, Time),
    Entry(tags::STRUCTURE_SET_DATE, Date),
    Entry(tags::STRUCTURE_SET_TIME, Time),
    Entry(tags::ROI_DATE_TIME, Date),
    Entry(tags::ROI_OBSERVATION_DATE_TIME, Date),
    Entry(tags::TREATMENT_CONTROL_POINT_DATE, Date),
    Entry(tags::TREATMENT_CONTROL_POINT_TIME, Time),
    Entry(tags::FIRST_TREATMENT_DATE, Date),
    Entry(tags::MOST_RECENT_TREATMENT_DATE, Date),
    Entry(tags::SAFE_POSITION_EXIT_DATE, Date),
    Entry(tags::SAFE_POSITION_EXIT_TIME, Time),
    Entry(tags::SAFE_POSITION_RETURN_DATE, Date),
    Entry(tags::SAFE_POSITION_RETURN_TIME, Time),
    Entry(tags::TREATMENT_DATE, Date),
    Entry(tags::TREATMENT_TIME, Time),
    Entry(tags::RT_PLAN_DATE, Date),
    Entry(tags::RT_PLAN_TIME, Time),
    Entry(tags::SOURCE_STRENGTH_REFERENCE_DATE, Date),
    Entry(tags::SOURCE_STRENGTH_REFERENCE_TIME, Time),
    Entry(tags::TREATMENT_TOLERANCE_VIOLATION_DATE_TIME, Date),
    Entry(tags::RECORDED_RT_CONTROL_POINT_DATE_TIME, Date),
    Entry(tags::INTERLOCK_DATE_TIME, Date),
    Entry(tags::OVERRIDE_DATE_TIME, Date),
    Entry(tags::BEAM_HOLD_TRANSITION_DATE_TIME, Date),
    Entry(tags::REVIEW_DATE, Date),
    Entry(tags::REVIEW_TIME, Time),
    Entry(tags::INTENDED_PHASE_START_DATE, Date),
    Entry(tags::INTENDED_PHASE_END_DATE, Date),
    Entry(tags::INTENDED_FRACTION_START_TIME, Time),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
