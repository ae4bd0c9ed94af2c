//! Lines turned by 270 degrees.

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
use crate::traps::Planting;

static CARD: Card = Card {
    id: "rotated-270",
    version: 1,
    title: "Lines turned by 270 degrees",
    why: "Readers see upright text alone; those that try one turn try the other one.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Lines turned by 270 degrees.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::name("", identity), Caption::birth("DOB", identity)];
    let look = Look::new(Face::DejaVuSans, 16, 11, Tint::Contrast(90)).turned(3);
    burn_somewhere(planting, any, &captions, look, Place::Corner(Corner::TopLeft));
}
