//! Letters that another window shows.

use super::drawing::Backing;
use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Tint;
use super::drawing::burn_somewhere;
use super::drawing::has_deep_grey;
use super::drawing::is_deep;
use crate::card::Card;
use crate::ink::face::Face;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "other-window",
    version: 1,
    title: "Letters that another window shows",
    why: "They lie a few of thousands of levels beside their surroundings: black in the usual window, plain to read in a narrow one.",
    standard: "PS3.3 §C.11.2: VOI LUT Module; PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The samples of the lines say nothing, whatever the window.",
};

/// Letters that another window shows.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_deep_grey, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSansBold, 22, 13, Tint::Steps(6)).on(Backing::Even);
    burn_somewhere(planting, is_deep, &captions, look, Place::Free);
}
