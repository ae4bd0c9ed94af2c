//! Letters one below another.

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
use crate::ink::lettering::Lettering;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "stacked-letters",
    version: 1,
    title: "Letters one below another",
    why: "Readers join letters that stand side by side; a column of single ones is dropped as noise.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Letters one below another.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::mrn("", identity), Caption::name("", identity)];
    let look = Look::new(Face::DejaVuSansBold, 14, 9, Tint::Contrast(90)).lettered(Lettering::Stacked).turned(1);
    burn_somewhere(planting, any, &captions, look, Place::Corner(Corner::TopRight));
}
