//! Day of birth in the calendar of Thailand.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "birth-date-other-calendar",
    version: 1,
    title: "Day of birth in the calendar of Thailand",
    why: "The year is 543 larger: a parser takes it for nonsense or for a date to come, and a rule for DA does not see an LO.",
    standard: "not in PS3.15 Table E.1-1: Patient Birth Date in Alternative Calendar (0010,0033); PS3.15 §E.1: what could identify goes, wherever it is",
    seen: "",
    passes: "The value is gone or another date.",
};

/// Day of birth in the calendar of Thailand.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let born = identity.birth_date.da();
    // Years are counted from the death of the Buddha.
    let year: u32 = born.get(..4).and_then(|year| year.parse().ok()).unwrap_or(1950) + 543;
    let written = format!("{year}{}", born.get(4..).unwrap_or_default());
    planting.set_everywhere(tags::PATIENT_BIRTH_DATE_IN_ALTERNATIVE_CALENDAR, VR::LO, Kind::BirthDate, &written);
    planting.accompany_everywhere(tags::PATIENT_ALTERNATIVE_CALENDAR, VR::CS, "BUDDHIST");
}
