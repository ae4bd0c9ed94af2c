//! Name and number in every second frame.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Plan;
use super::drawing::Tint;
use super::drawing::burn;
use super::drawing::cine;
use super::drawing::has_cine;
use crate::card::Card;
use crate::dicom::frames::FrameSet;
use crate::ink::face::Face;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "every-second-frame",
    version: 1,
    title: "Name and number in every second frame",
    why: "Averaging over frames halves the contrast, and a sample of even or odd frames misses it.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "presidio#1737",
    passes: "The values are gone from every frame.",
};

/// Name and number in every second frame.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_cine, plant);

fn plant(planting: &mut Planting<'_>) {
    let captions = Caption::pair(planting.identity);
    let look = Look::new(Face::DejaVuSans, 17, 10, Tint::Contrast(90));
    let Some(instance) = cine(planting) else { return };
    let count =
        planting.study.at(instance).and_then(|target| target.pixels.as_ref()).map_or(0, |pixels| pixels.frames());
    let frames = FrameSet::from_frames((1..count).step_by(2));
    burn(planting, &Plan { frames, ..Plan::new(instance, &captions, look, Place::Free) });
}
