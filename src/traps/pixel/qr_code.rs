//! QR code of the record number.

use super::drawing::Caption;
use super::drawing::Label;
use super::drawing::Mark;
use super::drawing::PixelTrap;
use super::drawing::STRAIGHT;
use super::drawing::any;
use super::drawing::has_room;
use crate::card::Card;
use crate::ink::code;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "qr-code",
    version: 1,
    title: "QR code of the record number",
    why: "Readers of text see a pattern; every telephone reads the number.",
    standard: "ISO/IEC 18004; PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "No reader of bar codes finds the number.",
};

/// QR code of the record number.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_room, plant);

fn plant(planting: &mut Planting<'_>) {
    let caption = Caption::mrn("", planting.identity);
    let Some(code) = code::qr(caption.secret().written, MODULE) else { return };
    let quiet = code::QR_QUIET * MODULE;
    let upper = quiet;
    let label = Label {
        width: code.width + 2 * quiet,
        height: code.height + 2 * upper,
        corners: STRAIGHT,
        marks: vec![Mark {
            caption,
            place: (quiet, upper),
            draw: Box::new(|value| code::qr(value, MODULE)),
            face: code::QR,
            px: MODULE,
        }],
    };
    label.burn_somewhere(planting, any);
}

/// Pixels of a module.
const MODULE: u32 = 3;
