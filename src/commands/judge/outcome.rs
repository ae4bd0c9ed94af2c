//! How a command ends for a result.

use crate::cli::FailOn;
use crate::cli::ResultArgs;
use crate::commands::judge::write_scorecard;
use crate::exit::Outcome;
use crate::gate;
use crate::gate::Level;
use crate::gate::Metric;
use crate::gate::Rule;
use crate::gate::Waived;
use crate::scorecard::Gate;
use crate::scorecard::Scorecard;
use std::path::Path;

/// Notes in the scorecard how `--fail-on` came out, where it was given.
pub fn record_gate(scorecard: &mut Scorecard, folder: &Path, results: &ResultArgs) -> anyhow::Result<()> {
    if results.fail_on.is_empty() {
        return Ok(());
    }
    scorecard.gate = gate_of(scorecard, results);
    write_scorecard(scorecard, &folder.join("scorecard.json"))
}

/// `--fail-on` as rules of a gate, so that it agrees with `check`.
fn gate_of(scorecard: &Scorecard, results: &ResultArgs) -> Gate {
    let metric = |what: &FailOn| match what {
        FailOn::Leak => Metric::LeakingPatients,
        FailOn::Damage => Metric::DamagedFiles,
        FailOn::Unmeasured => Metric::UnmeasuredPlants,
    };
    let rules: Vec<Rule> = results.fail_on.iter().map(|what| Rule::none(metric(what), Level::Error)).collect();
    gate::evaluate(&rules, scorecard, &Waived::default(), None, None, "").gate()
}

/// How the command ends for this result.
pub fn outcome(scorecard: &Scorecard, results: &ResultArgs) -> Outcome {
    outcome_of(scorecard, gate_of(scorecard, results).passed == Some(true))
}

/// How a command ends for this result and its gate.
pub fn outcome_of(scorecard: &Scorecard, passed: bool) -> Outcome {
    let headline = &scorecard.headline;
    if headline.plants.planted > 0 && headline.plants.measured == 0 {
        return Outcome::NothingMeasured;
    }
    // Scorecards of builds that did not record patients hold none.
    let patients = scorecard.patients.len() as u64;
    if patients > 0 && patients < scorecard.dataset.patients {
        return Outcome::Incomplete;
    }
    if passed { Outcome::Done } else { Outcome::GateFailed }
}
