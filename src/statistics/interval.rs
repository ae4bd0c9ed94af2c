//! Intervals that stand beside a share.
//!
//! Two methods, for two questions. Clopper and Pearson's never covers less than it says, whatever the true rate: it stands
//! where somebody relies on an upper end (the headline). Wilson's covers what it says on average and is narrower: it
//! stands where many rows are looked at side by side.

use crate::statistics::beta::quantile;

/// Both tails together.
const OUTSIDE: f64 = 0.05;

/// Quantile of the normal distribution that leaves half of [`OUTSIDE`] above it.
const NORMAL: f64 = 1.959_963_984_540_054;

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
    let low = if hits == 0 { 0.0 } else { quantile(OUTSIDE / 2.0, a, b + 1.0) };
    let high = if misses == 0 { 1.0 } else { quantile(1.0 - OUTSIDE / 2.0, a + 1.0, b) };
    Some((low, high))
}

/// The 95 % score interval of a share of `hits` in `trials`, as (low, high) between 0 and 1.
///
/// None without a trial, or where there are more hits than trials. Source: E. B. Wilson, "Probable inference, the law of
/// succession, and statistical inference", Journal of the American Statistical Association 22 (1927), 209-212.
pub fn wilson(hits: u64, trials: u64) -> Option<(f64, f64)> {
    let misses = trials.checked_sub(hits)?;
    if trials == 0 {
        return None;
    }
    let (n, share, square) = (trials as f64, hits as f64 / trials as f64, NORMAL * NORMAL);
    let middle = (share + square / (2.0 * n)) / (1.0 + square / n);
    let half = NORMAL / (1.0 + square / n) * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    // The closed form meets these ends, and rounding must not miss them.
    let low = if hits == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if misses == 0 { 1.0 } else { (middle + half).min(1.0) };
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_interval_agrees_with_known_values() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29, by the score method without correction.
        for (hits, trials, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let (found_low, found_high) = wilson(hits, trials).unwrap();
            assert!((found_low - low).abs() < 6e-5 && (found_high - high).abs() < 6e-5, "{hits} of {trials}");
        }
        assert_eq!((wilson(0, 0), wilson(3, 2)), (None, None));
        assert_eq!(wilson(7, 7).map(|(_, high)| high), Some(1.0));
    }

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
    fn thousands_of_patients_are_no_problem() {
        // Both ends lie 1.96 deviations from the share, up to half a patient.
        for (hits, trials) in [(4000_u64, 10_000_u64), (50_000, 100_000), (70_000, 100_000)] {
            let share = hits as f64 / trials as f64;
            let half = NORMAL * (share * (1.0 - share) / trials as f64).sqrt();
            let (low, high) = clopper_pearson(hits, trials).unwrap();
            let (near, far) = (share - low, high - share);
            assert!((near / half - 1.0).abs() < 0.02 && (far / half - 1.0).abs() < 0.02, "{hits}: {near} {far} {half}");
        }
    }

    #[test]
    fn nothing_tried_has_no_interval() {
        assert_eq!(clopper_pearson(0, 0), None);
        assert_eq!(clopper_pearson(3, 2), None);
    }
}
