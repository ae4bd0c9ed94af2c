//! Two tools on the same patients.

use crate::statistics::beta::regularized;

/// With fewer patients of whom the two tools differ, no outcome of the exact test is below 5 %.
pub const LEAST_DISCORDANT: u64 = 6;

/// Probability, by chance alone, of a split at least as uneven as this among the patients of whom two tools differ:
/// `only_first` leak with the first tool alone, `only_second` with the second alone.
///
/// Exact and on both sides; 1 where no patient differs. Source: Q. McNemar, "Note on the sampling error of the difference
/// between correlated proportions or percentages", Psychometrika 12 (1947), 153-157; if the tools are alike, each such
/// patient falls to either side with probability one half.
pub fn mcnemar(only_first: u64, only_second: u64) -> f64 {
    let differing = only_first.saturating_add(only_second);
    (2.0 * half_binomial(only_first.min(only_second), differing)).min(1.0)
}

/// Probability of at most `most` of `trials` at one half each.
pub(super) fn half_binomial(most: u64, trials: u64) -> f64 {
    binomial(most, trials, 0.5)
}

/// Probability of at most `most` of `trials` at `share` each.
pub(super) fn binomial(most: u64, trials: u64, share: f64) -> f64 {
    if most >= trials || share <= 0.0 {
        return 1.0;
    }
    if share >= 1.0 {
        return 0.0;
    }
    regularized((trials - most) as f64, most as f64 + 1.0, 1.0 - share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_agrees_with_counting_all_splits() {
        for first in 0..=12_u64 {
            for second in 0..=12 {
                let all = 2.0_f64.powi(i32::try_from(first + second).unwrap());
                let choose = |n: u64, k: u64| (0..k).fold(1.0, |sum, at| sum * (n - at) as f64 / (at + 1) as f64);
                let tail: f64 = (0..=first.min(second)).map(|k| choose(first + second, k)).sum();
                let expected = (2.0 * tail / all).min(1.0);
                assert!((mcnemar(first, second) - expected).abs() < 1e-10, "{first} and {second}");
            }
        }
    }

    #[test]
    fn five_patients_never_tell_and_six_may() {
        let least = LEAST_DISCORDANT;
        assert!((0..least).all(|first| mcnemar(first, least - 1 - first) > 0.05));
        assert!(mcnemar(0, least) < 0.05 && mcnemar(least, 0) < 0.05);
        assert_eq!(mcnemar(0, 0), 1.0);
    }

    #[test]
    fn large_counts_are_no_problem() {
        assert!(mcnemar(100_000, 100_000) > 0.99);
        assert!(mcnemar(100_000, 103_000) < 1e-6);
    }
}
