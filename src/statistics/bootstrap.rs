//! Intervals for differences, by drawing patients again.
//!
//! Source: B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979), 1-26; patients are
//! drawn whole, with all that was planted in them. Percentiles are widened for few patients (T. C. Hesterberg, "What
//! teachers should know about the bootstrap", American Statistician 69 (2015), 371-386).

use crate::statistics::beta::quantile;
use puruspe::erfc;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// How often patients are drawn again.
pub const RESAMPLES: usize = 2000;

/// Both tails together.
const OUTSIDE: f64 = 0.05;

/// What two tools left in one patient. For a share of one tool alone, `first` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// Of these, left by the first tool.
    pub first: u64,
    /// Of these, left by the second.
    pub second: u64,
    /// Planted, and measured with both.
    pub of: u64,
}

/// The 95 % interval of the share that the second tool leaves less that of the first, patients being clusters.
///
/// None where fewer than two patients hold anything, or where no two of them differ: drawing them again would then show no
/// variation, which is not certainty.
pub fn clustered_difference(clusters: &[Cluster], chance: &mut ChaCha8Rng) -> Option<(f64, f64)> {
    let clusters: Vec<Cluster> = clusters.iter().copied().filter(|cluster| cluster.of > 0).collect();
    let share = |cluster: &Cluster| (cluster.second as f64 - cluster.first as f64) / cluster.of as f64;
    let first = clusters.first()?;
    if clusters.iter().all(|cluster| share(cluster) == share(first)) {
        return None;
    }
    Some(percentiles(&clusters, clusters.len(), chance))
}

/// The 95 % interval of the share of patients with whom the second tool leaks less that of the first, of `patients` of whom
/// `only_first` leak with the first alone and `only_second` with the second alone.
///
/// Two patients are added, one for each side, as Bonett and Price do ("Adjusted Wald confidence interval for a difference
/// of binomial proportions based on paired data", Journal of Educational and Behavioral Statistics 37 (2012), 479-488):
/// without them the interval would be a point where no patient differs. None without a patient, or where more differ than
/// there are.
pub fn paired_difference(
    only_first: u64,
    only_second: u64,
    patients: u64,
    chance: &mut ChaCha8Rng,
) -> Option<(f64, f64)> {
    let alike = patients.checked_sub(only_first.checked_add(only_second)?)?;
    if patients == 0 {
        return None;
    }
    let cluster = |first, second| Cluster { first, second, of: 1 };
    let repeated = |cluster: Cluster, times: u64| (0..times).map(move |_| cluster);
    let clusters: Vec<Cluster> = repeated(cluster(1, 0), only_first + 1)
        .chain(repeated(cluster(0, 1), only_second + 1))
        .chain(repeated(cluster(0, 0), alike))
        .collect();
    let (low, high) = percentiles(&clusters, clusters.len(), chance);
    Some((low.max(-1.0), high.min(1.0)))
}

/// Ends of the statistic over many draws of `patients` patients each.
fn percentiles(clusters: &[Cluster], patients: usize, chance: &mut ChaCha8Rng) -> (f64, f64) {
    let mut drawn: Vec<f64> = (0..RESAMPLES).map(|_| draw(clusters, patients, chance)).collect();
    drawn.sort_by(f64::total_cmp);
    let tail = widened_tail(patients);
    let last = drawn.len().saturating_sub(1) as f64;
    let at = |share: f64| drawn.get((share * last).round() as usize).copied().unwrap_or(0.0);
    (at(tail), at(1.0 - tail))
}

/// The difference in one draw.
fn draw(clusters: &[Cluster], patients: usize, chance: &mut ChaCha8Rng) -> f64 {
    let (mut first, mut second, mut of) = (0_u64, 0_u64, 0_u64);
    for _ in 0..patients {
        if let Some(cluster) = clusters.get(chance.random_range(0..clusters.len())) {
            first += cluster.first;
            second += cluster.second;
            of += cluster.of;
        }
    }
    if of == 0 { 0.0 } else { (second as f64 - first as f64) / of as f64 }
}

/// The tail to cut off on each side, so that few patients get the room that Student's distribution gives them.
fn widened_tail(patients: usize) -> f64 {
    if patients < 2 {
        return 0.0;
    }
    let n = patients as f64;
    let freedom = n - 1.0;
    let share = quantile(OUTSIDE, freedom / 2.0, 0.5);
    let student = (freedom * (1.0 - share) / share).sqrt() * (n / (n - 1.0)).sqrt();
    0.5 * erfc(student / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::rand_core::SeedableRng;

    fn chance() -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(7)
    }

    #[test]
    fn the_same_seed_gives_the_same_interval() {
        assert_eq!(paired_difference(3, 9, 40, &mut chance()), paired_difference(3, 9, 40, &mut chance()));
    }

    #[test]
    fn the_interval_holds_the_difference_and_mirrors_with_the_tools() {
        let (low, high) = paired_difference(2, 20, 60, &mut chance()).unwrap();
        assert!(low > 0.0 && low < 0.3 && high > 0.3 && high < 0.6, "{low} {high}");
        let (low, high) = paired_difference(20, 2, 60, &mut chance()).unwrap();
        assert!(high < 0.0 && low < -0.3 && low > -0.6, "{low} {high}");
    }

    #[test]
    fn no_differing_patient_is_no_certainty() {
        let (low, high) = paired_difference(0, 0, 20, &mut chance()).unwrap();
        assert!(low < -0.05 && high > 0.05, "{low} {high}");
        let alike = [Cluster { first: 1, second: 2, of: 4 }; 9];
        assert_eq!(clustered_difference(&alike, &mut chance()), None);
        assert_eq!(clustered_difference(&[], &mut chance()), None);
        assert_eq!(paired_difference(0, 0, 0, &mut chance()), None);
        assert_eq!(paired_difference(3, 3, 5, &mut chance()), None);
    }

    #[test]
    fn plants_of_one_patient_count_as_one_observation() {
        // The same shares in ten patients and in ten times as many plants: the interval may not shrink.
        let few: Vec<Cluster> = (0..10).map(|at| Cluster { first: 0, second: u64::from(at < 5), of: 1 }).collect();
        let many: Vec<Cluster> = few.iter().map(|one| Cluster { second: one.second * 10, of: 10, ..*one }).collect();
        assert_eq!(clustered_difference(&few, &mut chance()), clustered_difference(&many, &mut chance()));
    }

    #[test]
    fn few_patients_get_wider_tails() {
        // Student's quantile at 9 degrees is 2.262, times the root of 10/9: 2.384 leaves 0.86 % above.
        assert!((widened_tail(10) - 0.0086).abs() < 1e-4, "{}", widened_tail(10));
        assert!((widened_tail(100_000) - 0.025).abs() < 1e-4);
    }
}
