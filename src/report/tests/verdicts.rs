//! The first line of the table, from every side.

use super::*;

fn first_line(card: &Scorecard) -> String {
    drawn("table", &report(card, &Vec::new())).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn only_a_result_without_any_trace_and_gap_reads_as_clean() {
    let clean = |card: &Scorecard| first_line(card).starts_with("NO LEAK FOUND:");
    assert!(clean(&perfect()));
    assert!(!clean(&copying()) && !clean(&deleting()) && !clean(&halfway()) && !clean(&Scorecard::default()));
    type Change = fn(&mut Headline);
    let changes: [(Change, &str); 6] = [
        (|head| head.patients.leaking = 1, "LEAKS: 1 of 9 patients"),
        (|head| head.patients.unmeasured = 2, "NO PATIENT SEEN LEAKING, BUT NOT ALL WAS MEASURED: 2 of 9"),
        (|head| head.identifiers.leaked = 3, "NO PATIENT LEAKS BY NAME OR NUMBER, BUT TRACES STAY: 3 indirect"),
        (|head| head.identifiers.partial = 4, "NO PATIENT LEAKS BY NAME OR NUMBER, BUT TRACES STAY: 0 indirect"),
        (|head| head.identifiers.measured = 50, "NO LEAK SEEN, BUT NOT ALL WAS MEASURED: 4 of 54"),
        (|head| head.patients.rate = None, "NOTHING MEASURED:"),
    ];
    for (change, expected) in changes {
        let mut card = perfect();
        change(&mut card.headline);
        let line = first_line(&card);
        assert!(line.starts_with(expected), "{line}");
    }
}

#[test]
fn unreadable_and_missing_files_are_named_as_not_measured() {
    let text = drawn("table", &report(&halfway(), &Vec::new()));
    assert!(text.contains("3 of 40 files came back unreadable: not measured"));
    assert!(text.contains("2 of 40 files never came back: not measured"));
    assert!(!drawn("table", &report(&perfect(), &Vec::new())).contains("files came back unreadable"));
}

#[test]
fn a_zero_is_printed_with_what_it_leaves_open() {
    let says =
        |card: &Scorecard| drawn("table", &report(card, &Vec::new())).contains("the true rate can still be up to");
    assert!(says(&perfect()));
    assert!(!says(&copying()) && !says(&deleting()));
}

#[test]
fn a_gate_is_shown_only_where_one_was_asked_for() {
    let shows = |passed: Option<bool>| {
        let mut card = perfect();
        card.gate.passed = passed;
        drawn("table", &report(&card, &Vec::new())).contains("GATE PASSED")
    };
    assert_eq!([Some(true), Some(false), None].map(shows), [true, false, false]);
}
