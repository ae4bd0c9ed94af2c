//! Text in some frames of a multi-frame overlay.

use super::drawing::Caption;
use super::drawing::Corner;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Sheet;
use super::drawing::cine;
use super::drawing::has_cine;
use super::drawing::plane_look;
use crate::card::Card;
use crate::dicom::frames::FrameSet;
use crate::dicom::overlay;
use crate::traps::Planting;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "overlay-frames",
    version: 1,
    title: "Text in some frames of a multi-frame overlay",
    why: "The plane has frames of its own, of which the first belongs to a later frame of the picture.",
    standard: "PS3.3 §C.9.2: Overlay Plane Module; PS3.15 Table E.1-1: Overlay Data (60xx,3000), action X",
    seen: "IsIdentifiable PR#456",
    passes: "The plane is gone, or its lines say nothing in any frame.",
};

/// Text in some frames of a multi-frame overlay.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_cine, plant).on(Surface::Overlay);

fn plant(planting: &mut Planting<'_>) {
    let Some(instance) = cine(planting) else { return };
    let Some(format) = planting.study.at(instance).and_then(|target| target.pixels.as_ref()).map(|p| p.format()) else {
        return;
    };
    let look = plane_look();
    let mut samples = Vec::new();
    let identity = planting.identity;
    for (caption, first) in [(Caption::name("", identity), FIRST), (Caption::mrn("ID", identity), FIRST + EACH)] {
        let mut sheet = Sheet::plane(GROUP, format.rows, format.columns);
        let frames = FrameSet::from_frames(first..first + EACH);
        let place = Place::Corner(Corner::TopLeft);
        sheet.draw(planting, instance, std::slice::from_ref(&caption), &look, &place, &frames);
        samples.extend(sheet.native.repeat(EACH as usize));
    }
    if let Some(target) = planting.study.at_mut(instance) {
        let size = (format.rows as u16, format.columns as u16);
        overlay::write_plane(&mut target.object, GROUP, size, Some(FIRST as u16), &samples);
    }
}

const GROUP: u16 = 0x601a;
/// The frame of the picture, from 0, that the plane begins with.
const FIRST: u32 = 5;
/// Frames of each line.
const EACH: u32 = 3;
