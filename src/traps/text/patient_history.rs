//! Name and number in a history of several lines.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "patient-history",
    version: 1,
    title: "Name and number in a history of several lines",
    why: "A pattern that stops at the end of a line misses a number behind its label, and one that takes the first match leaves the second.",
    standard: "PS3.15 Table E.1-1: Additional Patient History (0010,21B0), action X",
    seen: "",
    passes: "The text is gone, or its identifiers are.",
};

/// Name and number in a history of several lines.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let (name, readable) = (identity.name.dicom(), identity.name.readable());
    let lines = [
        "Cough since three weeks, no fever.".to_owned(),
        format!("Asked: {readable}"),
        "Record no.:".to_owned(),
        format!("  {}", identity.mrn),
        "Former smoker, 20 pack years.".to_owned(),
    ];
    let secrets =
        [Secret { kind: Kind::PersonName, value: &name, written: &readable }, Secret::plain(Kind::Mrn, &identity.mrn)];
    let context = "Cough since three weeks no fever Former smoker 20 pack years";
    let text = lines.join("\r\n");
    planting.write_everywhere(tags::ADDITIONAL_PATIENT_HISTORY, VR::LT, &text, &secrets, context);
}
