//! Text in unused high bits of the pixels.

use super::drawing::Caption;
use super::drawing::Corner;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Sheet;
use super::drawing::any;
use super::drawing::has_unused_bits;
use super::drawing::order;
use super::drawing::plane_look;
use crate::card::Card;
use crate::dicom::frame::FrameSource;
use crate::dicom::frames::FrameSet;
use crate::dicom::overlay;
use crate::dicom::overlay::HighBits;
use crate::traps::Planting;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "overlay-high-bits",
    version: 1,
    title: "Text in unused high bits of the pixels",
    why: "Before 2004 planes were kept in bits above the stored ones; masking the samples, or looking at them in a window, does not show those.",
    standard: "PS3.5 §8.1.2: overlays in Pixel Data (retired in 2004); PS3.3 §C.9.2: Overlay Bit Position (60xx,0102)",
    seen: "pydicom/deid#201",
    passes: "The bits above the stored ones say nothing.",
};

/// Text in unused high bits of the pixels.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_unused_bits, plant).on(Surface::Overlay);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::name("", identity), Caption::mrn("ID:", identity)];
    for instance in order(planting, any) {
        let Some(pixels) = planting.study.at(instance).and_then(|target| target.pixels.as_ref()) else { continue };
        let (format, frames) = (pixels.format(), FrameSet::all(pixels.frames()));
        let bit = format.bits_stored;
        if !HighBits::fits(&format, bit) {
            continue;
        }
        let mut sheet = Sheet::plane(GROUP, format.rows, format.columns);
        sheet.draw(planting, instance, &captions, &plane_look(), &Place::Corner(Corner::TopLeft), &frames);
        let Some(target) = planting.study.at_mut(instance) else { return };
        let size = (format.rows as u16, format.columns as u16);
        overlay::describe_high_bits(&mut target.object, GROUP, size, format.bits_allocated, bit);
        target.pixels = target
            .pixels
            .take()
            .map(|pixels| -> Box<dyn FrameSource> { Box::new(HighBits::new(pixels, bit, sheet.native)) });
        return;
    }
}

const GROUP: u16 = 0x6012;
