//! Rank and unit of a soldier.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;
use rand::RngExt;

static CARD: Card = Card {
    id: "military-service",
    version: 1,
    title: "Rank and unit of a soldier",
    why: "Outside military hospitals nobody expects the attributes, and a unit is a small crowd.",
    standard: "PS3.15 Table E.1-1: Military Rank (0010,1080) X, Branch of Service (0010,1081) X",
    seen: "",
    passes: "Both are gone.",
};

/// Rank and unit of a soldier.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let ranks = ["Staff Sergeant", "First Lieutenant", "Chief Warrant Officer", "Lance Corporal"];
    let at = planting.stream.random_range(0..ranks.len());
    let rank = ranks.get(at).copied().unwrap_or("Staff Sergeant");
    planting.set_everywhere(tags::MILITARY_RANK, VR::LO, Kind::Description, rank);
    planting.set_everywhere(tags::BRANCH_OF_SERVICE, VR::LO, Kind::Institution, &identity.encounter.military_unit);
}
