//! Number of the service episode.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "service-episode",
    version: 1,
    title: "Number of the service episode",
    why: "It stays the same over all studies of an illness and links them.",
    standard: "PS3.15 Table E.1-1: Service Episode ID (0038,0060), action X",
    seen: "",
    passes: "The value is empty, gone or another one.",
};

/// Number of the service episode.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    planting.set_everywhere(tags::SERVICE_EPISODE_ID, VR::LO, Kind::OtherPatientId, &identity.encounter.episode);
}
