//! The patient in the header of a clinical document.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::cda::Document;
use crate::dicom::cda::Subject;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "cda-record-target",
    version: 1,
    title: "The patient in the header of a clinical document",
    why: "The header of CDA repeats all demographics in XML, which tools for DICOM copy as bytes.",
    standard: "PS3.15 Table E.1-1: Encapsulated Document (0042,0011) D; HL7 CDA R2 recordTarget",
    seen: "",
    passes: "The document is gone or replaced, or its identifiers are.",
};

/// The patient in the header of a clinical document.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::EncapsulatedCda);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::EncapsulatedCda) else { return };
    let identity = planting.identity;
    let subject = Subject {
        family: identity.name.family.clone(),
        given: identity.name.given.clone(),
        number: identity.mrn.clone(),
        birth_date: identity.birth_date.da(),
        street: identity.address.street.clone(),
        city: identity.address.city.clone(),
        postal_code: identity.address.postal_code.clone(),
        phone: identity.phone.clone(),
    };
    let name = identity.name.dicom();
    let id = planting.study.at(number).and_then(|target| target.object.text(tags::HL7_INSTANCE_IDENTIFIER));
    let document = Document { id: id.unwrap_or_default(), subject: Some(subject.clone()), ..Document::default() };
    let secrets = [
        Secret { kind: Kind::PersonName, value: &name, written: &subject.family },
        Secret::plain(Kind::Mrn, &subject.number),
        Secret::plain(Kind::BirthDate, &subject.birth_date),
        Secret::plain(Kind::Address, &subject.street),
        Secret::plain(Kind::Phone, &subject.phone),
    ];
    let xml = document.written();
    planting.write_bytes(number, tags::ENCAPSULATED_DOCUMENT, VR::OB, xml.as_bytes(), &secrets, "");
}
