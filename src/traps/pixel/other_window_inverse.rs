//! Letters that another window shows, in MONOCHROME1.

use super::drawing::Backing;
use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Tint;
use super::drawing::burn_somewhere;
use super::drawing::has_inverse;
use super::line::is_deep_inverse;
use crate::card::Card;
use crate::ink::face::Face;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "other-window-inverse",
    version: 1,
    title: "Letters that another window shows, in MONOCHROME1",
    why: "As in any deep picture, and tools that turn the picture first clip the levels in which the letters lie.",
    standard: "PS3.3 §C.7.6.3.1.2: MONOCHROME1; PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The samples of the lines say nothing, whatever the window.",
};

/// Letters that another window shows, in MONOCHROME1.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_inverse, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::name("", identity), Caption::birth("", identity)];
    let look = Look::new(Face::DejaVuSansBold, 22, 13, Tint::Steps(5)).on(Backing::Even);
    burn_somewhere(planting, is_deep_inverse, &captions, look, Place::Free);
}
