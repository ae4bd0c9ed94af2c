//! What a gate can look at. Every metric counts something bad: less is better, and none is best.

use crate::scorecard::Row;
use crate::scorecard::Scorecard;
use crate::text::words;

words! {
    /// A figure of the scorecard.
    pub enum Metric {
        /// Patients with a readable direct identifier.
        LeakingPatients = "leaking-patients",
        /// Patients who do not leak as far as was seen, and were not fully measured.
        UnmeasuredPatients = "unmeasured-patients",
        /// Identifiers that can be read anywhere.
        LeakedIdentifiers = "leaked-identifiers",
        /// Plants that can be read at their place.
        LeakedPlants = "leaked-plants",
        /// Plants of which a part can be read.
        PartialPlants = "partial-plants",
        /// Plants that somebody with a list of candidates finds.
        RecoverablePlants = "recoverable-plants",
        /// Plants without a verdict.
        UnmeasuredPlants = "unmeasured-plants",
        /// Leaking patients under the policy that the tool claims.
        ClaimedLeakingPatients = "claimed-leaking-patients",
        /// Leaked plants under the policy that the tool claims.
        ClaimedLeakedPlants = "claimed-leaked-plants",
        /// Leaks that the baseline does not have.
        NewLeaks = "new-leaks",
        /// Files with damage of any sort, missing ones among them.
        DamagedFiles = "damaged-files",
        /// Files without a usable output.
        UnusableFiles = "unusable-files",
        /// Attributes that must survive, changed or gone.
        ChangedAttributes = "changed-attributes",
        /// Pictures changed all over.
        LossyPictures = "lossy-pictures",
        /// Pictures changed in places.
        LocalPictures = "local-pictures",
        /// Pictures changed as a whole.
        GlobalPictures = "global-pictures",
        /// Clinical pixels erased without need.
        ErasedPixels = "erased-pixels",
        /// Words and marks that must survive, lost or changed.
        LostKeeps = "lost-keeps",
        /// Outputs that newly break the standard.
        ConformanceErrors = "conformance-errors",
        /// Outputs in which dciodvfy finds new errors.
        DciodvfyErrors = "dciodvfy-errors",
        /// Links between objects that are broken.
        BrokenLinks = "broken-links",
        /// PS3.15 actions that were not met.
        UnmetActions = "unmet-actions",
        /// Claims of outputs that the facts contradict.
        FalseClaims = "false-claims",
        /// Control values that matched although they were planted nowhere.
        FalseMatches = "false-matches",
    }
}

/// A count and what it is out of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// How many of these could be looked at; a metric of leaks says nothing where it is none.
    pub measured: u64,
}

impl Figure {
    fn new(count: u64, of: u64) -> Self {
        Self { count, of, measured: of }
    }

    /// The share; none where there is nothing.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }
}

impl Metric {
    /// Metrics that a surface, a trap or a modality has as well.
    pub const OF_ROWS: [Self; 5] = [
        Self::LeakingPatients,
        Self::LeakedPlants,
        Self::PartialPlants,
        Self::RecoverablePlants,
        Self::UnmeasuredPlants,
    ];

    /// Its figure in a whole result; none for [`Metric::NewLeaks`], which a scorecard does not hold.
    pub(super) fn of(self, card: &Scorecard) -> Option<Figure> {
        let headline = &card.headline;
        let (patients, plants, instances) = (&headline.patients, &headline.plants, &headline.instances);
        let (damage, claimed) = (&card.damage, &headline.claimed);
        let pictures = |count: u64| Figure::new(count, damage.pixels.instances);
        let planted = |count: u64| Figure { measured: plants.measured, ..Figure::new(count, plants.planted) };
        let people = |count: u64, measured: u64| Figure { measured, ..Figure::new(count, patients.with_plants) };
        Some(match self {
            Self::LeakingPatients => people(patients.leaking, patients.measured),
            Self::UnmeasuredPatients => Figure::new(patients.unmeasured, patients.with_plants),
            Self::LeakedIdentifiers => Figure {
                measured: headline.identifiers.measured,
                ..Figure::new(headline.identifiers.leaked, headline.identifiers.planted)
            },
            Self::LeakedPlants => planted(plants.leaked),
            Self::PartialPlants => planted(plants.partial),
            Self::RecoverablePlants => planted(plants.recoverable),
            Self::UnmeasuredPlants => Figure::new(plants.not_measured, plants.planted),
            Self::ClaimedLeakingPatients => people(claimed.patients.leaking, claimed.patients.measured),
            Self::ClaimedLeakedPlants => planted(claimed.plants.leaked),
            Self::NewLeaks => return None,
            Self::DamagedFiles => Figure::new(instances.damaged, instances.inputs),
            Self::UnusableFiles => Figure::new(instances.inputs.saturating_sub(instances.usable), instances.inputs),
            Self::ChangedAttributes => Figure::new(damage.header.changed + damage.header.lost, damage.header.checked),
            Self::LossyPictures => pictures(damage.pixels.lossy),
            Self::LocalPictures => pictures(damage.pixels.local),
            Self::GlobalPictures => pictures(damage.pixels.global),
            Self::ErasedPixels => Figure::new(damage.over_redaction.area, damage.over_redaction.of),
            Self::LostKeeps => Figure::new(damage.keeps.lost + damage.keeps.changed, damage.keeps.checked),
            Self::ConformanceErrors => Figure::new(damage.conformance.instances, instances.usable),
            Self::DciodvfyErrors => {
                Figure::new(damage.conformance.dciodvfy.instances, damage.conformance.dciodvfy.checked)
            }
            Self::BrokenLinks => sum(card.links.values().map(|links| (links.broken, links.checked))),
            Self::UnmetActions => {
                sum(card.actions.values().map(|actions| (actions.checked.saturating_sub(actions.met), actions.checked)))
            }
            Self::FalseClaims => sum(card.claims.values().map(|claims| (claims.untrue, claims.checked))),
            Self::FalseMatches => Figure::new(headline.false_matches.found, headline.false_matches.needles),
        })
    }

    /// Its figure in a row; none for metrics that rows do not have.
    pub(super) fn of_row(self, row: &Row) -> Option<Figure> {
        let planted = |count: u64| Figure { count, of: row.planted, measured: row.measured };
        Some(match self {
            Self::LeakingPatients => Figure { count: row.leaking_patients, of: row.patients, measured: row.measured },
            Self::LeakedPlants => planted(row.leaked),
            Self::PartialPlants => planted(row.partial),
            Self::RecoverablePlants => planted(row.recoverable),
            Self::UnmeasuredPlants => Figure::new(row.not_measured, row.planted),
            _ => return None,
        })
    }
}

fn sum(figures: impl Iterator<Item = (u64, u64)>) -> Figure {
    let (count, of) = figures.fold((0, 0), |(count, of), (more, out_of)| (count + more, of + out_of));
    Figure::new(count, of)
}
