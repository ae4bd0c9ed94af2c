//! Text in an overlay plane.

use super::drawing::Caption;
use super::drawing::Corner;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::draw_plane;
use super::drawing::every;
use super::drawing::is_drawn;
use crate::card::Card;
use crate::traps::Planting;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "overlay-plane",
    version: 1,
    title: "Text in an overlay plane",
    why: "A viewer lays the plane over the picture; tools that look at Pixel Data alone never see it.",
    standard: "PS3.3 §C.9.2: Overlay Plane Module; PS3.15 Table E.1-1: Overlay Data (60xx,3000), action X",
    seen: "IsIdentifiable#58, pydicom/deid#201",
    passes: "The plane is gone, or its lines say nothing.",
};

/// Text in an overlay plane.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant).on(Surface::Overlay);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::name("", identity), Caption::mrn("ID:", identity), Caption::birth("DOB:", identity)];
    let Some(instance) = planting.instances().rev().find(|number| is_drawn(planting, *number)) else { return };
    // The group of planes in the first picture belongs to another trap.
    let group = if instance > 0 { 0x6000 } else { 0x6010 };
    draw_plane(planting, instance, group, &captions, Place::Corner(Corner::TopLeft));
}
