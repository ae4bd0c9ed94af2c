//! A line that moves on from frame to frame.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Room;
use super::drawing::Tint;
use super::drawing::burn_places;
use super::drawing::cine;
use super::drawing::has_cine;
use crate::card::Card;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::ink::face::Face;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "scrolling-line",
    version: 1,
    title: "A line that moves on from frame to frame",
    why: "Masks that were found in the first frame do not fit the others.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The value is gone from every frame.",
};

/// A line that moves on from frame to frame.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_cine, plant);

fn plant(planting: &mut Planting<'_>) {
    let caption = Caption::name("", planting.identity);
    let look = Look::new(Face::DejaVuSans, 16, 9, Tint::Contrast(90));
    let Some(instance) = cine(planting) else { return };
    if !burn_places(planting, instance, &caption, look, stops) {
        planting.problems.push("no row of the cine is free for a line that scrolls".to_owned());
    }
}

/// From the right side to the left, in the first row that is free on the longest way.
fn stops(room: &Room, (width, height): (u32, u32), frames: u32) -> Vec<(FrameSet, (u32, u32))> {
    let (Some(right), Some(bottom)) = (room.columns.checked_sub(width), room.rows.checked_sub(height)) else {
        return Vec::new();
    };
    let last = frames.saturating_sub(1).max(1);
    // Where no row is free all the way, a part of the way does.
    let ways = [1, 2, 4, 8].into_iter().flat_map(|parts| {
        let way = right / parts;
        (0..=right - way).rev().step_by(16).map(move |left| (left, way))
    });
    for (left, way) in ways {
        let column = |frame: u32| left + way - way * frame / last;
        let is_free = |y: &u32| (0..frames).all(|frame| room.is_free(PixelBox::new(column(frame), *y, width, height)));
        if let Some(y) = (2..=bottom).step_by(4).find(is_free) {
            return (0..frames).map(|frame| (FrameSet::from_frames([frame]), (column(frame), y))).collect();
        }
    }
    Vec::new()
}
