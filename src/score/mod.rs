//! Judgements of patients added up to a scorecard.
//!
//! An identifier is one (patient, kind, value). Its verdict is the worst of its plants' verdicts and of what was found
//! of it elsewhere. A patient leaks when any direct identifier is `leaked` on any surface. What was not measured stays
//! in every denominator.

mod invocations;
mod outcomes;
mod rows;
mod sum;
mod yardstick;

pub use crate::statistics::clopper_pearson;

use crate::finding::Verdict;
use crate::judgement::Judgement;
use crate::score::rows::Groups;
use crate::score::sum::Sum;
use crate::score::sum::sum_fields;
use crate::score::yardstick::Figures;
use crate::score::yardstick::Yardstick;
use crate::scorecard::Broken;
use crate::scorecard::CameBack;
use crate::scorecard::Checked;
use crate::scorecard::Claimed;
use crate::scorecard::Claims;
use crate::scorecard::Cost;
use crate::scorecard::Damage;
use crate::scorecard::DatasetFacts;
use crate::scorecard::EvidenceFacts;
use crate::scorecard::FORMAT;
use crate::scorecard::FalseMatches;
use crate::scorecard::Gate;
use crate::scorecard::Headline;
use crate::scorecard::InstanceCounts;
use crate::scorecard::InvocationFacts;
use crate::scorecard::PatientOutcome;
use crate::scorecard::Scorecard;
use crate::scorecard::ToolFacts;
use crate::truth::PatientTruth;
use std::collections::BTreeMap;

/// Counters of the patients seen so far. They add up in any order, and only the outcomes grow with the patients, by some
/// hundred bytes each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    patients: u64,
    fixed: Figures,
    claimed: Figures,
    groups: Groups,
    outcomes: BTreeMap<String, PatientOutcome>,
    damage: Damage,
    instances: InstanceCounts,
    came_back: BTreeMap<String, BTreeMap<String, CameBack>>,
    false_matches: FalseMatches,
    actions: BTreeMap<String, Checked>,
    claims: BTreeMap<String, Claims>,
    links: BTreeMap<String, Broken>,
}

sum_fields! {
    Tally { patients, fixed, claimed, groups, outcomes, damage, instances, came_back, false_matches, actions, claims, links }
}

impl Tally {
    /// Counts one patient. A plant without a verdict counts as not measured.
    ///
    /// A finding that names another patient is passed over: it belongs into the judgement of the patient it names.
    pub fn add(&mut self, truth: &PatientTruth, judgement: &Judgement) {
        let of = |by: Yardstick| -> Vec<Verdict> {
            let verdict = |id: &str| match (judgement.plants.get(id), by) {
                (None, _) => Verdict::NotMeasured,
                (Some(both), Yardstick::Fixed) => both.fixed,
                (Some(both), Yardstick::Claimed) => both.claimed,
            };
            truth.plants.iter().map(|plant| verdict(&plant.id)).collect()
        };
        let fixed = of(Yardstick::Fixed);
        self.patients += 1;
        let outcome = self.fixed.add(truth, &fixed, &judgement.findings, Yardstick::Fixed);
        self.outcomes.insert(truth.patient.clone(), outcomes::of(truth, &fixed, outcome, &judgement.instances));
        self.claimed.add(truth, &of(Yardstick::Claimed), &judgement.findings, Yardstick::Claimed);
        self.groups.add(truth, &fixed);
        self.damage.sum(&judgement.damage);
        self.instances.sum(&judgement.instances);
        self.came_back.sum(&judgement.came_back);
        self.false_matches.sum(&judgement.false_matches);
        self.actions.sum(&judgement.actions);
        self.claims.sum(&judgement.claims);
        self.links.sum(&judgement.links);
    }

    /// Adds the counters of other patients. No patient may be in both.
    pub fn merge(&mut self, other: Self) {
        self.sum(&other);
    }

    /// How many patients were added: fewer than the dataset holds means that the result is incomplete.
    pub fn patients(&self) -> u64 {
        self.patients
    }

    /// The scorecard of everything that was added. Waivers and gate are left open.
    pub fn finish(
        self,
        dataset: DatasetFacts,
        tool: ToolFacts,
        cost: Cost,
        invocations: Vec<InvocationFacts>,
    ) -> Scorecard {
        let policy = if tool.policy.is_empty() { "basic".to_owned() } else { tool.policy.join(", ") };
        Scorecard {
            format: FORMAT,
            deidbench: env!("CARGO_PKG_VERSION").to_owned(),
            deidbench_sha256: None,
            headline: Headline {
                patients: self.fixed.patients(),
                identifiers: self.fixed.identifiers,
                plants: self.fixed.plants,
                yardstick: "fixed".to_owned(),
                claimed: Claimed {
                    patients: self.claimed.patients(),
                    identifiers: self.claimed.identifiers,
                    plants: self.claimed.plants,
                    yardstick: policy,
                },
                instances: self.instances,
                false_matches: self.false_matches,
            },
            readers: BTreeMap::new(),
            surfaces: self.groups.surfaces,
            traps: self.groups.traps,
            kinds: self.groups.kinds,
            hipaa: self.groups.hipaa,
            modalities: self.groups.modalities,
            patients: self.outcomes,
            came_back: self.came_back,
            actions: self.actions,
            claims: self.claims,
            links: self.links,
            damage: self.damage,
            explanations: BTreeMap::new(),
            evidence: EvidenceFacts::default(),
            cost,
            invocations: invocations::fold(invocations),
            waivers: Vec::new(),
            gate: Gate::default(),
            dataset,
            tool,
        }
    }
}

#[cfg(test)]
mod tests;
