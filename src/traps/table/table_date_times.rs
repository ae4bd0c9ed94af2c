//! Date-times of acquisition and device.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Date;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-date-times",
    version: 1,
    title: "Date-times of acquisition and device",
    why: "Tools shift DA attributes and forget DT, where the same day stands again.",
    standard: "PS3.15 Table E.1-1: DT attributes of the image",
    seen: "mmiv-center/DICOMAnonymizer#20",
    passes: "Each is gone, empty or another day.",
};

/// Date-times of acquisition and device.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::INSTANCE_COERCION_DATE_TIME, Date),
    Entry(tags::CONTEXT_GROUP_VERSION, Date),
    Entry(tags::CONTEXT_GROUP_LOCAL_VERSION, Date),
    Entry(tags::RADIOPHARMACEUTICAL_START_DATE_TIME, Date),
    Entry(tags::RADIOPHARMACEUTICAL_STOP_DATE_TIME, Date),
    Entry(tags::DATE_TIME_OF_LAST_CALIBRATION, Date),
    Entry(tags::CALIBRATION_DATE_TIME, Date),
    Entry(tags::FRAME_ACQUISITION_DATE_TIME, Date),
    Entry(tags::SOURCE_START_DATE_TIME, Date),
    Entry(tags::SOURCE_END_DATE_TIME, Date),
    Entry(tags::END_ACQUISITION_DATE_TIME, Date),
    Entry(tags::FUNCTIONAL_SYNC_PULSE, Date),
    Entry(tags::DECAY_CORRECTION_DATE_TIME, Date),
    Entry(tags::EXCLUSION_START_DATE_TIME, Date),
    Entry(tags::INSTRUCTION_PERFORMED_DATE_TIME, Date),
    Entry(tags::IMPEDANCE_MEASUREMENT_DATE_TIME, Date),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
