//! Day of birth in its own attribute.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "birth-date",
    version: 1,
    title: "Day of birth in its own attribute",
    why: "With sex and postal code it singles out most people; a year may stay only where a policy says so.",
    standard: "PS3.15 Table E.1-1: Patient's Birth Date (0010,0030), action Z",
    seen: "",
    passes: "The value is empty or another date.",
};

/// Day of birth in its own attribute.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant).core();

fn plant(planting: &mut Planting<'_>) {
    let date = planting.identity.birth_date.da();
    for instance in planting.every_instance() {
        planting.set(instance, tags::PATIENT_BIRTH_DATE, VR::DA, Kind::BirthDate, &date);
    }
}
