//! Dark letters on a painted bright bar.

use super::drawing::Backing;
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
    id: "inverse-video",
    version: 1,
    title: "Dark letters on a painted bright bar",
    why: "Readers that look for bright letters see a bar; a tool that blanks the letters alone leaves their shape.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Dark letters on a painted bright bar.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSans, 17, 11, Tint::Bright(4)).on(Backing::Bar(Tint::Bright(85)));
    burn_somewhere(planting, any, &captions, look, Place::Free);
}
