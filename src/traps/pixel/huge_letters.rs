//! A number in letters of 48 pixels.

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
    id: "huge-letters",
    version: 1,
    title: "A number in letters of 48 pixels",
    why: "Tools that join letters to words give up on large ones, and take them for shapes of the picture.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// A number in letters of 48 pixels.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::mrn("", identity)];
    let look = Look::new(Face::LiberationSans, 48, 48, Tint::Contrast(80));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
