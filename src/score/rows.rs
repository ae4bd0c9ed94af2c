//! The same plants, grouped: by surface, trap, kind, letter and modality.

use crate::finding::Verdict;
use crate::score::sum::Sum;
use crate::score::sum::sum_fields;
use crate::scorecard::Row;
use crate::truth::PatientTruth;
use std::collections::BTreeMap;

/// Modality of a plant whose instance is in no table.
const UNKNOWN: &str = "unknown";

/// The tables of leaks, each by the id of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Groups {
    /// By surface.
    pub(super) surfaces: BTreeMap<String, Row>,
    /// By trap.
    pub(super) traps: BTreeMap<String, Row>,
    /// By kind of identifier.
    pub(super) kinds: BTreeMap<String, Row>,
    /// By HIPAA Safe Harbor letter.
    pub(super) hipaa: BTreeMap<String, Row>,
    /// By modality.
    pub(super) modalities: BTreeMap<String, Row>,
}

sum_fields! {
    Groups { surfaces, traps, kinds, hipaa, modalities }
}

impl Groups {
    /// Counts one patient whose plants have these verdicts.
    pub(super) fn add(&mut self, truth: &PatientTruth, verdicts: &[Verdict]) {
        let modalities: BTreeMap<&str, &str> =
            truth.instances.iter().map(|row| (row.instance.as_str(), row.modality.as_str())).collect();
        let mut patient = Self::default();
        for (plant, verdict) in truth.plants.iter().zip(verdicts.iter().copied()) {
            let modality = modalities.get(plant.instance.as_str()).copied().filter(|name| !name.is_empty());
            count(&mut patient.surfaces, plant.surface.word(), verdict);
            count(&mut patient.traps, &plant.trap, verdict);
            count(&mut patient.kinds, plant.kind.word(), verdict);
            count(&mut patient.hipaa, plant.hipaa.encode_utf8(&mut [0; 4]), verdict);
            count(&mut patient.modalities, modality.unwrap_or(UNKNOWN), verdict);
        }
        self.sum(&patient);
    }
}

/// Counts one plant in the rows of a single patient.
fn count(rows: &mut BTreeMap<String, Row>, id: &str, verdict: Verdict) {
    let row = rows.entry(id.to_owned()).or_default();
    row.patients = 1;
    row.planted += 1;
    row.measured += u64::from(verdict != Verdict::NotMeasured);
    match verdict {
        Verdict::Held => row.held += 1,
        Verdict::Permitted => row.permitted += 1,
        Verdict::NotMeasured => row.not_measured += 1,
        Verdict::Recoverable => row.recoverable += 1,
        Verdict::Partial => row.partial += 1,
        Verdict::Leaked => {
            row.leaked += 1;
            row.leaking_patients = 1;
        }
    }
}
