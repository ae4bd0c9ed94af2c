//! A line that touches the upper border.

use super::drawing::Caption;
use super::drawing::Edge;
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
    id: "edge-top",
    version: 1,
    title: "A line that touches the upper border",
    why: "Readers that look for letters with a margin around them miss those on the border; padding a crop hides them again.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// A line that touches the upper border.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::mrn("ID:", identity)];
    let look = Look::new(Face::DejaVuSans, 16, 11, Tint::Contrast(90)).lettered(Lettering::Tight);
    burn_somewhere(planting, any, &captions, look, Place::Edge(Edge::Top));
}
