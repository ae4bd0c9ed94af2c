//! Several dates in one value.

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
    id: "calibration-dates",
    version: 1,
    title: "Several dates in one value",
    why: "A parser that takes the value for one date fails on the backslash, and one that takes the first leaves the second.",
    standard: "PS3.15 Table E.1-1: Date of Last Calibration (0018,1200), action X",
    seen: "dicognito#61",
    passes: "Both dates are gone or others, as far apart as they were.",
};

/// Several dates in one value.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let earlier = days_before_study(planting, 200..300).da();
    let later = days_before_study(planting, 20..80).da();
    let secrets = [Secret::plain(Kind::Date, &earlier), Secret::plain(Kind::Date, &later)];
    planting.write_everywhere(tags::DATE_OF_LAST_CALIBRATION, VR::DA, &format!("{earlier}\\{later}"), &secrets, "");
}
