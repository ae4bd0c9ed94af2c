//! Age of more than 89 years.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;
use rand::RngExt;

static CARD: Card = Card {
    id: "age-over-89",
    version: 1,
    title: "Age of more than 89 years",
    why: "Safe Harbor lets ages stay up to 89 alone; a tool that keeps ages for research must put the oldest into one class.",
    standard: "PS3.15 Table E.1-1: Patient's Age (0010,1010), action X; 45 CFR 164.514(b)(2)(i)(C)",
    seen: "",
    passes: "The value is gone, or 90 or more as one class.",
};

/// Age of more than 89 years.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let age = format!("0{}Y", planting.stream.random_range(91..100u8));
    planting.set_everywhere(tags::PATIENT_AGE, VR::AS, Kind::Age, &age);
}
