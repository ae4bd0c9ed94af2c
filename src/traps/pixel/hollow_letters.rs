//! Letters that are only outlined.

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
use crate::ink::lettering::Lettering;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "hollow-letters",
    version: 1,
    title: "Letters that are only outlined",
    why: "Readers expect filled strokes; the outline is thin and has two edges.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Letters that are only outlined.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::name("", identity)];
    let look = Look::new(Face::DejaVuSansBold, 26, 14, Tint::Contrast(90)).lettered(Lettering::Hollow);
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
