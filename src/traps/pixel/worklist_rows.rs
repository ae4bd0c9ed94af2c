//! Rows of a worklist with relatives and staff.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Tint;
use super::drawing::burn_somewhere;
use super::drawing::every;
use super::drawing::is_capture;
use crate::card::Card;
use crate::ink::face::Face;
use crate::traps::Planting;
use crate::truth::Kind;

static CARD: Card = Card {
    id: "worklist-rows",
    version: 1,
    title: "Rows of a worklist with relatives and staff",
    why: "A screen with a list shows more people than the header names; no list of the patient's values holds them.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Rows of a worklist with relatives and staff.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [
        Caption::name("1", identity),
        Caption::person("Mother", Kind::RelativeName, &identity.mother),
        Caption::person("Guardian", Kind::RelativeName, &identity.guardian),
        Caption::person("Reading", Kind::Staff, &identity.reading),
        Caption::plain("Phone", Kind::Phone, &identity.phone),
    ];
    let look = Look::new(Face::LiberationSans, 15, 9, Tint::Contrast(90));
    burn_somewhere(planting, is_capture, &captions, look, Place::Free);
}
