//! First day of the last period.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::date::drawn::days_before_study;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "last-menstrual-date",
    version: 1,
    title: "First day of the last period",
    why: "It is a date about the patient that stands far from the other dates, and the interval to the study is what counts.",
    standard: "PS3.15 Table E.1-1: Last Menstrual Date (0010,21D0), action X",
    seen: "",
    passes: "The value is gone, or another date as far from the study.",
};

/// First day of the last period.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let day = days_before_study(planting, 10..20).da();
    planting.set_everywhere(tags::LAST_MENSTRUAL_DATE, VR::DA, Kind::Date, &day);
}
