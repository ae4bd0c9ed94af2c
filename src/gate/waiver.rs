//! Leaks that somebody took responsibility for, until a day.

use crate::finding::Finding;
use crate::gate::pattern::Pattern;
use crate::scorecard::Waiver;

/// Waivers of a configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waivers(pub(super) Vec<(Waiver, Pattern)>);

impl Waivers {
    /// The place of the first waiver that covers the finding and holds on that day (`YYYY-MM-DD`).
    pub(super) fn covering(&self, finding: &Finding, today: &str) -> Option<usize> {
        self.0.iter().position(|(waiver, pattern)| !expired(waiver, today) && pattern.fits(finding))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The waivers, none of them used yet.
    pub(super) fn list(&self) -> Vec<Waiver> {
        self.0.iter().map(|(waiver, _)| waiver.clone()).collect()
    }
}

/// Whether its last day is over. Days of this form sort as they follow each other.
pub(super) fn expired(waiver: &Waiver, today: &str) -> bool {
    waiver.expires.as_str() < today
}
