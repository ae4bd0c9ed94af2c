//! Letters 5 % brighter than their background.

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
    id: "contrast-5",
    version: 1,
    title: "Letters 5 % brighter than their background",
    why: "Hardly seen on a usual screen; a wider window or a curve brings it out.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "presidio#1309",
    passes: "The values are gone, not only faint.",
};

/// Letters 5 % brighter than their background.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSans, 18, 12, Tint::Contrast(5));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
