//! Names in a private sequence.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Step;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-sequence",
    version: 1,
    title: "Names in a private sequence",
    why: "Libraries that know no VR for a private tag leave its sequence unread.",
    standard: "PS3.15 Table E.1-1: private attributes, action X",
    seen: "fo-dicom#771",
    passes: "The private sequence is gone.",
};

/// Names in a private sequence.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let (name, mrn) = (planting.identity.name.dicom(), planting.identity.mrn.clone());
    let inside = |leaf: AttributePath| {
        let step = Step { sequence: Attribute::Private(0x0037, "CASE LIST 3".to_owned(), 0x20), item: 0 };
        AttributePath { steps: [vec![step], leaf.steps].concat(), leaf: leaf.leaf }
    };
    for instance in planting.instances() {
        planting.set(instance, inside(AttributePath::top(tags::PATIENT_NAME)), VR::PN, Kind::PersonName, &name);
        let own = AttributePath::private(0x0037, "CASE LIST 3", 0x21);
        planting.set(instance, inside(own), VR::LO, Kind::Mrn, &mrn);
    }
}
