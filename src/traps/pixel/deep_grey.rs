//! Banner in a 12-bit MONOCHROME1 radiograph.

use super::line::Banner;
use super::line::Style;
use super::line::burn_lines;
use super::line::is_deep_inverse;
use crate::card::Card;
use crate::dicom::frames::FrameSet;
use crate::ink::face::Face;
use crate::instance::StudyKind;
use crate::traps::Planting;
use crate::traps::Trap;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "deep-grey",
    version: 1,
    title: "Banner in a 12-bit MONOCHROME1 radiograph",
    why: "Tools built on 8-bit pictures scale, clip or look at the inverse, and miss what a viewer shows.",
    standard: "PS3.3 §C.7.6.3.1.2: MONOCHROME1; PS3.15 §E.3.1: Clean Pixel Data Option",
    seen: "",
    passes: "The values are gone, and the other samples keep their 12 bits.",
};

/// Banner in a 12-bit MONOCHROME1 radiograph.
pub struct DeepGrey;

impl Trap for DeepGrey {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn surface(&self) -> Surface {
        Surface::Pixel
    }

    fn fits(&self, kind: StudyKind) -> bool {
        kind.has_deep_inverse()
    }

    fn plant(&self, planting: &mut Planting<'_>) {
        let banner = Banner::new(planting);
        let style = Style { face: Face::DejaVuSansBold, px: 28, least_px: 14, contrast: 80 };
        let deep = planting.study.instances.iter().position(is_deep_inverse);
        if let Some(deep) = deep {
            burn_lines(planting, deep, &banner.lines(), style, FrameSet::all);
        }
    }
}
