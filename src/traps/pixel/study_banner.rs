//! Banner of six lines on every picture of a study.

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
    id: "study-banner",
    version: 1,
    title: "Banner of six lines on every picture of a study",
    why: "Consoles burn patient, order, date and institution into each picture; one that is passed over gives all away.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "IsIdentifiable#58",
    passes: "None of the six values can be read or guessed in any picture.",
};

/// Banner of six lines on every picture of a study.
pub struct StudyBanner;

impl Trap for StudyBanner {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn surface(&self) -> Surface {
        Surface::Pixel
    }

    fn plant(&self, planting: &mut Planting<'_>) {
        let banner = Banner::new(planting);
        let style = Style { face: Face::DejaVuSansMono, px: 20, least_px: 10, contrast: 95 };
        for instance in planting.instances() {
            burn_lines(planting, instance, &banner.all_lines(), style, FrameSet::all);
        }
    }
}
