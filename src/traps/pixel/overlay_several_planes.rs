//! Text in the third of several overlay planes.

use super::drawing::Caption;
use super::drawing::Corner;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::any;
use super::drawing::draw_plane;
use super::drawing::every;
use super::drawing::order;
use crate::card::Card;
use crate::traps::Planting;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "overlay-several-planes",
    version: 1,
    title: "Text in the third of several overlay planes",
    why: "Up to sixteen planes are allowed; tools that clean group 6000 leave those behind it.",
    standard: "PS3.3 §C.9.2: Overlay Plane Module; PS3.15 Table E.1-1: Overlay Data (60xx,3000), action X",
    seen: "IsIdentifiable#58",
    passes: "The planes are gone, or their lines say nothing.",
};

/// Text in the third of several overlay planes.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant).on(Surface::Overlay);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let Some(instance) = order(planting, any).first().copied() else { return };
    let lines = [
        vec![Caption::birth("", identity)],
        vec![Caption::accession("ACC", identity)],
        vec![Caption::name("", identity), Caption::mrn("", identity)],
    ];
    let places = [Corner::BottomLeft, Corner::BottomRight, Corner::TopLeft];
    for ((captions, group), corner) in lines.iter().zip([0x6014, 0x6016, 0x601e]).zip(places) {
        draw_plane(planting, instance, group, captions, Place::Corner(corner));
    }
}
