//! Another identifier in each frame at the same place.

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
    id: "value-per-frame",
    version: 1,
    title: "Another identifier in each frame at the same place",
    why: "A tool that reads one frame and looks for the same words in the others finds none.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone from every frame.",
};

/// Another identifier in each frame at the same place.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_cine, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [
        Caption::name("", identity),
        Caption::mrn("ID", identity),
        Caption::accession("ACC", identity),
        Caption::birth("DOB", identity),
    ];
    let look = Look::new(Face::DejaVuSans, 17, 10, Tint::Contrast(90));
    let Some(instance) = cine(planting) else { return };
    let Some(target) = planting.study.at(instance) else { return };
    let (count, own) = (target.pixels.as_ref().map_or(0, |pixels| pixels.frames()), target.burns.len());
    let mut place = Place::Free;
    for (number, caption) in captions.iter().enumerate() {
        let frames = FrameSet::from_frames((number as u32..count).step_by(captions.len()));
        let plan = Plan { frames, own: Some(own), ..Plan::new(instance, std::slice::from_ref(caption), look, place) };
        burn(planting, &plan);
        let first = planting.study.at(instance).and_then(|target| target.burns.get(own));
        place = first.map_or(Place::Free, |burn| Place::At(vec![(burn.x, burn.y)]));
    }
}
