//! Link to the patient in a portal.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "portal-link",
    version: 1,
    title: "Link to the patient in a portal",
    why: "The number is part of an address, where no label tells what it is.",
    standard: "PS3.15 Table E.1-1: Requested Procedure Comments (0040,1400), action X",
    seen: "",
    passes: "The text is gone, or its identifiers are.",
};

/// Link to the patient in a portal.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let text = format!("Images for the patient under {} until discharge", identity.url);
    let secret = Secret::plain(Kind::Url, &identity.url);
    let context = "Images for the patient under until discharge";
    planting.write_everywhere(tags::REQUESTED_PROCEDURE_COMMENTS, VR::LT, &text, &[secret], context);
}
