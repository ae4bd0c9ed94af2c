//! Letters 25 % brighter than their background.

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
    id: "contrast-25",
    version: 1,
    title: "Letters 25 % brighter than their background",
    why: "Detectors are trained on white letters; grey ones are read by people without effort.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "presidio#1309",
    passes: "The values are gone, not only faint.",
};

/// Letters 25 % brighter than their background.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSans, 18, 12, Tint::Contrast(25));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
