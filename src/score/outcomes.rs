//! What became of one patient, in few words.

use crate::finding::Verdict;
use crate::scorecard::InstanceCounts;
use crate::scorecard::Outcome;
use crate::scorecard::PatientOutcome;
use crate::truth::PatientTruth;
use std::collections::BTreeMap;

/// The outcome of a patient whose plants have these verdicts.
pub(super) fn of(
    truth: &PatientTruth,
    verdicts: &[Verdict],
    outcome: Outcome,
    instances: &InstanceCounts,
) -> PatientOutcome {
    let (mut traps, mut surfaces) = (BTreeMap::new(), BTreeMap::new());
    let mut patient = PatientOutcome {
        outcome,
        files: instances.inputs,
        damaged: instances.damaged,
        planted: truth.plants.len() as u64,
        ..PatientOutcome::default()
    };
    for (plant, verdict) in truth.plants.iter().zip(verdicts.iter().copied()) {
        patient.measured += u64::from(verdict != Verdict::NotMeasured);
        patient.leaked += u64::from(verdict == Verdict::Leaked);
        note(&mut traps, &plant.trap, verdict);
        note(&mut surfaces, plant.surface.word(), verdict);
    }
    (patient.leaked_traps, patient.unmeasured_traps) = split(&traps);
    (patient.leaked_surfaces, patient.unmeasured_surfaces) = split(&surfaces);
    patient
}

/// Keeps the worst of a group: leaked before not measured, and this before all that was measured.
fn note<'a>(groups: &mut BTreeMap<&'a str, Verdict>, id: &'a str, verdict: Verdict) {
    let rank = |verdict: Verdict| match verdict {
        Verdict::Leaked => 2,
        Verdict::NotMeasured => 1,
        _ => 0,
    };
    let worst = groups.entry(id).or_insert(verdict);
    if rank(verdict) > rank(*worst) {
        *worst = verdict;
    }
}

/// Groups with a leak, and groups that were not measured.
fn split(groups: &BTreeMap<&str, Verdict>) -> (Vec<String>, Vec<String>) {
    let with = |wanted: Verdict| {
        groups.iter().filter(|(_, worst)| **worst == wanted).map(|(id, _)| (*id).to_owned()).collect()
    };
    (with(Verdict::Leaked), with(Verdict::NotMeasured))
}
