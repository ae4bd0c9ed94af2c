//! Letters through which the anatomy shines.

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
    id: "see-through-letters",
    version: 1,
    title: "Letters through which the anatomy shines",
    why: "The picture behind changes their brightness from stroke to stroke, so that no threshold separates them.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone, and the anatomy beside the lines is as it was.",
};

/// Letters through which the anatomy shines.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSansBold, 22, 13, Tint::Contrast(95)).see_through(120);
    burn_somewhere(planting, any, &captions, look, Place::Centre);
}
