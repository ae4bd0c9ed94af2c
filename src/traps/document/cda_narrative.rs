//! Name in the narrative of a clinical document.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::cda::Document;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "cda-narrative",
    version: 1,
    title: "Name in the narrative of a clinical document",
    why: "A tool that empties the coded header leaves what was written in sentences.",
    standard: "PS3.15 Table E.1-1: Encapsulated Document (0042,0011) D; HL7 CDA R2 section/text",
    seen: "",
    passes: "The document is gone or replaced, or its identifiers are.",
};

/// Name in the narrative of a clinical document.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::NarrativeCda);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::NarrativeCda) else { return };
    let identity = planting.identity;
    let (name, mrn) = (identity.name.dicom(), identity.mrn.clone());
    let readable = identity.name.readable();
    let paragraph = format!("Told to {readable} (MRN {mrn}) & the family: come again in < 6 months.");
    let id = planting.study.at(number).and_then(|target| target.object.text(tags::HL7_INSTANCE_IDENTIFIER));
    let document =
        Document { id: id.unwrap_or_default(), paragraphs: vec![paragraph], ..Document::default() }.written();
    let secrets = [Secret { kind: Kind::PersonName, value: &name, written: &readable }, Secret::plain(Kind::Mrn, &mrn)];
    planting.write_bytes(number, tags::ENCAPSULATED_DOCUMENT, VR::OB, document.as_bytes(), &secrets, "");
}
