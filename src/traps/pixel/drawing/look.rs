//! How lines look.

use crate::ink::face::Face;
use crate::ink::lettering::Lettering;

/// The colour of ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::traps::pixel) enum Tint {
    /// So many percent of the way from the background to the far end of the range.
    Contrast(i32),
    /// Red, green and blue of 8 bits; grey of the same brightness where there is no colour.
    Colour([u8; 3]),
    /// So many sample values from the background, on the side that has more room.
    Steps(i32),
    /// So many percent of white, whatever the background.
    Bright(i32),
}

/// What is painted under the letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::traps::pixel) enum Backing {
    /// Nothing.
    None,
    /// A bar in a colour of its own.
    Bar(Tint),
    /// A bar with the median of what was there, so that nothing else stands beside the letters.
    Even,
    /// A shadow, darker or brighter than the background, on the side away from the ink.
    Shadow,
}

/// How lines look.
#[derive(Clone, Copy, Debug)]
pub(in crate::traps::pixel) struct Look {
    /// The typeface.
    pub(in crate::traps::pixel) face: Face,
    /// The way of writing.
    pub(in crate::traps::pixel) lettering: Lettering,
    /// Em size in pixels that is tried first.
    pub(in crate::traps::pixel) px: u32,
    /// Smallest em size.
    pub(in crate::traps::pixel) least_px: u32,
    /// Quarters by which lines are turned clockwise.
    pub(in crate::traps::pixel) quarters: u8,
    /// The colour.
    pub(in crate::traps::pixel) tint: Tint,
    /// 255 covers the background.
    pub(in crate::traps::pixel) opacity: u8,
    /// What is painted under the letters.
    pub(in crate::traps::pixel) backing: Backing,
}

impl Look {
    /// Upright, covering letters with nothing under them.
    pub(in crate::traps::pixel) const fn new(face: Face, px: u32, least_px: u32, tint: Tint) -> Self {
        Self {
            face,
            lettering: Lettering::Plain,
            px,
            least_px,
            quarters: 0,
            tint,
            opacity: 255,
            backing: Backing::None,
        }
    }

    /// The same in another way of writing.
    #[must_use]
    pub(in crate::traps::pixel) const fn lettered(mut self, lettering: Lettering) -> Self {
        self.lettering = lettering;
        self
    }

    /// The same, turned clockwise.
    #[must_use]
    pub(in crate::traps::pixel) const fn turned(mut self, quarters: u8) -> Self {
        self.quarters = quarters;
        self
    }

    /// The same with the background shining through.
    #[must_use]
    pub(in crate::traps::pixel) const fn see_through(mut self, opacity: u8) -> Self {
        self.opacity = opacity;
        self
    }

    /// The same with something under the letters.
    #[must_use]
    pub(in crate::traps::pixel) const fn on(mut self, backing: Backing) -> Self {
        self.backing = backing;
        self
    }
}
