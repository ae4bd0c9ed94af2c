//! Dark letters on the brightest part of the picture.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::Paint;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Plan;
use super::drawing::Room;
use super::drawing::Tint;
use super::drawing::any;
use super::drawing::burn;
use super::drawing::every;
use super::drawing::order;
use crate::card::Card;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::ink::face::Face;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "bright-background",
    version: 1,
    title: "Dark letters on the brightest part of the picture",
    why: "Readers are tuned to white letters on black; here the background is bright, and the ink is dark.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Dark letters on the brightest part of the picture.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let captions = Caption::pair(planting.identity);
    let look = Look::new(Face::DejaVuSansBold, 18, 12, Tint::Contrast(90));
    for instance in order(planting, any) {
        let Some(target) = planting.study.at_mut(instance) else { continue };
        let (Some(room), Some(paint)) = (Room::of(target), Paint::of(target, 0)) else { continue };
        let frames = FrameSet::all(target.pixels.as_ref().map_or(0, |pixels| pixels.frames()));
        let place = Place::At(brightest(&room, &paint));
        if burn(planting, &Plan { frames, ..Plan::new(instance, &captions, look, place) }) {
            return;
        }
    }
}

/// Columns and rows, those in front of which the picture is brightest first.
fn brightest(room: &Room, paint: &Paint) -> Vec<(u32, u32)> {
    let step = (room.columns.min(room.rows) / 16).max(4) as usize;
    let grid = (0..room.rows).step_by(step).flat_map(|y| (0..room.columns).step_by(step).map(move |x| (x, y)));
    let mut places: Vec<(i32, (u32, u32))> =
        grid.map(|(x, y)| (paint.brightness(PixelBox::new(x, y, 160, 40)), (x, y))).collect();
    places.sort_by_key(|(brightness, at)| (std::cmp::Reverse(*brightness), *at));
    places.into_iter().map(|(_, at)| at).collect()
}
