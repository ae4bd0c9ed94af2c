//! Text that can be read in the icon.

use super::drawing::Caption;
use super::drawing::Corner;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Sheet;
use super::drawing::Tint;
use super::drawing::every;
use super::drawing::is_drawn;
use crate::card::Card;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frames::FrameSet;
use crate::dicom::icon;
use crate::dicom::levels::Levels;
use crate::dicom::locus::PixelBox;
use crate::ink::face::Face;
use crate::traps::Planting;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "icon-text",
    version: 1,
    title: "Text that can be read in the icon",
    why: "The icon is a small copy of the picture with its lines, made by the device; tools that clean the picture leave the copy.",
    standard: "PS3.3 §C.7.6.1.1.6: Icon Image Sequence (0088,0200); PS3.15 Table E.1-1: action X",
    seen: "presidio#1737",
    passes: "The sequence is gone, or the icon says nothing.",
};

/// Text that can be read in the icon.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant).on(Surface::Icon);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let Some(instance) = planting.instances().rev().find(|number| is_drawn(planting, *number)) else { return };
    let Some(target) = planting.study.at_mut(instance) else { return };
    let Some((format, native)) = target.pixels.as_mut().and_then(|pixels| small_picture(pixels.as_mut())) else {
        return;
    };
    let mut sheet = Sheet::new(Canvas::Icon, format, native);
    let frames = FrameSet::all(1);
    for (caption, px) in
        [(Caption::mrn("", identity), 14), (Caption::birth("", identity), 12), (Caption::name("", identity), 12)]
    {
        let look = Look::new(Face::LiberationSans, px, 7, Tint::Contrast(95));
        sheet.draw(planting, instance, &[caption], &look, &Place::Corner(Corner::TopLeft), &frames);
    }
    if let Some(target) = planting.study.at_mut(instance) {
        icon::write(&mut target.object, &format, &sheet.native);
    }
}

/// Longest side of the icon.
const SIDE: u32 = 192;

/// The first frame, made smaller by the mean of each block, in grey of 8 bits.
fn small_picture(source: &mut dyn FrameSource) -> Option<(PixelFormat, Vec<u8>)> {
    let format = source.format();
    let mut native = vec![0; format.frame_bytes()?];
    source.draw(0, &mut native).ok()?;
    let levels = Levels::spread(&format, &native);
    let whole = PixelBox::new(0, 0, format.columns, format.rows);
    let mut bright = Vec::with_capacity(whole.area() as usize);
    levels.visit(&format, &native, whole, &mut |level| bright.push(level));
    let block = format.columns.max(format.rows).div_ceil(SIDE).max(1);
    let (columns, rows) = (format.columns / block, format.rows / block);
    let mean = |column: u32, row: u32| {
        let cells =
            (0..block).flat_map(|down| (0..block).map(move |across| (column * block + across, row * block + down)));
        let level = |(x, y): (u32, u32)| bright.get((y * format.columns + x) as usize).copied().unwrap_or(0);
        (cells.map(level).map(u64::from).sum::<u64>() / u64::from(block * block) * 255 / u64::from(Levels::WHITE)) as u8
    };
    let small = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    let icon = PixelFormat {
        rows,
        columns,
        samples: 1,
        bits_allocated: 8,
        bits_stored: 8,
        signed: false,
        photometric: Photometric::Monochrome2,
    };
    Some((icon, small.map(|(column, row)| mean(column, row)).collect()))
}
