//! Name and number in the middle of the anatomy.

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
    id: "centre-over-anatomy",
    version: 1,
    title: "Name and number in the middle of the anatomy",
    why: "Masks of the borders cannot reach it, and painting over it costs clinical pixels; readers are confused by tissue behind the letters.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone, and the anatomy beside the lines is as it was.",
};

/// Name and number in the middle of the anatomy.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSans, 20, 12, Tint::Contrast(90));
    burn_somewhere(planting, any, &captions, look, Place::Centre);
}
