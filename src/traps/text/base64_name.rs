//! Name in base64 as the source system wrote it.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

static CARD: Card = Card {
    id: "base64-name",
    version: 1,
    title: "Name in base64 as the source system wrote it",
    why: "A search for plain text finds nothing, and anybody decodes it in a second.",
    standard: "PS3.15 Table E.1-1: Comments on the Performed Procedure Step (0040,0280), action X",
    seen: "",
    passes: "The text is gone, or its identifiers are.",
};

/// Name in base64 as the source system wrote it.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let written = BASE64_STANDARD.encode(&name);
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    let text = format!("token={written}; two views done");
    let context = "two views done";
    planting.write_everywhere(tags::COMMENTS_ON_THE_PERFORMED_PROCEDURE_STEP, VR::ST, &text, &[secret], context);
}
