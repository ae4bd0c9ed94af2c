//! Whether intervals cover what they say, by simulation. Run by hand it prints the tables of `docs/statistics.md`.

use super::*;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

const RATES: [f64; 11] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];
const SIZES: [u64; 5] = [9, 20, 50, 90, 360];

fn hits(share: f64, trials: u64, chance: &mut ChaCha8Rng) -> u64 {
    (0..trials).map(|_| u64::from(chance.random::<f64>() < share)).sum()
}

/// Share of simulated sets whose interval holds the true rate, and the least one over all rates.
fn covered(size: u64, interval: fn(u64, u64) -> Option<(f64, f64)>, chance: &mut ChaCha8Rng) -> (f64, f64) {
    let sets = 1000;
    let ends: Vec<(f64, f64)> = (0..=size).map(|hits| interval(hits, size).unwrap()).collect();
    let of = |rate: f64, chance: &mut ChaCha8Rng| {
        let inside = (0..sets).filter(|_| {
            let (low, high) = ends[usize::try_from(hits(rate, size, chance)).unwrap()];
            low <= rate && rate <= high
        });
        inside.count() as f64 / f64::from(sets)
    };
    let shares: Vec<f64> = RATES.iter().map(|rate| of(*rate, chance)).collect();
    (shares.iter().sum::<f64>() / shares.len() as f64, shares.into_iter().fold(1.0, f64::min))
}

#[test]
fn intervals_of_shares_cover_what_they_say() {
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    let mut means = [0.0; 2];
    println!("| patients | Clopper-Pearson: mean | least | Wilson: mean | least |\n| --- | --- | --- | --- | --- |");
    for size in SIZES {
        let (exact, exact_least) = covered(size, clopper_pearson, &mut chance);
        let (score, score_least) = covered(size, wilson, &mut chance);
        println!(
            "| {size} | {:.1} % | {:.1} % | {:.1} % | {:.1} % |",
            100.0 * exact,
            100.0 * exact_least,
            100.0 * score,
            100.0 * score_least
        );
        // Simulation errs by 0.7 points at 1000 sets.
        assert!(exact_least > 0.93, "{size}: {exact_least}");
        means[0] += exact / SIZES.len() as f64;
        means[1] += score / SIZES.len() as f64;
    }
    println!("mean over all sizes: {:.1} % and {:.1} %", 100.0 * means[0], 100.0 * means[1]);
    assert!(means.iter().all(|mean| (0.94..=0.98).contains(mean)), "{means:?}");
}

#[test]
fn intervals_of_paired_differences_cover_what_they_say() {
    let mut chance = ChaCha8Rng::seed_from_u64(2);
    let (sets, mut shares) = (100, Vec::new());
    println!("| patients | first alone | second alone | covered |\n| --- | --- | --- | --- |");
    for patients in [9, 30, 90] {
        for (first, second) in [(0.0, 0.1), (0.1, 0.1), (0.05, 0.3), (0.2, 0.5)] {
            let inside = (0..sets).filter(|_| {
                let only_first = hits(first, patients, &mut chance);
                let only_second = hits(second / (1.0 - first), patients - only_first, &mut chance);
                let (low, high) = paired_difference(only_first, only_second, patients, &mut chance).unwrap();
                low <= second - first && second - first <= high
            });
            let share = inside.count() as f64 / f64::from(sets);
            println!("| {patients} | {first} | {second} | {:.0} % |", 100.0 * share);
            shares.push(share);
        }
    }
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    println!("mean: {:.1} %", 100.0 * mean);
    assert!((0.94..=0.98).contains(&mean), "{mean}: {shares:?}");
}

/// Plants of one patient leak together: a patient draws a rate, and its plants follow it.
#[test]
fn intervals_over_plants_take_patients_as_clusters() {
    let mut chance = ChaCha8Rng::seed_from_u64(3);
    let (sets, mut clustered, mut naive) = (100, Vec::new(), Vec::new());
    println!("| patients | rate | patients as clusters | plants as if independent |\n| --- | --- | --- | --- |");
    for patients in [20, 60] {
        for rate in [0.2, 0.5] {
            let (mut with, mut without) = (0, 0);
            for _ in 0..sets {
                let clusters: Vec<Cluster> = (0..patients)
                    .map(|_| {
                        // Either hardly any plant of the patient leaks, or most do.
                        let own = if chance.random::<f64>() < rate { 0.9 } else { 0.1 };
                        Cluster { first: 0, second: hits(own, 12, &mut chance), of: 12 }
                    })
                    .collect();
                let truth = rate * 0.9 + (1.0 - rate) * 0.1;
                let holds = |ends: (f64, f64)| u32::from(ends.0 <= truth && truth <= ends.1);
                with += clustered_difference(&clusters, &mut chance).map_or(0, holds);
                let sum = |of: fn(&Cluster) -> u64| clusters.iter().map(of).sum::<u64>();
                without += wilson(sum(|cluster| cluster.second), sum(|cluster| cluster.of)).map_or(0, holds);
            }
            let share = |count: u32| f64::from(count) / f64::from(sets);
            println!("| {patients} | {rate} | {:.0} % | {:.0} % |", 100.0 * share(with), 100.0 * share(without));
            clustered.push(share(with));
            naive.push(share(without));
        }
    }
    let mean = |shares: &[f64]| shares.iter().sum::<f64>() / shares.len() as f64;
    println!("mean: {:.1} % and {:.1} %", 100.0 * mean(&clustered), 100.0 * mean(&naive));
    assert!((0.92..=0.98).contains(&mean(&clustered)), "{clustered:?}");
    assert!(mean(&naive) < 0.75, "plants of one patient do not fail together in this simulation: {naive:?}");
}
