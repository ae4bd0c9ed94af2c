//! Lines in a proportional face.

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

static CARD: Card = Card {
    id: "proportional-face",
    version: 1,
    title: "Lines in a proportional face",
    why: "Letters of different widths stand at no fixed places, so that masks of a fixed width cut them.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Lines in a proportional face.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::name("Patient", identity), Caption::birth("Born", identity)];
    let look = Look::new(Face::LiberationSans, 16, 11, Tint::Contrast(90));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
