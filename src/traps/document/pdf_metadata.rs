//! Name, number and author in the properties of a PDF.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::pdf::Page;
use crate::dicom::pdf::Properties;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;
use deunicode::deunicode;

static CARD: Card = Card {
    id: "pdf-metadata",
    version: 1,
    title: "Name, number and author in the properties of a PDF",
    why: "Title, author and keywords stand in the Info dictionary and again as XMP: a tool that blackens the page leaves both.",
    standard: "PS3.15 Table E.1-1: Encapsulated Document (0042,0011) D; ISO 32000-1 §14.3",
    seen: "",
    passes: "The document is gone or replaced, or its identifiers are.",
};

/// Name, number and author in the properties of a PDF.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::DescribedPdf);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::DescribedPdf) else { return };
    let identity = planting.identity;
    let (name, mrn, reading) = (identity.name.dicom(), identity.mrn.clone(), identity.reading.dicom());
    // The simple font of the page has plain letters alone, as many printers do.
    let written = deunicode(&identity.name.readable());
    let author = deunicode(&identity.reading.readable());
    let properties = Properties {
        title: format!("Report {written}"),
        author: author.clone(),
        keywords: format!("radiology, {mrn}"),
    };
    let lines = vec!["Imaging report".to_owned(), "Nothing that needs treatment.".to_owned()];
    let page = Page { lines, deflated: true, properties: Some(properties) }.written();
    let secrets = [
        Secret { kind: Kind::PersonName, value: &name, written: &written },
        Secret { kind: Kind::Staff, value: &reading, written: &author },
        Secret::plain(Kind::Mrn, &mrn),
    ];
    planting.write_bytes(number, tags::ENCAPSULATED_DOCUMENT, VR::OB, &page, &secrets, "");
}
