//! E-mail and street address in study comments.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

/// Retired, and still written by older systems.
const STUDY_COMMENTS: Tag = Tag(0x0032, 0x4000);

static CARD: Card = Card {
    id: "study-comments",
    version: 1,
    title: "E-mail and street address in study comments",
    why: "No word of an address is a name, so name lists and name finders pass it.",
    standard: "PS3.15 Table E.1-1: Study Comments (0032,4000), action X; retired attribute",
    seen: "mmiv-center/DICOMAnonymizer#17, irrer/DICOMClient#24",
    passes: "The text is gone, or its identifiers are.",
};

/// E-mail and street address in study comments.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let street = &identity.address.street;
    let text = format!("Send copy on disc to {street} and report to {}, no charge", identity.email);
    let secrets = [Secret::plain(Kind::Address, street), Secret::plain(Kind::Email, &identity.email)];
    let context = "Send copy on disc to and report to no charge";
    planting.write_everywhere(STUDY_COMMENTS, VR::LT, &text, &secrets, context);
}
