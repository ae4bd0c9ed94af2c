//! Tools whose score is known.

use super::*;
use crate::scorecard::HeaderDamage;
use std::collections::BTreeSet;

#[test]
fn removing_exactly_what_was_planted_leaks_nothing() {
    let truth = usual("DEID-0001");
    let card = score(&[(truth.clone(), all(&truth, Verdict::Held))]);
    let patients = &card.headline.patients;
    assert_eq!((patients.leaking, patients.measured, patients.unmeasured), (0, 1, 0));
    assert_eq!((patients.rate, patients.low), (Some(0.0), Some(0.0)));
    assert!((patients.high.unwrap() - 0.975).abs() < 1e-9);
    assert_eq!(card.headline.plants.held, 3);
}

#[test]
fn where_nothing_was_measured_there_is_no_rate() {
    let truth = usual("DEID-0001");
    for judgement in [all(&truth, Verdict::NotMeasured), Judgement::default()] {
        let card = score(&[(truth.clone(), judgement)]);
        let patients = &card.headline.patients;
        assert_eq!((patients.rate, patients.low, patients.high), (None, None, None));
        assert_eq!((patients.with_plants, patients.measured, patients.unmeasured), (1, 0, 1));
        assert_eq!((card.headline.plants.planted, card.headline.plants.not_measured), (3, 3));
        assert_eq!((card.headline.identifiers.planted, card.headline.identifiers.measured), (2, 0));
    }
}

#[test]
fn a_rate_over_direct_identifiers_needs_a_direct_plant_that_was_measured() {
    let truth = usual("DEID-0001");
    let only_date = judged(&truth, &[Verdict::NotMeasured, Verdict::NotMeasured, Verdict::Held]);
    assert_eq!(score(&[(truth.clone(), only_date)]).headline.patients.rate, None);
    let one_name = judged(&truth, &[Verdict::Held, Verdict::NotMeasured, Verdict::Held]);
    let patients = score(&[(truth, one_name)]).headline.patients;
    assert_eq!((patients.rate, patients.high, patients.unmeasured), (Some(0.0), Some(1.0), 1));
}

#[test]
fn unmeasured_patients_stay_in_the_denominator_and_count_as_leaking_at_the_upper_end() {
    let patients: Vec<_> = (0..10)
        .map(|number| {
            let truth = usual(&format!("DEID-{number:04}"));
            let verdict = [Verdict::Leaked, Verdict::NotMeasured, Verdict::Held][number.min(2)];
            let judgement = all(&truth, verdict);
            (truth, judgement)
        })
        .collect();
    let rate = score(&patients).headline.patients;
    assert_eq!((rate.with_plants, rate.measured, rate.leaking, rate.unmeasured), (10, 9, 1, 1));
    assert_eq!(rate.rate, Some(0.1));
    assert_eq!(rate.low, clopper_pearson(1, 10).map(|(low, _)| low));
    assert_eq!(rate.high, clopper_pearson(2, 10).map(|(_, high)| high));
}

#[test]
fn one_leak_makes_a_patient_leak_and_measured_whatever_else_is_missing() {
    let truth = usual("DEID-0001");
    let judgement = judged(&truth, &[Verdict::Leaked, Verdict::NotMeasured, Verdict::NotMeasured]);
    let card = score(&[(truth, judgement)]);
    let patients = &card.headline.patients;
    assert_eq!((patients.leaking, patients.measured, patients.unmeasured), (1, 1, 0));
    assert_eq!((card.headline.identifiers.leaked, card.headline.identifiers.measured), (1, 1));
}

#[test]
fn an_indirect_identifier_alone_makes_no_patient_leak() {
    let truth = usual("DEID-0001");
    let card = score(&[(truth.clone(), judged(&truth, &[Verdict::Held, Verdict::Held, Verdict::Leaked]))]);
    assert_eq!(card.headline.patients.leaking, 0);
    assert_eq!((card.headline.identifiers.leaked, card.kinds["birth-date"].leaking_patients), (1, 1));
}

#[test]
fn a_partial_or_recoverable_name_stands_beside_the_rate() {
    let truth = usual("DEID-0001");
    for verdict in [Verdict::Partial, Verdict::Recoverable, Verdict::Permitted] {
        let card = score(&[(truth.clone(), judged(&truth, &[verdict, Verdict::Held, Verdict::Held]))]);
        assert_eq!((card.headline.patients.leaking, card.headline.patients.measured), (0, 1));
        let found = &card.headline.identifiers;
        assert_eq!(found.partial + found.recoverable + found.permitted, 1);
    }
}

