//! Day of the order in Study ID.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::date::drawn::days_before_study;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "date-in-study-id",
    version: 1,
    title: "Day of the order in Study ID",
    why: "The value representation is SH, so a rule for dates does not see it; a date without separators reads as a number.",
    standard: "PS3.15 Table E.1-1: Study ID (0020,0010), action Z",
    seen: "deid#175",
    passes: "The value is empty or another one.",
};

/// Day of the order in Study ID.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let day = days_before_study(planting, 2..9).da();
    let written = format!("S{day}-1");
    let secret = Secret { kind: Kind::Date, value: &day, written: &written };
    planting.write_everywhere(tags::STUDY_ID, VR::SH, &written, &[secret], "");
}
