//! What all traps that draw share.

use crate::card::Card;
use crate::instance::StudyKind;
use crate::traps::Planting;
use crate::traps::Trap;
use crate::truth::Surface;

/// A trap that draws text: its card, its surface, the studies it fits, and what it plants.
pub(in crate::traps) struct PixelTrap {
    card: &'static Card,
    surface: Surface,
    fits: fn(StudyKind) -> bool,
    plant: fn(&mut Planting<'_>),
}

impl PixelTrap {
    /// A trap in the pixels of such studies.
    pub(in crate::traps) const fn new(
        card: &'static Card,
        fits: fn(StudyKind) -> bool,
        plant: fn(&mut Planting<'_>),
    ) -> Self {
        Self { card, surface: Surface::Pixel, fits, plant }
    }

    /// The same on another surface: overlay planes or icons.
    #[must_use]
    pub(in crate::traps) const fn on(mut self, surface: Surface) -> Self {
        self.surface = surface;
        self
    }
}

impl Trap for PixelTrap {
    fn card(&self) -> &'static Card {
        self.card
    }

    fn surface(&self) -> Surface {
        self.surface
    }

    fn fits(&self, kind: StudyKind) -> bool {
        (self.fits)(kind)
    }

    fn plant(&self, planting: &mut Planting<'_>) {
        (self.plant)(planting);
    }
}
