//! How many patients it takes to tell two tools apart.
//!
//! The exact power of McNemar's test: the number of patients of whom the tools differ is binomial, and so is their split.
//! Source: R. J. Connor, "Sample size for testing differences in proportions for the paired-sample design", Biometrics 43
//! (1987), 207-211, whose formula is where the search starts.

use crate::statistics::SIGNIFICANT;
use crate::statistics::paired::binomial;
use crate::statistics::paired::half_binomial;
use puruspe::ln_gamma;

/// The chance of seeing the difference that is asked for.
const POWER: f64 = 0.8;

/// Quantiles of the normal distribution for both errors.
const NORMAL_BOTH_SIDES: f64 = 1.959_963_984_540_054;
const NORMAL_POWER: f64 = 0.841_621_233_572_914;

/// More patients are asked of nobody.
const MOST: u64 = 1_000_000;

/// Beyond so many standard deviations nothing is left that counts.
const FAR: f64 = 7.0;

/// Patients that are needed so that the exact paired test sees, with a chance of 80 %, that the share `only_first` leaks with
/// the first tool alone and `only_second` with the second alone.
///
/// None where the shares are equal or impossible, or where a million patients would not do.
pub fn patients_needed(only_first: f64, only_second: f64) -> Option<u64> {
    let (differing, difference) = (only_first + only_second, (only_first - only_second).abs());
    if !(only_first >= 0.0 && only_second >= 0.0 && differing <= 1.0 && difference > 0.0) {
        return None;
    }
    let spread = NORMAL_BOTH_SIDES * differing.sqrt() + NORMAL_POWER * (differing - difference * difference).sqrt();
    let start = (spread / difference).powi(2).ceil();
    if start > MOST as f64 {
        return None;
    }
    // The exact test asks for more than the formula; its power rises in small teeth, so steps are small.
    let mut patients = (start as u64).max(1);
    while patients <= MOST {
        if power(only_first, only_second, patients) >= POWER {
            return Some(patients);
        }
        patients += (patients / 50).max(1);
    }
    None
}

/// The chance that the exact paired test over so many patients is significant at 5 %, for true shares of patients who leak
/// with the first tool alone and with the second alone.
pub fn power(only_first: f64, only_second: f64, patients: u64) -> f64 {
    let differing = only_first + only_second;
    if !(differing > 0.0 && differing <= 1.0) {
        return 0.0;
    }
    let n = patients as f64;
    let (mean, deviation) = (n * differing, (n * differing * (1.0 - differing)).sqrt());
    let from = (mean - FAR * deviation - 1.0).max(0.0).floor() as u64;
    let to = ((mean + FAR * deviation + 1.0).min(n)) as u64;
    (from..=to).map(|count| probability(count, patients, differing) * seen(count, only_first / differing)).sum()
}

/// The chance of a significant split among `differing` patients, each of whom falls to the first tool with this share.
fn seen(differing: u64, share: f64) -> f64 {
    let Some(most) = critical(differing) else { return 0.0 };
    binomial(most, differing, share) + binomial(most, differing, 1.0 - share)
}

/// The largest smaller part of a split that is still significant.
fn critical(differing: u64) -> Option<u64> {
    let significant = |most: u64| 2.0 * half_binomial(most, differing) <= SIGNIFICANT;
    let n = differing as f64;
    let mut most = ((n - NORMAL_BOTH_SIDES * n.sqrt()) / 2.0).max(0.0).floor() as u64;
    while !significant(most) {
        most = most.checked_sub(1)?;
    }
    while most + 1 < differing && significant(most + 1) {
        most += 1;
    }
    Some(most)
}

/// The binomial probability of `count` among `trials`.
fn probability(count: u64, trials: u64, share: f64) -> f64 {
    let Some(rest) = trials.checked_sub(count) else { return 0.0 };
    if share >= 1.0 {
        return if rest == 0 { 1.0 } else { 0.0 };
    }
    let (k, n, m) = (count as f64, trials as f64, rest as f64);
    let ways = ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(m + 1.0);
    (ways + k * share.ln() + m * (1.0 - share).ln()).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::mcnemar;

    /// Power by going through every outcome.
    fn counted(first: f64, second: f64, patients: u64) -> f64 {
        let mut sum = 0.0;
        for a in 0..=patients {
            for b in 0..=patients - a {
                let c = patients - a - b;
                let ln = ln_gamma(patients as f64 + 1.0)
                    - [a, b, c].iter().map(|count| ln_gamma(*count as f64 + 1.0)).sum::<f64>();
                let power = |base: f64, exponent: u64| if exponent == 0 { 0.0 } else { exponent as f64 * base.ln() };
                let chance = (ln + power(first, a) + power(second, b) + power(1.0 - first - second, c)).exp();
                sum += if mcnemar(a, b) <= SIGNIFICANT { chance } else { 0.0 };
            }
        }
        sum
    }

    #[test]
    fn the_power_agrees_with_going_through_every_outcome() {
        for (first, second, patients) in [(0.3, 0.1, 40), (0.2, 0.05, 60), (0.5, 0.0, 12), (0.1, 0.1, 50)] {
            let (found, expected) = (power(first, second, patients), counted(first, second, patients));
            assert!((found - expected).abs() < 1e-6, "{first} {second} {patients}: {found}, expected {expected}");
        }
    }

    #[test]
    fn what_is_needed_is_enough_and_hardly_more() {
        for (first, second) in [(0.3, 0.1), (0.12, 0.02), (0.05, 0.04), (0.9, 0.05)] {
            let needed = patients_needed(first, second).unwrap();
            assert!(power(first, second, needed) >= 0.8, "{first} {second}: {needed}");
            assert!(power(first, second, needed * 9 / 10) < 0.8, "{first} {second}: {needed}");
        }
    }

    #[test]
    fn equal_tools_are_never_told_apart() {
        for (first, second) in [(0.1, 0.1), (0.0, 0.0), (0.7, 0.6), (f64::NAN, 0.1), (-0.1, 0.2)] {
            assert_eq!(patients_needed(first, second), None, "{first} {second}");
        }
        assert_eq!(patients_needed(0.000_2, 0.000_199), None);
        assert_eq!(power(0.0, 0.0, 100), 0.0);
    }
}
