//! A photographed label, seen from the side.

use super::drawing::Caption;
use super::drawing::Label;
use super::drawing::Mark;
use super::drawing::PixelTrap;
use super::drawing::has_room;
use super::drawing::is_colour;
use crate::card::Card;
use crate::ink::face::Face;
use crate::ink::typeface::Typeface;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "wristband-label",
    version: 1,
    title: "A photographed label, seen from the side",
    why: "The letters are distorted, and stand on a bright label within the picture; readers are trained on flat text.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "No value can be read or guessed.",
};

/// A photographed label, seen from the side.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_room, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = [Caption::name("", identity), Caption::mrn("", identity), Caption::birth("", identity)];
    let typeface = Typeface::new(Face::LiberationSans, PX);
    let widths = captions.iter().filter_map(|caption| typeface.width(caption.secret().written));
    let width = widths.max().unwrap_or(0) + 2 * MARGIN;
    let mark = |(number, caption): (usize, Caption)| Mark {
        caption,
        place: (MARGIN, MARGIN / 2 + number as u32 * (typeface.line_height + 2)),
        draw: Box::new(|value| typeface.line(value).map(|line| line.mask)),
        face: "",
        px: PX,
    };
    let label = Label {
        width,
        height: MARGIN + 3 * (typeface.line_height + 2),
        corners: [(3, 0), (100, 24), (94, 118), (0, 88)],
        marks: captions.into_iter().enumerate().map(mark).collect(),
    };
    label.burn_somewhere(planting, is_colour);
}

/// Em size on the label.
const PX: u32 = 18;
/// Pixels beside the text.
const MARGIN: u32 = 14;
