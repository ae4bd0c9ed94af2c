//! Where a picture was taken.

use crate::card::Card;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content::Bytes;
use crate::traps::content::Content::Coordinate;
use crate::traps::content::Content::Date;
use crate::traps::content::Content::Place;
use crate::traps::content::Entry;
use crate::traps::content::plant_all;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "table-gps",
    version: 1,
    title: "Where a picture was taken",
    why: "Coordinates to the metre name the house of a patient seen at home.",
    standard: "PS3.15 Table E.1-1: GPS attributes of group 0016, action X",
    seen: "",
    passes: "Each is gone.",
};

/// Where a picture was taken.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

static ENTRIES: &[Entry] = &[
    Entry(tags::GPS_ALTITUDE, Coordinate),
    Entry(tags::GPS_TIME_STAMP, Date),
    Entry(tags::GPS_SATELLITES, Place),
    Entry(tags::GPS_MAP_DATUM, Place),
    Entry(tags::GPS_DEST_LATITUDE, Coordinate),
    Entry(tags::GPS_DEST_LONGITUDE, Coordinate),
    Entry(tags::GPS_PROCESSING_METHOD, Bytes),
    Entry(tags::GPS_AREA_INFORMATION, Bytes),
    Entry(tags::GPS_DATE_STAMP, Date),
];

fn plant(planting: &mut Planting<'_>) {
    plant_all(planting, ENTRIES);
}
