//! A small, fixed part of the matrix of `measurements.rs`, with the goals that all of it is held to.

use crate::detectors::ink_verdict::trial::count::Outcome;
use crate::detectors::ink_verdict::trial::count::outcome;
use crate::detectors::ink_verdict::trial::matrix::Class;
use crate::detectors::ink_verdict::trial::matrix::LEAVING;
use crate::detectors::ink_verdict::trial::matrix::REMOVING;
use crate::detectors::ink_verdict::trial::scenery::Scenery;
use crate::detectors::ink_verdict::trial::tools::Tool;
use crate::detectors::ink_verdict::verdict::Verdict;
use rayon::prelude::*;

const SEED: u64 = 77;
/// One line on each background, at 14, 16, 20 and 24 pixels.
const LINES: [u64; 4] = [12, 17, 22, 27];

/// Every row on every line.
fn run(rows: &[(Class, &'static str, Tool)]) -> Vec<(Class, &'static str, Outcome)> {
    let scenery = Scenery::new(SEED);
    let trial = |number: u64| -> Vec<(Class, &'static str, Outcome)> {
        let line = scenery.line(number);
        rows.iter().map(|(class, name, tool)| (*class, *name, outcome(SEED, number, &line, *class, *tool))).collect()
    };
    LINES.into_par_iter().flat_map_iter(trial).collect()
}

#[test]
fn what_is_left_is_found() {
    let found = run(&LEAVING);
    let of = |classes: &[Class]| -> Vec<_> { found.iter().filter(|(class, ..)| classes.contains(class)).collect() };
    for (_, name, outcome) in of(&[Class::Kept, Class::Faint, Class::Covered]) {
        assert!(outcome.is_found(), "{name}: {outcome}");
    }
    for (_, name, outcome) in of(&[Class::Kept]).into_iter().filter(|(_, name, _)| ["untouched", "grey"].contains(name))
    {
        assert_eq!(outcome.verdict, Verdict::Readable, "{name}: {outcome}");
    }
    // Text that stands a little off its place is like other text in that place, which must not be accused.
    let (whole, displaced): (Vec<_>, Vec<_>) = of(&[Class::Moved])
        .into_iter()
        .partition(|(_, name, _)| ["moved", "moved, x0.8", "moved, x1.3"].contains(name));
    assert!(whole.len() == 12 && displaced.len() >= 12);
    for (all, tenths) in [(of(&[Class::Obscured]), 9), (whole, 9), (displaced, 8)] {
        let seen = all.iter().filter(|(.., outcome)| outcome.is_found()).count();
        assert!(seen * 10 >= all.len() * tenths, "{:?}: {seen} of {}", all.first(), all.len());
    }
}

#[test]
fn what_was_removed_accuses_nobody() {
    for (_, name, outcome) in run(&REMOVING.map(|(name, tool)| (Class::Removed, name, tool))) {
        assert_eq!((outcome.verdict.clone(), outcome.elsewhere), (Verdict::Removed, false), "{name}: {outcome}");
    }
}
