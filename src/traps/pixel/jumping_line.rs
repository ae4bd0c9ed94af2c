//! A line that jumps to other places.

use super::drawing::Caption;
use super::drawing::Corner;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Room;
use super::drawing::Tint;
use super::drawing::burn_places;
use super::drawing::cine;
use super::drawing::has_cine;
use crate::card::Card;
use crate::dicom::frames::FrameSet;
use crate::ink::face::Face;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "jumping-line",
    version: 1,
    title: "A line that jumps to other places",
    why: "A mask that covers the line in one frame does not cover it in the next.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The value is gone from every frame.",
};

/// A line that jumps to other places.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_cine, plant);

fn plant(planting: &mut Planting<'_>) {
    let caption = Caption::mrn("ID:", planting.identity);
    let look = Look::new(Face::DejaVuSansMono, 18, 10, Tint::Contrast(90));
    let Some(instance) = cine(planting) else { return };
    if !burn_places(planting, instance, &caption, look, stops) {
        planting.problems.push("the cine has no room for a line that jumps".to_owned());
    }
}

/// Frames at each place.
const STAY: u32 = 4;

fn stops(room: &Room, (width, height): (u32, u32), frames: u32) -> Vec<(FrameSet, (u32, u32))> {
    let wanted = [
        Place::Corner(Corner::TopLeft),
        Place::Corner(Corner::BottomRight),
        Place::Centre,
        Place::Corner(Corner::TopRight),
        Place::Corner(Corner::BottomLeft),
    ];
    let found: Vec<(u32, u32)> = wanted.iter().filter_map(|place| room.find(place, width, height)).collect();
    if found.len() < 2 {
        return Vec::new();
    }
    let places = found.len();
    let of_place = |place: usize| (0..frames).filter(move |frame| (frame / STAY) as usize % places == place);
    let sets = (0..found.len()).map(|place| FrameSet::from_frames(of_place(place)));
    sets.zip(found.iter().copied()).filter(|(frames, _)| !frames.is_empty()).collect()
}
