//! Named points at which a test ends the program hard, to see that nothing is lost. Builds without debug assertions have
//! none of it.

/// Every point, in the order in which a run passes them.
pub const POINTS: &[&str] = &[
    "generate-begun",
    "patient-files-written",
    "patient-truth-in-place",
    "dataset-tables-written",
    "dataset-record-in-place",
    "run-begun",
    "input-copied",
    "tool-to-be-started",
    "invocation-noted",
    "tool-ended",
    "input-compared",
    "left-noted",
    "output-collected",
    "all-collected",
    "run-record-half-written",
    "run-recorded",
    "pairs-half-written",
    "paired",
    "beside-searched",
    "patient-judged",
    "judgement-half-stored",
    "judgement-stored",
    "all-judged",
    "findings-half-written",
    "scorecard-half-written",
    "scored",
];

/// Names the point, as `POINT` for the first time that it is passed, or `POINT:3` for the third.
pub const VARIABLE: &str = "DEIDBENCH_STOP_AT";

/// The program passes a point.
#[cfg(debug_assertions)]
pub fn reach(point: &str) {
    use std::sync::atomic::AtomicU64;
    use std::sync::atomic::Ordering;
    static PASSED: AtomicU64 = AtomicU64::new(0);
    let Some(wanted) = std::env::var(VARIABLE).ok() else { return };
    let (name, time) = wanted.split_once(':').unwrap_or((&wanted, "1"));
    if name == point && Some(PASSED.fetch_add(1, Ordering::Relaxed) + 1) == time.parse().ok() {
        std::process::abort();
    }
}

/// The program passes a point.
#[cfg(not(debug_assertions))]
pub fn reach(_point: &str) {}
