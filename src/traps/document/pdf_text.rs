//! Name and numbers on the page of a PDF.

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
    id: "pdf-text",
    version: 1,
    title: "Name and numbers on the page of a PDF",
    why: "A tool that cleans attributes copies the document as bytes: the page is read by opening it.",
    standard: "PS3.15 Table E.1-1: Encapsulated Document (0042,0011) D",
    seen: "Kitware/dicom-anonymizer#101",
    passes: "The document is gone or replaced, or its identifiers are.",
};

/// Name and numbers on the page of a PDF.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::EncapsulatedPdf);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::EncapsulatedPdf) else { return };
    let identity = planting.identity;
    let (name, mrn, accession) = (identity.name.dicom(), identity.mrn.clone(), identity.accession.clone());
    // The simple font of the page has plain letters alone, as many printers do.
    let written = deunicode(&identity.name.readable());
    let lines = vec![
        "Examination sheet".to_owned(),
        format!("Patient: {written}"),
        format!("MRN: {mrn}   Accession: {accession}"),
        "Preparation: none".to_owned(),
    ];
    let page = Page { lines, ..Page::default() }.written();
    let secrets = [
        Secret { kind: Kind::PersonName, value: &name, written: &written },
        Secret::plain(Kind::Mrn, &mrn),
        Secret::plain(Kind::Accession, &accession),
    ];
    planting.write_bytes(number, tags::ENCAPSULATED_DOCUMENT, VR::OB, &page, &secrets, "");
}
