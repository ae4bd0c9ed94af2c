//! Name and number a little brighter than their background.

use super::line::Banner;
use super::line::Style;
use super::line::burn_lines;
use crate::card::Card;
use crate::dicom::frames::FrameSet;
use crate::ink::face::Face;
use crate::traps::Planting;
use crate::traps::Trap;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "low-contrast",
    version: 1,
    title: "Name and number a little brighter than their background",
    why: "Detectors miss faint text, and a wider window shows it to anybody.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "presidio#1309",
    passes: "The values are gone, not only faint.",
};

/// Name and number a little brighter than their background.
pub struct LowContrast;

impl Trap for LowContrast {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn surface(&self) -> Surface {
        Surface::Pixel
    }

    fn plant(&self, planting: &mut Planting<'_>) {
        let banner = Banner::new(planting);
        let style = Style { face: Face::LiberationSans, px: 20, least_px: 12, contrast: 12 };
        let lines = banner.lines();
        let upper = lines.get(..2).unwrap_or(&lines);
        burn_lines(planting, 0, upper, style, FrameSet::all);
    }
}
