//! A name that goes on in the next line.

use super::drawing::Caption;
use super::drawing::Mark;
use super::drawing::PixelTrap;
use super::drawing::Tint;
use super::drawing::any;
use super::drawing::burn_mark;
use super::drawing::every;
use super::drawing::order;
use crate::card::Card;
use crate::ink::face::Face;
use crate::ink::mask::Mask;
use crate::ink::typeface::Typeface;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "split-name",
    version: 1,
    title: "A name that goes on in the next line",
    why: "Family and given name stand apart; a match over one line finds neither.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "Both parts of the name are gone.",
};

/// A name that goes on in the next line.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, every, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let typeface = Typeface::new(Face::DejaVuSans, PX);
    let mark = Mark {
        caption: Caption::name("", identity),
        place: (0, 0),
        draw: Box::new(|value| two_lines(&typeface, value)),
        face: "",
        px: PX,
    };
    for instance in order(planting, any) {
        if burn_mark(planting, instance, &mark, Tint::Contrast(90)) {
            return;
        }
    }
    planting.problems.push("no picture has room for a name of two lines".to_owned());
}

/// Em size.
const PX: u32 = 14;

/// The family name, and what stands behind the comma below it.
fn two_lines(typeface: &Typeface, value: &str) -> Option<Mask> {
    let (family, given) = value.split_once(' ')?;
    let (upper, lower) = (typeface.line(family)?.mask, typeface.line(given)?.mask);
    let indent = PX;
    let mut both = Mask::empty(upper.width.max(lower.width + indent), upper.height + lower.height);
    both.lay(&upper, 0, 0);
    both.lay(&lower, indent as i32, upper.height as i32);
    Some(both)
}
