//! Name in small letters in acquisition comments.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

/// Retired, and still written by older systems.
const ACQUISITION_COMMENTS: Tag = Tag(0x0018, 0x4000);

static CARD: Card = Card {
    id: "acquisition-comments-lower",
    version: 1,
    title: "Name in small letters in acquisition comments",
    why: "Finders of names rely on capitals, and technologists type without them.",
    standard: "PS3.15 Table E.1-1: Acquisition Comments (0018,4000), action X; retired attribute",
    seen: "mmiv-center/DICOMAnonymizer#17, irrer/DICOMClient#24",
    passes: "The text is gone, or its identifiers are.",
};

/// Name in small letters in acquisition comments.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let written = identity.name.readable().to_lowercase();
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    let text = format!("moved twice, {written} could not hold breath");
    let context = "moved twice could not hold breath";
    planting.write_everywhere(ACQUISITION_COMMENTS, VR::LT, &text, &[secret], context);
}
