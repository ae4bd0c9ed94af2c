//! A line that touches the lower border.

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
    id: "edge-bottom",
    version: 1,
    title: "A line that touches the lower border",
    why: "The last row is lost to off-by-one errors in masks and in tiling.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// A line that touches the lower border.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::accession("ACC", identity)];
    let look = Look::new(Face::DejaVuSans, 16, 11, Tint::Contrast(90)).lettered(Lettering::Tight);
    burn_somewhere(planting, any, &captions, look, Place::Edge(Edge::Bottom));
}
