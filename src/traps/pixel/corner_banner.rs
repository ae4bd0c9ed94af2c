//! Banner of four lines in a corner of a still picture.

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
    id: "corner-banner",
    version: 1,
    title: "Banner of four lines in a corner of a still picture",
    why: "The commonest burned-in text: name, number, birth date and accession outside the anatomy; tools that edit headers alone leave it.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "None of the four values can be read or guessed.",
};

/// Banner of four lines in a corner of a still picture.
pub struct CornerBanner;

impl Trap for CornerBanner {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn surface(&self) -> Surface {
        Surface::Pixel
    }

    fn plant(&self, planting: &mut Planting<'_>) {
        let banner = Banner::new(planting);
        let style = Style { face: Face::DejaVuSansMono, px: 18, least_px: 12, contrast: 95 };
        let last = planting.study.instances.len().saturating_sub(1);
        burn_lines(planting, last, &banner.lines(), style, FrameSet::all);
    }
}
