//! Yellow letters in a colour picture.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Tint;
use super::drawing::burn_somewhere;
use super::drawing::has_colour;
use super::drawing::is_colour;
use crate::card::Card;
use crate::ink::face::Face;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "yellow-on-colour",
    version: 1,
    title: "Yellow letters in a colour picture",
    why: "Ultrasound consoles write in yellow; tools that look at one channel, or at grey alone, see little of it.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "RSNA/anonymizer#39",
    passes: "The values are gone.",
};

/// Yellow letters in a colour picture.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_colour, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSans, 16, 11, Tint::Colour([255, 230, 0]));
    burn_somewhere(planting, is_colour, &captions, look, Place::Free);
}
