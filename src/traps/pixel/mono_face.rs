//! Lines in a typewriter face.

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
    id: "mono-face",
    version: 1,
    title: "Lines in a typewriter face",
    why: "Consoles write in such faces; zero with a dot or slash is read as eight or B, and no list of numbers matches.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Lines in a typewriter face.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::mrn("PATIENT-ID", identity), Caption::accession("ACCESSION", identity)];
    let look = Look::new(Face::DejaVuSansMono, 16, 11, Tint::Contrast(90));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
