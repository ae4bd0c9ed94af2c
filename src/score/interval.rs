//! The interval that stands beside a share.

use puruspe::invbetai;

/// Both tails together.
const OUTSIDE: f64 = 0.05;

/// The exact 95 % interval of a share of `hits` in `trials`, as (low, high) between 0 and 1.
///
/// None without a trial, or where there are more hits than trials. Source: C. J. Clopper and E. S. Pearson, "The use
/// of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934), 404-413; the ends
/// are quantiles of beta distributions, low of (hits, trials - hits + 1) and high of (hits + 1, trials - hits).
pub fn clopper_pearson(hits: u64, trials: u64) -> Option<(f64, f64)> {
    let misses = trials.checked_sub(hits)?;
    if trials == 0 {
        return None;
    }
    let (a, b) = (hits as f64, misses as f64);
    let low = if hits == 0 { 0.0 } else { invbetai(OUTSIDE / 2.0, a, b + 1.0) };
    let high = if misses == 0 { 1.0 } else { invbetai(1.0 - OUTSIDE / 2.0, a + 1.0, b) };
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(hits: u64, trials: u64, low: f64, high: f64) {
        let (found_low, found_high) = clopper_pearson(hits, trials).unwrap();
        assert!((found_low - low).abs() < 5e-5, "{hits} of {trials}: low {found_low}, expected {low}");
        assert!((found_high - high).abs() < 5e-5, "{hits} of {trials}: high {found_high}, expected {high}");
    }

    #[test]
    fn the_interval_agrees_with_known_values() {
        near(0, 50, 0.0, 0.0711);
        near(0, 9, 0.0, 0.3363);
        near(50, 50, 0.9289, 1.0);
        near(1, 10, 0.0025, 0.4450);
        near(5, 10, 0.1871, 0.8129);
        near(10, 100, 0.0490, 0.1762);
    }

    #[test]
    fn the_ends_meet_their_closed_forms_at_every_size() {
        // With no hit at all the upper end solves (1 - p)^n = 0.025.
        for trials in [1_u64, 2, 10, 100, 1000, 100_000, 3_000_000] {
            let upper = 1.0 - 0.025_f64.powf(1.0 / trials as f64);
            let (low, high) = clopper_pearson(0, trials).unwrap();
            assert_eq!(low, 0.0);
            assert!((high / upper - 1.0).abs() < 1e-6, "0 of {trials}: {high}, expected {upper}");
            let (low, high) = clopper_pearson(trials, trials).unwrap();
            assert_eq!(high, 1.0);
            assert!((low - (1.0 - upper)).abs() < 1e-6, "all of {trials}: {low}, expected {}", 1.0 - upper);
        }
    }

    #[test]
    fn the_share_lies_inside_and_mirrors_its_counterpart() {
        for trials in 1..40_u64 {
            for hits in 0..=trials {
                let (low, high) = clopper_pearson(hits, trials).unwrap();
                let share = hits as f64 / trials as f64;
                assert!(low <= share && share <= high && (0.0..=1.0).contains(&low) && high <= 1.0);
                let (mirrored, _) = clopper_pearson(trials - hits, trials).unwrap();
                assert!((mirrored - (1.0 - high)).abs() < 1e-9, "{hits} of {trials}");
            }
        }
    }

    #[test]
    fn nothing_tried_has_no_interval() {
        assert_eq!(clopper_pearson(0, 0), None);
        assert_eq!(clopper_pearson(3, 2), None);
    }
}
