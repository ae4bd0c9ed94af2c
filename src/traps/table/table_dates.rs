//! Days of calibration, capture and device.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Date;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-dates",
    version: 1,
    title: "Days of calibration, capture and device",
    why: "A day that is left beside shifted ones tells by how much they were shifted.",
    standard: "PS3.15 Table E.1-1: DA attributes of the image and its device",
    seen: "Kitware/dicom-anonymizer#56",
    passes: "Each is gone, empty or another day.",
};

/// Days of calibration, capture and device.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::OVERLAY_DATE, Date),
    Entry(tags::CURVE_DATE, Date),
    Entry(tags::ETHICS_COMMITTEE_APPROVAL_EFFECTIVENESS_START_DATE, Date),
    Entry(tags::ETHICS_COMMITTEE_APPROVAL_EFFECTIVENESS_END_DATE, Date),
    Entry(tags::CALIBRATION_DATE, Date),
    Entry(tags::DATE_OF_SECONDARY_CAPTURE, Date),
    Entry(tags::DATE_OF_MANUFACTURE, Date),
    Entry(tags::DATE_OF_INSTALLATION, Date),
    Entry(tags::DATE_OF_LAST_DETECTOR_CALIBRATION, Date),
    Entry(tags::MODIFIED_IMAGE_DATE, Date),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
