//! Two lines in the upper right corner.

use super::drawing::Caption;
use super::drawing::Corner;
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
    id: "corner-top-right",
    version: 1,
    title: "Two lines in the upper right corner",
    why: "Masks often cover the left side alone, where most vendors write.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "pydicom/deid#249",
    passes: "The values are gone.",
};

/// Two lines in the upper right corner.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::birth("DOB", identity), Caption::accession("ACC", identity)];
    let look = Look::new(Face::DejaVuSans, 15, 10, Tint::Contrast(85));
    burn_somewhere(planting, any, &captions, look, Place::Corner(Corner::TopRight));
}
