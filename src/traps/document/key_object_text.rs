//! Name in the note beside key images.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::content::add_item;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "key-object-text",
    version: 1,
    title: "Name in the note beside key images",
    why: "The note is typed by whoever marks the images, and the object looks like a list of references.",
    standard: "PS3.15 Table E.1-1: Content Sequence (0040,A730) D; PS3.16 TID 2010",
    seen: "",
    passes: "The item is gone, or its identifiers are.",
};

/// Name in the note beside key images.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Document, plant).needs(Companion::KeyObjects);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::KeyObjects) else { return };
    let name = planting.identity.name.dicom();
    let readable = planting.identity.name.readable();
    let text = format!("For teaching: {readable}, show on Friday");
    let Some(target) = planting.study.at_mut(number) else { return };
    let concept = ("113012", "DCM", "Key Object Description");
    let item = add_item(&mut target.object, &[], "CONTAINS", "TEXT", Some(concept));
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &readable };
    let path = AttributePath::below(&item, tags::TEXT_VALUE);
    planting.write(number, path, VR::UT, &text, &[secret], "For teaching show on Friday");
}
