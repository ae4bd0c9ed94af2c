//! Figures as people read them, in every report.

use crate::report::table;

/// `1 file`, `3 files`.
pub fn count(number: u64, noun: &str) -> String {
    table::count(number, noun)
}

/// A share as a percentage with one decimal. What is not nothing never reads `0.0 %`, nor what is not all `100.0 %`.
pub fn percent(share: f64) -> String {
    table::percent(share)
}

/// `1.2 to 3.4 %`; a dash where there is none.
pub fn interval(ends: Option<(f64, f64)>) -> String {
    ends.map_or_else(|| "–".to_owned(), |(low, high)| format!("{:.1} to {:.1} %", 100.0 * low, 100.0 * high))
}

/// A probability; what is not nothing never reads `0`.
pub fn probability(probability: f64) -> String {
    if probability < 0.0001 { "under 0.0001".to_owned() } else { format!("{probability:.4}") }
}
