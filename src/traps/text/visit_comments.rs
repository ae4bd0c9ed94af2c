//! Relative with telephone in the comments on a visit.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "visit-comments",
    version: 1,
    title: "Relative with telephone in the comments on a visit",
    why: "The name is not the patient's, so a search for the patient's own name does not find it.",
    standard: "PS3.15 Table E.1-1: Visit Comments (0038,4000), action X",
    seen: "",
    passes: "The text is gone, or its identifiers are.",
};

/// Relative with telephone in the comments on a visit.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let (relative, readable) = (identity.guardian.dicom(), identity.guardian.readable());
    let text = format!("In an emergency call {readable}, {}", identity.phone);
    let secrets = [
        Secret { kind: Kind::RelativeName, value: &relative, written: &readable },
        Secret::plain(Kind::Phone, &identity.phone),
    ];
    planting.write_everywhere(tags::VISIT_COMMENTS, VR::LT, &text, &secrets, "In an emergency call");
}
