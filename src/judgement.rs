//! What all detectors together say of one patient. Judgements add up to a scorecard.

use crate::finding::Finding;
use crate::finding::Verdict;
use crate::scorecard::Broken;
use crate::scorecard::CameBack;
use crate::scorecard::Checked;
use crate::scorecard::Claims;
use crate::scorecard::Damage;
use crate::scorecard::FalseMatches;
use crate::scorecard::InstanceCounts;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// The verdicts on one plant at its own place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlantVerdict {
    /// Under the basic profile with clean pixel data, which ranks tools.
    pub fixed: Verdict,
    /// Under the policy that the tool claims.
    pub claimed: Verdict,
}

/// What was seen of one patient.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The patient.
    pub patient: String,
    /// Verdict of every plant by its id: none is missing, an unmeasured one says so.
    pub plants: BTreeMap<String, PlantVerdict>,
    /// Everything that was observed, in a stable order. A finding with `moved` convicts its identifier alone.
    pub findings: Vec<Finding>,
    /// Counters of damage.
    pub damage: Damage,
    /// Counters of files.
    pub instances: InstanceCounts,
    /// Counters of files by transfer syntax and SOP class of the input.
    #[serde(default)]
    pub came_back: BTreeMap<String, BTreeMap<String, CameBack>>,
    /// Controls searched and found.
    pub false_matches: FalseMatches,
    /// PS3.15 actions checked and met.
    pub actions: BTreeMap<String, Checked>,
    /// What outputs say of themselves.
    #[serde(default)]
    pub claims: BTreeMap<String, Claims>,
    /// Links checked and broken.
    pub links: BTreeMap<String, Broken>,
}
