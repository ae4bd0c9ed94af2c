//! Two lines in the upper left corner.

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
    id: "corner-top-left",
    version: 1,
    title: "Two lines in the upper left corner",
    why: "Templates of regions are made for one device; text in the corner of another is not covered.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "pydicom/deid#249",
    passes: "The values are gone.",
};

/// Two lines in the upper left corner.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSans, 15, 10, Tint::Contrast(85));
    burn_somewhere(planting, any, &captions, look, Place::Corner(Corner::TopLeft));
}
