//! Application entity titles in the data set.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::AeTitle;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-ae-titles",
    version: 1,
    title: "Application entity titles in the data set",
    why: "A title names hospital and room in most networks, and is taken for technique.",
    standard: "PS3.15 Table E.1-1: AE attributes, X or D",
    seen: "",
    passes: "Each is gone or replaced.",
};

/// Application entity titles in the data set.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::NETWORK_ID, AeTitle),
    Entry(tags::SCHEDULED_STUDY_LOCATION_AE_TITLE, AeTitle),
    Entry(tags::SCHEDULED_STATION_AE_TITLE, AeTitle),
    Entry(tags::PERFORMED_STATION_AE_TITLE, AeTitle),
    Entry(tags::RECEIVING_AE, AeTitle),
    Entry(tags::REQUESTING_AE, AeTitle),
    Entry(tags::ORIGINATOR, AeTitle),
    Entry(tags::DESTINATION_AE, AeTitle),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
