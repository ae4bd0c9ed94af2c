//! Files that reports are written to and read from.

use super::*;
use crate::report::ALL;
use crate::report::FindingsFile;
use crate::report::Target;
use crate::report::schema;
use crate::report::write_all;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_exporter_has_a_name_of_its_own_and_a_description() {
    let names: BTreeSet<&str> = ALL.iter().map(|exporter| exporter.name()).collect();
    assert_eq!(names.len(), ALL.len());
    assert!(ALL.iter().all(|exporter| !exporter.describe().is_empty() && !exporter.extension().contains('.')));
}

#[test]
fn a_wrong_target_is_answered_with_the_right_names() {
    let good: Target = "json=a=b.json".parse().unwrap();
    assert_eq!((good.exporter.name(), good.path.to_str()), ("json", Some("a=b.json")));
    for wrong in ["jsonn=x", "report.json"] {
        let answer = wrong.parse::<Target>().unwrap_err();
        assert!(answer.contains("table, json, findings, svg"), "{answer}");
    }
    assert!("json=".parse::<Target>().is_err());
}

#[test]
fn a_scorecard_reads_back_as_it_was_written() {
    for card in [perfect(), copying(), deleting(), halfway()] {
        let text = drawn("json", &report(&card, &Vec::new()));
        assert_eq!(serde_json::from_str::<Scorecard>(&text).unwrap(), card);
    }
}

#[test]
fn a_report_may_replace_the_file_that_it_is_drawn_from() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("findings.csv");
    let target = |name: &str, path: &std::path::Path| Target { exporter: find(name).unwrap(), path: path.to_owned() };
    let (card, found) = (halfway(), findings());
    let clear = Report { show_values: true, ..report(&card, &found) };
    write_all(&clear, &[target("findings", &path)]).unwrap();
    let file = FindingsFile(path.clone());
    let table = folder.path().join("report.txt");
    let coloured = Report { colour: true, ..report(&card, &file) };
    write_all(&coloured, &[target("findings", &path), target("table", &table)]).unwrap();
    assert_eq!(fs::read_to_string(&table).unwrap(), drawn("table", &report(&card, &found)));
    let mut rows = 0;
    file.each(&mut |row| {
        rows += 1;
        assert!(row.value.starts_with("sha256:") || row.topic == Topic::Action);
        Ok(())
    })
    .unwrap();
    assert_eq!((rows, fs::read_dir(folder.path()).unwrap().count()), (found.len(), 2));
}

#[test]
fn a_report_that_cant_be_written_says_which_and_where() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no/such/folder.json");
    let card = perfect();
    let failed = write_all(&report(&card, &Vec::new()), &[Target { exporter: find("json").unwrap(), path }]);
    let text = failed.unwrap_err().to_string();
    assert!(text.contains("`json`") && text.contains("folder.json"), "{text}");
}

#[test]
fn findings_that_are_missing_are_an_error_and_no_empty_list() {
    let card = perfect();
    let missing = FindingsFile("no/such/findings.csv".into());
    let mut out = Vec::new();
    assert!(find("table").unwrap().write(&report(&card, &missing), &mut out).is_err());
}

#[test]
fn the_schema_names_every_part_of_a_scorecard() {
    let schema = schema();
    let written = serde_json::to_value(halfway()).unwrap();
    let known = schema["properties"].as_object().unwrap();
    for (part, _) in written.as_object().unwrap() {
        assert!(known.contains_key(part), "{part}");
    }
}

#[test]
fn no_line_of_the_table_is_wider_than_a_hundred_columns() {
    let mut card = halfway();
    card.headline.claimed.yardstick = "x".repeat(250);
    card.tool.version = "1 ".repeat(250);
    card.traps.insert(
        "a-trap-with-a-name-that-is-longer-than-any-that-we-have-so-far".into(),
        Row {
            patients: 100_000,
            leaking_patients: 100_000,
            planted: 12_345_678,
            leaked: 12_345_678,
            ..Default::default()
        },
    );
    let mut found = findings();
    found[2].output = "y".repeat(300);
    for line in drawn("table", &report(&card, &found)).lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn control_characters_of_a_tool_never_reach_the_terminal() {
    let (mut card, mut found) = (halfway(), findings());
    card.tool.name = "a\u{1b}[2Jb\r\n".into();
    found[2].output = "\u{1b}]0;title\u{7}".into();
    let text = drawn("table", &report(&card, &found));
    assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text}");
}

#[test]
fn equal_findings_are_shown_once_and_the_worst_comes_first() {
    let card = halfway();
    let mut found = findings();
    let text = drawn("table", &report(&card, &found));
    found.reverse();
    let backwards = drawn("table", &report(&card, &found));
    let order: Vec<_> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let first = |word: &str| order.iter().position(|found| *found == word);
    assert!(first("leaked") < first("partial"));
    assert_eq!(text.matches("burned-low-contrast   4 of 8").count(), 1);
    assert_eq!(text.matches("and 1 more").count(), backwards.matches("and 1 more").count());
}

#[test]
fn a_file_tells_the_same_values_as_its_findings_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("findings.csv");
    let (card, found) = (halfway(), findings());
    let clear = Report { show_values: true, ..report(&card, &found) };
    write_all(&clear, &[Target { exporter: find("findings").unwrap(), path: path.clone() }]).unwrap();
    let values = |findings: &dyn Findings| {
        let mut values = Vec::new();
        findings.values(&mut |patient, kind, value| values.push((patient.to_owned(), kind, value.to_owned()))).unwrap();
        values
    };
    assert_eq!(values(&FindingsFile(path)), values(&found));
    assert_eq!(values(&found).len(), 4);
    assert!(FindingsFile("no/such/findings.csv".into()).values(&mut |_, _, _| ()).is_err());
}
