//! Times of day in every attribute made for them.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Time;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-times",
    version: 1,
    title: "Times of day in every attribute made for them",
    why: "A time to the microsecond is found again in the log of the scanner, whatever the day says.",
    standard: "PS3.15 Table E.1-1: TM attributes of the image",
    seen: "pymedphys#1246",
    passes: "Each is gone, empty or another time.",
};

/// Times of day in every attribute made for them.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::INSTANCE_CREATION_TIME, Time),
    Entry(tags::STUDY_TIME, Time),
    Entry(tags::SERIES_TIME, Time),
    Entry(tags::ACQUISITION_TIME, Time),
    Entry(tags::CONTENT_TIME, Time),
    Entry(tags::OVERLAY_TIME, Time),
    Entry(tags::CURVE_TIME, Time),
    Entry(tags::CALIBRATION_TIME, Time),
    Entry(tags::INTERVENTION_DRUG_STOP_TIME, Time),
    Entry(tags::INTERVENTION_DRUG_START_TIME, Time),
    Entry(tags::TIME_OF_SECONDARY_CAPTURE, Time),
    Entry(tags::RADIOPHARMACEUTICAL_START_TIME, Time),
    Entry(tags::RADIOPHARMACEUTICAL_STOP_TIME, Time),
    Entry(tags::TIME_OF_LAST_CALIBRATION, Time),
    Entry(tags::TIME_OF_LAST_DETECTOR_CALIBRATION, Time),
    Entry(tags::MODIFIED_IMAGE_TIME, Time),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
