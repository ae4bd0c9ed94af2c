//! What all traps outside the pixels share.

use crate::card::Card;
use crate::instance::Companion;
use crate::instance::StudyKind;
use crate::traps::Planting;
use crate::traps::Trap;
use crate::truth::Surface;

/// A trap outside the pixels: its card, its surface, and what it plants.
pub struct HeaderTrap {
    card: &'static Card,
    surface: Surface,
    core: bool,
    needs: Option<Companion>,
    ends_tools: bool,
    plant: fn(&mut Planting<'_>),
}

impl HeaderTrap {
    /// A trap that is shared out among the patients.
    pub const fn new(card: &'static Card, surface: Surface, plant: fn(&mut Planting<'_>)) -> Self {
        Self { card, surface, core: false, needs: None, ends_tools: false, plant }
    }

    /// The same, carried by every patient.
    #[must_use]
    pub const fn core(mut self) -> Self {
        self.core = true;
        self
    }

    /// The same, in an object beside the images.
    #[must_use]
    pub const fn needs(mut self, companion: Companion) -> Self {
        self.needs = Some(companion);
        self
    }

    /// The same, in a file on which some tools end.
    #[must_use]
    pub const fn ends_tools(mut self) -> Self {
        self.ends_tools = true;
        self
    }
}

impl Trap for HeaderTrap {
    fn card(&self) -> &'static Card {
        self.card
    }

    fn surface(&self) -> Surface {
        self.surface
    }

    fn is_core(&self) -> bool {
        self.core
    }

    fn needs(&self) -> Option<Companion> {
        self.needs
    }

    fn ends_tools(&self) -> bool {
        self.ends_tools
    }

    fn fits(&self, kind: StudyKind) -> bool {
        self.needs.is_none_or(|companion| companion.fits(kind))
    }

    fn plant(&self, planting: &mut Planting<'_>) {
        (self.plant)(planting);
    }
}
