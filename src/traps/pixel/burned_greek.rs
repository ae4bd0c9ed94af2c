//! A name in Greek letters.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Tint;
use super::drawing::any;
use super::drawing::burn_somewhere;
use super::drawing::every;
use crate::card::Card;
use crate::ink::face::Face;
use crate::traps::Planting;
use crate::truth::Kind;

static CARD: Card = Card {
    id: "burned-greek",
    version: 1,
    title: "A name in Greek letters",
    why: "Readers are set to Latin letters; half of the capitals look Latin, and the word that is read is none.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The name is gone.",
};

/// A name in Greek letters.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = &planting.identity.scripts.greek;
    let captions = [Caption::new("", Kind::PersonName, name, &name.replace('^', ", "))];
    let look = Look::new(Face::DejaVuSans, 18, 11, Tint::Contrast(90));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
