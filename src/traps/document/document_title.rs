//! Name in the title of a document.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "document-title",
    version: 1,
    title: "Name in the title of a document",
    why: "The title is shown in every list of documents, and PS3.15 does not name it.",
    standard: "PS3.3 §C.24.2: Document Title (0042,0010), which PS3.15 Table E.1-1 does not list",
    seen: "",
    passes: "The title is gone, or its identifiers are.",
};

/// Name in the title of a document.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::EncapsulatedCda);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::EncapsulatedCda) else { return };
    let name = planting.identity.name.dicom();
    let readable = planting.identity.name.readable();
    let text = format!("Imaging report for {readable}");
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &readable };
    planting.write(number, tags::DOCUMENT_TITLE, VR::ST, &text, &[secret], "Imaging report for");
}
