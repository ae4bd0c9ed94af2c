//! The figures of one yardstick: patients, identifiers and plants.

use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::score::sum::Sum;
use crate::score::sum::sum_fields;
use crate::scorecard::IdentifierCounts;
use crate::scorecard::Outcome;
use crate::scorecard::PatientRate;
use crate::scorecard::PlantCounts;
use crate::statistics::clopper_pearson;
use crate::truth::Kind;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use std::collections::BTreeMap;

/// Which yardstick the verdicts are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Yardstick {
    /// The basic profile with clean pixel data.
    Fixed,
    /// The policy that the tool claims.
    Claimed,
}

/// What was counted of every patient so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    with_plants: u64,
    complete: u64,
    leaking: u64,
    unmeasured: u64,
    direct_measured: u64,
    /// Identifiers by their worst verdict.
    pub(super) identifiers: IdentifierCounts,
    /// Plants by their verdict.
    pub(super) plants: PlantCounts,
}

sum_fields! {
    Figures { with_plants, complete, leaking, unmeasured, direct_measured, identifiers, plants }
}

/// One identifier of the patient at hand: a value of one kind, wherever it was planted.
struct Identifier {
    direct: bool,
    worst: Verdict,
    /// Readable at a place of its own where the yardstick lets it stay.
    permitted: bool,
}

impl Figures {
    /// Counts one patient whose plants have these verdicts, and says how the patient came out.
    pub(super) fn add(
        &mut self,
        truth: &PatientTruth,
        verdicts: &[Verdict],
        findings: &[Finding],
        by: Yardstick,
    ) -> Outcome {
        let mut identifiers: BTreeMap<(Kind, &str), Identifier> = BTreeMap::new();
        let mut direct_unmeasured = false;
        for (plant, verdict) in truth.plants.iter().zip(verdicts.iter().copied()) {
            count_plant(&mut self.plants, verdict);
            if plant.direct {
                self.direct_measured += u64::from(verdict != Verdict::NotMeasured);
                direct_unmeasured |= verdict == Verdict::NotMeasured;
            }
            let fresh = Identifier { direct: false, worst: verdict, permitted: false };
            let identifier = identifiers.entry((plant.kind, &plant.value)).or_insert(fresh);
            identifier.direct |= plant.direct;
            identifier.permitted |= verdict == Verdict::Permitted;
            identifier.worst = identifier.worst.max(verdict);
        }
        for finding in findings.iter().filter(|finding| convicts_identifier(finding, truth)) {
            let Some(identifier) = named_by(finding, &truth.plants).and_then(|name| identifiers.get_mut(&name)) else {
                continue;
            };
            // A finding carries the verdict of the fixed yardstick. What the claimed policy lets stay in one place
            // tells nobody more in another; a direct identifier is never excused like this.
            let excused = by == Yardstick::Claimed && identifier.permitted && !identifier.direct;
            if let Some(verdict) = finding.verdict
                && !excused
            {
                identifier.worst = identifier.worst.max(verdict);
            }
        }
        let mut leaks = false;
        let mut direct = false;
        for identifier in identifiers.values() {
            count_identifier(&mut self.identifiers, identifier.worst);
            direct |= identifier.direct;
            leaks |= identifier.direct && identifier.worst == Verdict::Leaked;
        }
        self.with_plants += u64::from(direct);
        self.leaking += u64::from(leaks);
        self.complete += u64::from(leaks || (direct && !direct_unmeasured));
        self.unmeasured += u64::from(direct && !leaks && direct_unmeasured);
        match (direct, leaks, direct_unmeasured) {
            (false, ..) => Outcome::NothingPlanted,
            (true, true, _) => Outcome::Leaking,
            (true, false, true) => Outcome::Unmeasured,
            (true, false, false) => Outcome::Held,
        }
    }

    /// The share of leaking patients; null where no direct plant has a verdict and nobody leaks.
    pub(super) fn patients(&self) -> PatientRate {
        let nothing = self.with_plants == 0 || (self.direct_measured == 0 && self.leaking == 0);
        let end = |hits| if nothing { None } else { clopper_pearson(hits, self.with_plants) };
        PatientRate {
            with_plants: self.with_plants,
            measured: self.complete,
            leaking: self.leaking,
            unmeasured: self.unmeasured,
            rate: (!nothing).then(|| self.leaking as f64 / self.with_plants as f64),
            low: end(self.leaking).map(|(low, _)| low),
            high: end(self.leaking.saturating_add(self.unmeasured)).map(|(_, high)| high),
        }
    }
}

/// Whether a finding says something of an identifier that its plants' own verdicts do not.
fn convicts_identifier(finding: &Finding, truth: &PatientTruth) -> bool {
    finding.moved && finding.topic == Topic::Leak && finding.patient == truth.patient
}

/// The identifier that a finding names by kind and value, or by its plant where the value is written otherwise.
fn named_by<'a>(finding: &Finding, plants: &'a [Plant]) -> Option<(Kind, &'a str)> {
    plants
        .iter()
        .find(|plant| Some(plant.kind) == finding.kind && plant.value == finding.value)
        .or_else(|| plants.iter().find(|plant| plant.id == finding.plant))
        .map(|plant| (plant.kind, plant.value.as_str()))
}

fn count_plant(counts: &mut PlantCounts, verdict: Verdict) {
    counts.planted += 1;
    counts.measured += u64::from(verdict != Verdict::NotMeasured);
    match verdict {
        Verdict::Held => counts.held += 1,
        Verdict::Permitted => counts.permitted += 1,
        Verdict::NotMeasured => counts.not_measured += 1,
        Verdict::Recoverable => counts.recoverable += 1,
        Verdict::Partial => counts.partial += 1,
        Verdict::Leaked => counts.leaked += 1,
    }
}

fn count_identifier(counts: &mut IdentifierCounts, worst: Verdict) {
    counts.planted += 1;
    counts.measured += u64::from(worst != Verdict::NotMeasured);
    match worst {
        Verdict::Leaked => counts.leaked += 1,
        Verdict::Partial => counts.partial += 1,
        Verdict::Recoverable => counts.recoverable += 1,
        Verdict::Permitted => counts.permitted += 1,
        Verdict::Held | Verdict::NotMeasured => {}
    }
}
