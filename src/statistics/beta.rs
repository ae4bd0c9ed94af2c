//! The regularized incomplete beta function, at every size that a benchmark has.
//!
//! That of `puruspe` 0.4.4 is wrong where both parameters are above 3000. This is the continued fraction of the NIST
//! Digital Library of Mathematical Functions, 8.17.22, by Lentz's method.

use puruspe::ln_gamma;

/// Steps after which the fraction has long converged: some multiple of the root of the larger parameter is enough.
const MOST_STEPS: u32 = 200_000;

/// Stands for zero in a denominator.
const TINY: f64 = 1e-300;

/// The share of the beta distribution of (a, b) below `x`.
pub(super) fn regularized(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast below the mean alone; above it the other tail is taken (8.17.4).
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - fraction(b, a, 1.0 - x);
    }
    fraction(a, b, x)
}

/// The point below which a share `p` of the beta distribution of (a, b) lies, by halving.
pub(super) fn quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if regularized(a, b, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
        if high - low <= f64::EPSILON * high {
            return middle;
        }
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let ln_front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p();
    let kept = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut sum = d;
    for step in 1..MOST_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut last = 1.0;
        for term in [even, odd] {
            d = 1.0 / kept(1.0 + term * d);
            c = kept(1.0 + term / c);
            last = d * c;
            sum *= last;
        }
        if (last - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (ln_front.exp() * sum / a).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_halves_at_every_size() {
        for size in [0.5, 1.0, 3.0, 100.0, 2999.0, 3001.0, 50_000.0, 1_000_000.0] {
            let found = regularized(size, size, 0.5);
            assert!((found - 0.5).abs() < 1e-7, "{size}: {found}");
            assert!((quantile(0.5, size, size) - 0.5).abs() < 1e-9, "{size}");
        }
    }

    #[test]
    fn the_function_meets_its_closed_forms_and_mirrors_itself() {
        for x in [0.001, 0.1, 0.3, 0.7, 0.95] {
            for n in [1.0, 2.0, 50.0, 4000.0] {
                assert!((regularized(1.0, n, x) - (1.0 - (1.0 - x).powf(n))).abs() < 1e-10, "{n} {x}");
                assert!((regularized(n, 1.0, x) - x.powf(n)).abs() < 1e-10, "{n} {x}");
                let mirrored = 1.0 - regularized(n, 3.0 * n, 1.0 - x);
                assert!((regularized(3.0 * n, n, x) - mirrored).abs() < 1e-9, "{n} {x}");
            }
        }
    }

    #[test]
    fn large_tails_agree_with_the_normal_distribution() {
        // A share of 0.3 of 100000: the quantiles at 2.5 and 97.5 % lie 1.96 deviations apart from the mean.
        let (a, b) = (30_000.0_f64, 70_000.0_f64);
        let deviation = (0.3 * 0.7 / (a + b)).sqrt();
        for (p, quantiles) in [(0.025, -1.96), (0.975, 1.96)] {
            let found = (quantile(p, a, b) - 0.3) / deviation;
            assert!((found - quantiles).abs() < 5e-3, "{p}: {found}");
        }
    }
}
