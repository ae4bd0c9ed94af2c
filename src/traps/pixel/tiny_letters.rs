//! Letters of 7 pixels.

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
    id: "tiny-letters",
    version: 1,
    title: "Letters of 7 pixels",
    why: "Readers need about 10 pixels; people read these on a large screen.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "RSNA/anonymizer",
    passes: "The values are gone.",
};

/// Letters of 7 pixels.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSans, 7, 7, Tint::Contrast(95));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
