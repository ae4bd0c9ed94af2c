//! Network names of scanner and archive.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "station-ae-titles",
    version: 1,
    title: "Network names of scanner and archive",
    why: "They are in every file that went through an archive, and name the hospital's own machines.",
    standard: "PS3.15 Table E.1-1: Station AE Title (0008,0055) X, Retrieve AE Title (0008,0054) X",
    seen: "dcm2niix#732",
    passes: "Both are gone.",
};

/// Network names of scanner and archive.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let parts = &identity.equipment;
    planting.set_everywhere(tags::STATION_AE_TITLE, VR::AE, Kind::Device, &parts.station_ae);
    planting.set_everywhere(tags::RETRIEVE_AE_TITLE, VR::AE, Kind::Device, &parts.archive_ae);
}
