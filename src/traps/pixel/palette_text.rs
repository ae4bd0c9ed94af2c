//! Letters in a picture with a colour table.

use super::drawing::Caption;
use super::drawing::Look;
use super::drawing::PixelTrap;
use super::drawing::Place;
use super::drawing::Tint;
use super::drawing::burn_somewhere;
use super::drawing::has_palette;
use super::drawing::is_palette;
use crate::card::Card;
use crate::ink::face::Face;
use crate::ink::lettering::Lettering;
use crate::traps::Planting;

static CARD: Card = Card {
    id: "palette-text",
    version: 1,
    title: "Letters in a picture with a colour table",
    why: "Samples are indices; a tool that takes them for grey sees letters as dark as the tissue beside them.",
    standard: "PS3.3 §C.7.6.3.1.2: PALETTE COLOR; PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone.",
};

/// Letters in a picture with a colour table.
pub static TRAP: PixelTrap = PixelTrap::new(&CARD, has_palette, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let captions = Caption::pair(identity);
    let look = Look::new(Face::DejaVuSans, 16, 11, Tint::Contrast(90)).lettered(Lettering::Crisp);
    burn_somewhere(planting, is_palette, &captions, look, Place::Free);
}
