//! Letters with a shadow.

use super::drawing::Backing;
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
    id: "shadowed-letters",
    version: 1,
    title: "Letters with a shadow",
    why: "A tool that blanks the letters may leave their shadow, which says the same.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "Letters and shadow are gone.",
};

/// Letters with a shadow.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSansBold, 20, 12, Tint::Contrast(95)).on(Backing::Shadow);
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
