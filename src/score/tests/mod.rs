//! What every test of scores starts from.

mod any_patients;
mod known_tools;

use super::*;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::judgement::PlantVerdict;
use crate::truth::InstanceRow;
use crate::truth::Kind;
use crate::truth::Plant;
use crate::truth::Surface;

fn plant(patient: &str, number: usize, kind: Kind, value: &str) -> Plant {
    Plant {
        id: format!("{patient}-P{number:03}"),
        trap: format!("trap-{}", number % 7),
        patient: patient.into(),
        instance: format!("{patient}-I001"),
        ..Plant::new(Surface::ALL[number % Surface::ALL.len()], "path".parse().unwrap(), kind, value)
    }
}

fn patient(name: &str, plants: Vec<Plant>) -> PatientTruth {
    let instance = InstanceRow { instance: format!("{name}-I001"), modality: "US".into(), ..InstanceRow::default() };
    PatientTruth { patient: name.into(), instances: vec![instance], plants, ..Default::default() }
}

/// A patient with a name at two places and a birth date.
fn usual(name: &str) -> PatientTruth {
    let plants = vec![
        plant(name, 0, Kind::PersonName, "Okafor-Lindqvist Mari"),
        plant(name, 1, Kind::PersonName, "Okafor-Lindqvist Mari"),
        plant(name, 2, Kind::BirthDate, "19610307"),
    ];
    patient(name, plants)
}

fn both(verdict: Verdict) -> PlantVerdict {
    PlantVerdict { fixed: verdict, claimed: verdict }
}

fn judged(truth: &PatientTruth, verdicts: &[Verdict]) -> Judgement {
    let plants = truth.plants.iter().zip(verdicts).map(|(plant, verdict)| (plant.id.clone(), both(*verdict))).collect();
    Judgement { patient: truth.patient.clone(), plants, ..Default::default() }
}

fn all(truth: &PatientTruth, verdict: Verdict) -> Judgement {
    judged(truth, &vec![verdict; truth.plants.len()])
}

/// The value of a plant, seen somewhere else.
fn moved(plant: &Plant, verdict: Verdict) -> Finding {
    Finding {
        topic: Topic::Leak,
        detector: "whole-object".into(),
        verdict: Some(verdict),
        patient: plant.patient.clone(),
        instance: plant.instance.clone(),
        plant: plant.id.clone(),
        trap: plant.trap.clone(),
        surface: Some(Surface::Sidecar),
        kind: Some(plant.kind),
        direct: plant.direct,
        moved: true,
        output: "report.log".into(),
        seen_at: "line 3".into(),
        form: "exact".into(),
        evidence: String::new(),
        value: plant.value.clone(),
        crop: String::new(),
    }
}

fn finish(tally: Tally) -> Scorecard {
    tally.finish(DatasetFacts::default(), ToolFacts::default(), Cost::default(), Vec::new())
}

fn score(patients: &[(PatientTruth, Judgement)]) -> Scorecard {
    let mut tally = Tally::default();
    for (truth, judgement) in patients {
        tally.add(truth, judgement);
    }
    finish(tally)
}
