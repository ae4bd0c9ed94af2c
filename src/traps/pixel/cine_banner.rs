//! Banner on every frame of a cine.

use super::line::Banner;
use super::line::Style;
use super::line::burn_lines;
use super::line::is_cine;
use crate::card::Card;
use crate::dicom::frames::FrameSet;
use crate::ink::face::Face;
use crate::instance::StudyKind;
use crate::traps::Planting;
use crate::traps::Trap;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "cine-banner",
    version: 1,
    title: "Banner on every frame of a cine",
    why: "Tools that clean the first frame leave the name on all others.",
    standard: "PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "presidio#1737, IsIdentifiable#58",
    passes: "The values are gone from every frame.",
};

/// Banner on every frame of a cine.
pub struct CineBanner;

impl Trap for CineBanner {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn surface(&self) -> Surface {
        Surface::Pixel
    }

    fn fits(&self, kind: StudyKind) -> bool {
        kind.has_cine()
    }

    fn plant(&self, planting: &mut Planting<'_>) {
        let banner = Banner::new(planting);
        let style = Style { face: Face::DejaVuSans, px: 16, least_px: 11, contrast: 90 };
        let cine = planting.study.instances.iter().position(is_cine);
        if let Some(cine) = cine {
            burn_lines(planting, cine, &banner.lines(), style, FrameSet::all);
        }
    }
}