#[test]
fn a_value_seen_elsewhere_convicts_its_identifier_and_no_trap() {
    let truth = usual("DEID-0001");
    let held = all(&truth, Verdict::Held);
    let with = |finding: Finding| {
        let judgement = Judgement { findings: vec![finding], ..held.clone() };
        score(&[(truth.clone(), judgement)])
    };
    let name = &truth.plants[0];
    let card = with(moved(name, Verdict::Leaked));
    assert_eq!((card.headline.patients.leaking, card.headline.identifiers.leaked), (1, 1));
    assert_eq!((card.headline.plants.leaked, card.headline.plants.held), (0, 3));
    assert!(card.traps.values().all(|row| row.leaked == 0 && row.leaking_patients == 0));

    assert_eq!(with(Finding { moved: false, ..moved(name, Verdict::Leaked) }).headline.patients.leaking, 0);
    assert_eq!(with(Finding { topic: Topic::FalseMatch, ..moved(name, Verdict::Leaked) }).headline.patients.leaking, 0);
    assert_eq!(
        with(Finding { patient: "DEID-0002".into(), ..moved(name, Verdict::Leaked) }).headline.patients.leaking,
        0
    );
    assert_eq!(with(moved(name, Verdict::Partial)).headline.identifiers.partial, 1);
    // Written otherwise, it is still known by its plant.
    assert_eq!(with(Finding { value: "MARI".into(), ..moved(name, Verdict::Leaked) }).headline.patients.leaking, 1);
}

#[test]
fn a_leak_elsewhere_counts_where_no_plant_could_be_measured() {
    let truth = usual("DEID-0001");
    let findings = vec![moved(&truth.plants[0], Verdict::Leaked)];
    let card = score(&[(truth.clone(), Judgement { findings, ..all(&truth, Verdict::NotMeasured) })]);
    assert_eq!((card.headline.patients.rate, card.headline.patients.leaking), (Some(1.0), 1));
}

#[test]
fn the_claimed_policy_excuses_a_date_it_keeps_and_never_a_name() {
    let truth = usual("DEID-0001");
    let mut judgement = all(&truth, Verdict::Held);
    for index in [0, 2] {
        let verdict = PlantVerdict { fixed: Verdict::Leaked, claimed: Verdict::Permitted };
        judgement.plants.insert(truth.plants[index].id.clone(), verdict);
        judgement.findings.push(moved(&truth.plants[index], Verdict::Leaked));
    }
    let card = score(&[(truth, judgement)]);
    assert_eq!((card.headline.identifiers.leaked, card.headline.identifiers.permitted), (2, 0));
    let claimed = &card.headline.claimed;
    assert_eq!((claimed.identifiers.leaked, claimed.identifiers.permitted), (1, 1));
    assert_eq!((claimed.plants.leaked, claimed.plants.permitted), (0, 2));
}

#[test]
fn a_patient_without_plants_counts_for_false_matches_and_damage_alone() {
    let truth = usual("DEID-0001");
    let planted = (truth.clone(), all(&truth, Verdict::Leaked));
    let header = HeaderDamage { checked: 4, changed: 1, lost: 1 };
    let bystander = Judgement {
        false_matches: FalseMatches { needles: 10, found: 1 },
        damage: Damage { header, ..Default::default() },
        ..Default::default()
    };
    let with = score(&[planted.clone(), (patient("DEID-0002", Vec::new()), bystander)]);
    let without = score(&[planted]);
    assert_eq!(with.headline.patients, without.headline.patients);
    assert_eq!(with.headline.plants, without.headline.plants);
    assert_eq!(with.modalities, without.modalities);
    assert_eq!(with.headline.false_matches, FalseMatches { needles: 10, found: 1 });
    assert_eq!(with.damage.header.lost, 1);
}

#[test]
fn a_plant_whose_instance_is_unknown_has_an_unknown_modality() {
    let mut truth = usual("DEID-0001");
    truth.plants[0].instance = "elsewhere".into();
    let card = score(&[(truth.clone(), all(&truth, Verdict::Held))]);
    let names: BTreeSet<&str> = card.modalities.keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["US", "unknown"]));
}

#[test]
fn the_outcome_of_a_patient_names_what_leaked_and_what_nobody_saw() {
    use crate::scorecard::Outcome;
    let truth = usual("DEID-0001");
    let card = score(&[(truth.clone(), judged(&truth, &[Verdict::Leaked, Verdict::NotMeasured, Verdict::Held]))]);
    let patient = &card.patients["DEID-0001"];
    assert_eq!((patient.outcome, patient.planted, patient.measured, patient.leaked), (Outcome::Leaking, 3, 2, 1));
    assert_eq!((&patient.leaked_traps, &patient.unmeasured_traps), (&vec!["trap-0".into()], &vec!["trap-1".into()]));
    assert_eq!((patient.leaked_surfaces.len(), patient.unmeasured_surfaces.len()), (1, 1));
    let lost = score(&[(truth.clone(), all(&truth, Verdict::NotMeasured))]);
    assert_eq!(lost.patients["DEID-0001"].outcome, Outcome::Unmeasured);
    let held = score(&[(truth.clone(), all(&truth, Verdict::Held))]);
    let patient = &held.patients["DEID-0001"];
    assert_eq!(patient.outcome, Outcome::Held);
    assert!(patient.leaked_traps.is_empty() && patient.unmeasured_traps.is_empty());
    assert_eq!(score(&[(super::patient("DEID-0002", Vec::new()), Judgement::default())]).patients.len(), 1);
}
