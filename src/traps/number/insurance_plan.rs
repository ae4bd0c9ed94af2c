//! Number of the insurance contract.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

/// Retired, and still written by older systems.
const INSURANCE_PLAN_IDENTIFICATION: Tag = Tag(0x0010, 0x1050);

static CARD: Card = Card {
    id: "insurance-plan",
    version: 1,
    title: "Number of the insurance contract",
    why: "Retired, still written, and unknown to younger tools.",
    standard: "PS3.15 Table E.1-1: Insurance Plan Identification (0010,1050), action X; retired attribute",
    seen: "",
    passes: "The value is empty, gone or another one.",
};

/// Number of the insurance contract.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    planting.set_everywhere(INSURANCE_PLAN_IDENTIFICATION, VR::LO, Kind::Insurance, &identity.encounter.insurance_plan);
}
