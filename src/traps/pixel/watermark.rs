//! The name tiled across the whole picture.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Room;
use super::drawing::Tint;
use super::drawing::any;
use super::drawing::burn_places;
use super::drawing::every;
use super::drawing::order;
use crate::card::Card;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::ink::face::Face;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "watermark",
    version: 1,
    title: "The name tiled across the whole picture",
    why: "Each tile is faint and lies over the anatomy; to blank them all is to blank the picture.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The name is gone from every tile, and the anatomy between them is as it was.",
};

/// The name tiled across the whole picture.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let caption = Caption::name("", planting.identity);
    let look = Look::new(Face::DejaVuSansBold, 16, 9, Tint::Contrast(70)).see_through(80);
    for instance in order(planting, any) {
        if burn_places(planting, instance, &caption, look, tiles) {
            return;
        }
    }
    planting.problems.push("no picture has room for two tiles".to_owned());
}

/// Rows of tiles.
const DOWN: u32 = 6;

/// Staggered tiles with as much room between them as they are wide, where nothing else stands.
fn tiles(room: &Room, (width, height): (u32, u32), frames: u32) -> Vec<(FrameSet, (u32, u32))> {
    let across = (room.columns / (2 * width.max(1))).max(1);
    let (step_x, step_y) = (room.columns / across, room.rows / DOWN);
    let places = (0..DOWN).flat_map(|down| {
        let stagger = if down % 2 == 1 { step_x / 2 } else { 0 };
        (0..across).map(move |tile| (tile * step_x + stagger + 4, down * step_y + step_y / 3))
    });
    let free = |at: &(u32, u32)| room.is_free(PixelBox::new(at.0, at.1, width, height));
    let found: Vec<(u32, u32)> = places.filter(free).collect();
    if found.len() < 2 {
        return Vec::new();
    }
    found.into_iter().map(|at| (FrameSet::all(frames), at)).collect()
}
