//! Date with the name of the month among words.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::date::drawn::days_before_study;
use crate::truth::Kind;
use crate::truth::Surface;

/// Retired, and still written by older systems.
const INTERPRETATION_DIAGNOSIS_DESCRIPTION: Tag = Tag(0x4008, 0x0115);

static CARD: Card = Card {
    id: "date-spelled-out",
    version: 1,
    title: "Date with the name of the month among words",
    why: "Patterns of digits do not match a month that is written as a word.",
    standard: "PS3.15 Table E.1-1: Interpretation Diagnosis Description (4008,0115), action X; retired attribute",
    seen: "",
    passes: "The date is gone or another one; the words may stay.",
};

/// Date with the name of the month among words.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let day = days_before_study(planting, 320..400);
    let (value, written) = (day.da(), day.0.strftime("%-d %B %Y").to_string());
    let secret = Secret { kind: Kind::Date, value: &value, written: &written };
    let text = format!("Stable since {written}, no new lesion");
    let context = "Stable since no new lesion";
    planting.write_everywhere(INTERPRETATION_DIAGNOSIS_DESCRIPTION, VR::LT, &text, &[secret], context);
}
