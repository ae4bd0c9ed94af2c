//! Name and number in a deflated stream of a PDF.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::pdf::Page;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;
use deunicode::deunicode;

static CARD: Card = Card {
    id: "pdf-flate-text",
    version: 1,
    title: "Name and number in a deflated stream of a PDF",
    why: "Nearly every PDF packs its pages: a search through the bytes finds nothing, and every reader shows the name.",
    standard: "PS3.15 Table E.1-1: Encapsulated Document (0042,0011) D; ISO 32000-1 §7.4.4",
    seen: "Kitware/dicom-anonymizer#101",
    passes: "The document is gone or replaced, or its identifiers are.",
};

/// Name and number in a deflated stream of a PDF.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::CompressedPdf);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::CompressedPdf) else { return };
    let identity = planting.identity;
    let (name, mrn) = (identity.name.dicom(), identity.mrn.clone());
    // The simple font of the page has plain letters alone, as many printers do.
    let written = deunicode(&identity.name.readable());
    // Enough words that the stream is packed: a very short one is stored as it is.
    let lines = vec![
        "Consent form".to_owned(),
        format!("I, {written}, MRN {mrn}, agree to the examination."),
        "I was told what the examination is for, how it is done and what it may bring.".to_owned(),
        "I was told that the images of the examination are kept for ten years.".to_owned(),
        "I could ask about the examination, and all that I asked was answered.".to_owned(),
    ];
    let page = Page { lines, deflated: true, ..Page::default() }.written();
    let secrets = [Secret { kind: Kind::PersonName, value: &name, written: &written }, Secret::plain(Kind::Mrn, &mrn)];
    planting.write_bytes(number, tags::ENCAPSULATED_DOCUMENT, VR::OB, &page, &secrets, "");
}
