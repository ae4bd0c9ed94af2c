//! Time of birth.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;
use rand::RngExt;

static CARD: Card = Card {
    id: "birth-time",
    version: 1,
    title: "Time of birth",
    why: "Beside a day of birth it singles out one child of a hospital; lists of dates leave out times.",
    standard: "PS3.15 Table E.1-1: Patient's Birth Time (0010,0032), action X",
    seen: "",
    passes: "The value is empty or gone.",
};

/// Time of birth.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    // Nobody is examined at that hour, so the value is no other time of the file.
    let time = format!(
        "0{}{:02}{:02}",
        planting.stream.random_range(1..6u8),
        planting.stream.random_range(1..60u8),
        planting.stream.random_range(1..60u8)
    );
    planting.set_everywhere(tags::PATIENT_BIRTH_TIME, VR::TM, Kind::Time, &time);
}
