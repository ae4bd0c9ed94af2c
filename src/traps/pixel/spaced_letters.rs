//! Letters with wide gaps.

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
    id: "spaced-letters",
    version: 1,
    title: "Letters with wide gaps",
    why: "Readers take single letters for noise, and no word of the patient list is found among them.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Letters with wide gaps.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSans, 15, 9, Tint::Contrast(90)).lettered(Lettering::Spaced);
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
