//! A signature in lower case.

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
use crate::truth::Kind;

static CARD: Card = Card {
    id: "signature-line",
    version: 1,
    title: "A signature in lower case",
    why: "Detectors of names look for capitals.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The name is gone.",
};

/// A signature in lower case.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let reading = &planting.identity.reading;
    let captions =
        [Caption::new("electronically signed by", Kind::Staff, &reading.dicom(), &reading.readable().to_lowercase())];
    let look = Look::new(Face::LiberationSans, 14, 10, Tint::Contrast(70));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
