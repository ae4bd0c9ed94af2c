//! Measurements that print tables; they take minutes.
//!
//! `TOOL=Blur LINES=200 cargo test --config 'profile.dev.package.deidbench.opt-level=3' --lib table_of -- --ignored --nocapture`

use crate::detectors::ink_verdict::tests::run;
use crate::detectors::ink_verdict::tests::verdict;
use crate::detectors::ink_verdict::trial::Planted;
use crate::detectors::ink_verdict::trial::tools::Tool;
use crate::detectors::ink_verdict::verdict::Verdict;
use crate::seed::Seed;
use std::collections::BTreeMap;
use std::time::Instant;

/// Counts lines called anything but removed after each tool that removes them, and prints those.
#[test]
#[ignore = "a measurement; run with --ignored --nocapture and optimisation"]
fn table_of_false_accusations() {
    let number =
        |name: &str, otherwise| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (lines, first): (u64, u64) = (number("LINES", 100), number("FIRST", 5000));
    let only = std::env::var("TOOL").unwrap_or_default();
    for tool in Tool::REMOVING.into_iter().filter(|tool| format!("{tool:?}").starts_with(&only)) {
        let (mut accused, mut unmeasured, mut weak, mut ranks) = (0, 0, 0, [0u32; 4]);
        for seed in first..first + lines {
            let (line, Some(found)) = run(tool, seed) else { continue };
            unmeasured += u32::from(found.verdict == Verdict::NotMeasured);
            weak += u32::from(found.weak);
            if found.lead > 0.0 || found.rank > 0.0 {
                let share = found.rank / 201.0;
                ranks[[0.01, 0.05, 0.5, 2.0].iter().position(|edge| share <= *edge).unwrap_or(3)] += 1;
            }
            if found.verdict.severity() > Verdict::NotMeasured.severity() {
                accused += 1;
                println!(
                    "  {tool:?} {seed} {:?} {} px {} {}: {found:?}",
                    line.text, line.sheet.px, line.sheet.face, line.other
                );
            }
        }
        println!(
            "{:<12} {accused} of {lines} accused, {unmeasured} not measured, {weak} weak, p <= .01/.05/.5/1: {ranks:?}",
            format!("{tool:?}")
        );
    }
}

/// Prints how every tool is judged. `LINES` and `FIRST` in the environment give the number of lines and the first seed.
#[test]
#[ignore = "a measurement; run with --ignored --nocapture and optimisation"]
fn table_of_verdicts() {
    let number =
        |name: &str, otherwise| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (lines, first): (u64, u64) = (number("LINES", 60), number("FIRST", 1000));
    println!(
        "{:<16} {:>5} {:>5} {:>5} {:>5} {:>5} {:>7}  signals",
        "tool", "read", "part", "recov", "gone", "none", "ms"
    );
    let only = std::env::var("TOOL").unwrap_or_default();
    for tool in Tool::ALL.into_iter().filter(|tool| format!("{tool:?}").starts_with(&only)) {
        let mut counts = [0u32; 5];
        let mut signals: BTreeMap<&str, u32> = BTreeMap::new();
        let mut spent = 0.0;
        for seed in first..first + lines {
            let line = Planted::new(seed);
            let output = tool.run(&line, &mut Seed(seed).stream(&["tool", &format!("{tool:?}")]));
            let start = Instant::now();
            let found = verdict(&line, &output);
            spent += start.elapsed().as_secs_f64() * 1e3;
            let class = match found.as_ref().map(|found| &found.verdict) {
                Some(Verdict::Readable) => 0,
                Some(Verdict::Partial { .. }) => 1,
                Some(Verdict::Recoverable) => 2,
                Some(Verdict::Removed) => 3,
                _ => 4,
            };
            counts[class] += 1;
            if class == 3 && !Tool::REMOVING.contains(&tool) {
                println!("  {tool:?} {seed} {:?} {} px {}: {found:?}", line.text, line.sheet.px, line.sheet.face);
            }
            if let Some(found) = found {
                *signals.entry(found.signal.name()).or_default() += 1;
            }
        }
        let [a, b, c, d, e] = counts;
        println!(
            "{:<16} {a:>5} {b:>5} {c:>5} {d:>5} {e:>5} {:>7.2}  {signals:?}",
            format!("{tool:?}"),
            spent / lines as f64
        );
    }
}
