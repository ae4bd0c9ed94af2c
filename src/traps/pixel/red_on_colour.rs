//! Red letters in a colour picture.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Tint;
use super::drawing::burn_somewhere;
use super::drawing::has_colour;
use super::drawing::is_colour;
use crate::card::Card;
use crate::ink::face::Face;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "red-on-colour",
    version: 1,
    title: "Red letters in a colour picture",
    why: "Pure red is dark when it is turned to grey, and is hardly seen by readers of grey pictures.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "RSNA/anonymizer#39",
    passes: "The values are gone.",
};

/// Red letters in a colour picture.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_colour, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::accession("ACC:", identity), Caption::name("", identity)];
    let look = Look::new(Face::DejaVuSansBold, 16, 11, Tint::Colour([255, 0, 0]));
    burn_somewhere(planting, is_colour, &captions, look, Place::Free);
}
