//! Position of the camera.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "gps-position",
    version: 1,
    title: "Position of the camera",
    why: "Photographs carry it from the telephone that took them; it is numbers alone, and exact to the metre.",
    standard: "PS3.15 Table E.1-1: GPS Latitude (0016,0072) X, GPS Longitude (0016,0074) X",
    seen: "",
    passes: "Latitude and longitude are gone.",
};

/// Position of the camera.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let visit = &identity.encounter;
    planting.accompany_everywhere(tags::GPS_LATITUDE_REF, VR::CS, "N");
    planting.set_everywhere(tags::GPS_LATITUDE, VR::DS, Kind::Address, &visit.latitude);
    planting.accompany_everywhere(tags::GPS_LONGITUDE_REF, VR::CS, "E");
    planting.set_everywhere(tags::GPS_LONGITUDE, VR::DS, Kind::Address, &visit.longitude);
}
