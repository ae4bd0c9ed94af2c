//! The self-test as CI plays it, every mutant of one seed (`make selftest SEEDS="1 2 3"` plays more), and from its other side: a
//! mutant that is not what it should be is said to be missed.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its files fails")]

use deidbench::finding::Finding;
use deidbench::finding::Topic;
use deidbench::scorecard::Scorecard;
use deidbench::selftest::Expect;
use deidbench::selftest::Outcome;
use deidbench::selftest::Told;
use deidbench::tool::Ending;
use std::collections::BTreeSet;
use std::process::Command;

fn selftest(words: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deidbench"));
    let output = command.arg("selftest").args(words).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), text)
}

#[test]
fn every_mutant_is_caught_and_the_perfect_tool_is_not_accused() {
    let (code, text) = selftest(&[]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("the perfect tool was accused of nothing"), "{text}");
    let names = text.lines().filter(|line| line.starts_with(" trap ") || line.starts_with(" cheat "));
    assert!(names.count() > 200, "{text}");
    for signal in ["pixel-leak", "residual-search", "beside", "uid-graph", "coverage", "runner", "conformance"] {
        assert!(text.contains(&format!("{signal}:")), "{signal}: {text}");
    }
}

#[test]
fn a_name_that_no_mutant_has_is_refused() {
    let (code, text) = selftest(&["--patients", "2", "--only", "nonsense"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("trap, line, disguise"), "{text}");
}

fn outcome(findings: Vec<Finding>) -> Outcome {
    Outcome { scorecard: Scorecard::default(), findings, run: None }
}

fn finding(topic: Topic, plant: &str, verdict: &str) -> Finding {
    let json = serde_json::json!({
        "topic": topic, "detector": "d", "verdict": (!verdict.is_empty()).then_some(verdict), "patient": "DEID-0001",
        "instance": "", "plant": plant, "trap": "", "surface": null, "kind": null, "direct": true, "moved": false,
        "output": "", "seen_at": "", "form": "", "evidence": "", "value": "",
    });
    serde_json::from_value(json).unwrap()
}

#[test]
fn what_is_not_seen_is_missed() {
    let plants = Expect::Plants(BTreeSet::from(["A".to_owned(), "B".to_owned()]));
    let other = finding(Topic::Claim, "", "");
    for expect in [
        plants.clone(),
        Expect::Leak,
        Expect::Said,
        Expect::Damage,
        Expect::Link,
        Expect::Missing,
        Expect::OddFile,
        Expect::ChangedInput,
        Expect::Doubled,
        Expect::Leftover,
        Expect::Ended(Ending::TimedOut),
        Expect::Blind,
        Expect::BlindAround,
        Expect::Unsearched,
        Expect::Nothing,
    ] {
        let told = expect.told(&outcome(vec![other.clone()]));
        assert!(matches!(told, Told::Missed(_)), "{expect:?}: {told}");
    }
    assert!(matches!(Expect::Rule.told(&outcome(Vec::new())), Told::Missed(_)));
    // One of two plants is not enough, and what holds convicts nobody.
    let half = outcome(vec![finding(Topic::Leak, "A", "leaked"), finding(Topic::Leak, "B", "held")]);
    assert!(matches!(plants.told(&half), Told::Missed(_)));
}

#[test]
fn what_is_seen_is_told_with_its_signal() {
    let plants = Expect::Plants(BTreeSet::from(["A".to_owned(), "B".to_owned()]));
    let both = outcome(vec![finding(Topic::Leak, "A", "leaked"), finding(Topic::Leak, "B", "recoverable")]);
    assert_eq!(plants.told(&both), Told::Caught("d: leaked leak at ".to_owned()));
    assert!(matches!(Expect::Link.told(&outcome(vec![finding(Topic::Link, "", "")])), Told::Caught(_)));
    assert!(matches!(Expect::Nothing.told(&outcome(Vec::new())), Told::Caught(_)));
}
