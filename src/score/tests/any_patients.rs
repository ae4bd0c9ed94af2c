//! What holds for any patients with any verdicts.

use super::*;
use crate::scorecard::HeaderDamage;
use rand::RngExt;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// Patients with any plants and any verdicts, and now and then a value that moved.
fn any_patients(seed: u64) -> Vec<(PatientTruth, Judgement)> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let count = chance.random_range(0..12);
    (0..count)
        .map(|number| {
            let name = format!("DEID-{number:04}");
            let plants: Vec<Plant> = (0..chance.random_range(0..9))
                .map(|at| {
                    let kind = Kind::ALL[chance.random_range(0..Kind::ALL.len())];
                    plant(&name, at, kind, &format!("value {}", chance.random_range(0..4)))
                })
                .collect();
            let truth = patient(&name, plants);
            let mut judgement = Judgement { patient: name, ..Default::default() };
            for plant in &truth.plants {
                let mut verdict = || Verdict::ALL[chance.random_range(0..Verdict::ALL.len())];
                judgement.plants.insert(plant.id.clone(), PlantVerdict { fixed: verdict(), claimed: verdict() });
                if chance.random_bool(0.2) {
                    judgement.findings.push(moved(plant, Verdict::ALL[chance.random_range(0..Verdict::ALL.len())]));
                }
            }
            judgement.damage.header = HeaderDamage { checked: 9, changed: chance.random_range(0..3), lost: 1 };
            judgement.instances.inputs = 1;
            judgement.false_matches = FalseMatches { needles: 10, found: chance.random_range(0..2) };
            judgement.links.insert("uid".into(), Broken { checked: 2, broken: chance.random_range(0..2) });
            judgement.actions.insert("X".into(), Checked { checked: 3, met: chance.random_range(0..3) });
            (truth, judgement)
        })
        .collect()
}

#[test]
fn copying_everything_leaks_everything_planted() {
    for seed in 0..50 {
        let copied: Vec<_> =
            any_patients(seed).into_iter().map(|(truth, _)| (truth.clone(), all(&truth, Verdict::Leaked))).collect();
        let card = score(&copied);
        let (plants, identifiers) = (&card.headline.plants, &card.headline.identifiers);
        assert_eq!(plants.leaked, plants.planted);
        assert_eq!(plants.planted, copied.iter().map(|(truth, _)| truth.plants.len() as u64).sum::<u64>());
        assert_eq!(identifiers.leaked, identifiers.planted);
        let patients = &card.headline.patients;
        assert_eq!((patients.leaking, patients.measured), (patients.with_plants, patients.with_plants));
        assert_eq!(patients.rate, (patients.with_plants > 0).then_some(1.0));
        for row in
            [&card.surfaces, &card.traps, &card.kinds, &card.hipaa, &card.modalities].iter().flat_map(|t| t.values())
        {
            assert_eq!((row.leaked, row.leaking_patients), (row.planted, row.patients));
        }
    }
}

#[test]
fn the_order_of_patients_and_merging_change_nothing() {
    for seed in 0..50 {
        let patients = any_patients(seed);
        let expected = score(&patients);
        let mut shuffled = patients.clone();
        shuffled.shuffle(&mut ChaCha8Rng::seed_from_u64(seed + 1000));
        assert_eq!(score(&shuffled), expected);

        // Each patient alone, folded from the left and from the right.
        let single = |(truth, judgement): &(PatientTruth, Judgement)| {
            let mut tally = Tally::default();
            tally.add(truth, judgement);
            tally
        };
        let mut left = Tally::default();
        patients.iter().for_each(|one| left.merge(single(one)));
        let right = shuffled.iter().rev().fold(Tally::default(), |sum, one| {
            let mut tally = single(one);
            tally.merge(sum);
            tally
        });
        assert_eq!(left, right);
        assert_eq!(left.patients(), patients.len() as u64);
        assert_eq!(finish(left), expected);
    }
}

#[test]
fn every_plant_and_patient_is_accounted_for() {
    for seed in 0..50 {
        let card = score(&any_patients(seed));
        let (patients, plants) = (&card.headline.patients, &card.headline.plants);
        assert_eq!(patients.measured + patients.unmeasured, patients.with_plants);
        assert!(patients.leaking <= patients.measured);
        assert_eq!(plants.measured + plants.not_measured, plants.planted);
        assert_eq!(
            plants.leaked + plants.partial + plants.recoverable + plants.permitted + plants.held,
            plants.measured
        );
        for table in [&card.surfaces, &card.traps, &card.kinds, &card.hipaa, &card.modalities] {
            assert_eq!(table.values().map(|row| row.planted).sum::<u64>(), plants.planted);
            assert_eq!(table.values().map(|row| row.leaked).sum::<u64>(), plants.leaked);
        }
        if let (Some(rate), Some(low), Some(high)) = (patients.rate, patients.low, patients.high) {
            assert!(low <= rate && rate <= high);
        }
    }
}
