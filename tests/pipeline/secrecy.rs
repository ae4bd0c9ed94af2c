//! Planted values stay in the dataset and in what the tool wrote; no other file of a run holds one in clear.

use crate::bench::Bench;
use crate::bench::Run;
use deidbench::finding::Topic;
use deidbench::kind::Kind;
use std::collections::BTreeSet;
use std::path::Path;
use walkdir::WalkDir;

/// Folders that hold what the tool was given, wrote or said.
const OPEN: [&str; 4] = ["output", "logs", "side", "dataset"];

/// Values of direct identifiers, as planted and as written.
fn values(bench: &Bench) -> BTreeSet<String> {
    let plants = bench.patients.iter().flat_map(|patient| &patient.plants).filter(|plant| plant.direct);
    plants
        .flat_map(|plant| {
            let family = plant.value.split('^').next().unwrap_or_default().to_owned();
            let name = plant.kind == Kind::PersonName;
            [plant.value.clone(), plant.written.clone()].into_iter().chain(name.then_some(family))
        })
        .collect()
}

/// Files of a run, but for the open ones, that hold a value: their names and the value.
fn tellers(bench: &Bench, run: &Run) -> Vec<(String, String)> {
    let values = values(bench);
    let mut found = Vec::new();
    for entry in WalkDir::new(&run.folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let name = entry.path().strip_prefix(&run.folder).unwrap();
        if OPEN.iter().any(|open| name.starts_with(open)) {
            continue;
        }
        let text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
        found.extend(
            values
                .iter()
                .filter(|value| text.contains(*value))
                .map(|value| (name.display().to_string(), value.clone())),
        );
    }
    found
}

fn report_arguments(folder: &Path) -> Vec<String> {
    ["json", "findings", "svg"]
        .iter()
        .flat_map(|name| ["--report".to_owned(), format!("{name}={}", folder.join(format!("report.{name}")).display())])
        .collect()
}

#[test]
fn no_report_of_a_leaking_tool_holds_a_planted_value() {
    let bench = Bench::usual();
    for tool in ["copy", "prints-identifiers", "writes-elsewhere", "moves-value"] {
        let reports = tempfile::tempdir().unwrap();
        let arguments = report_arguments(reports.path());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = bench.run_with(tool, "", &arguments);
        assert!(matches!(run.answer.code, Some(0 | 3)), "{tool}: {}", run.answer.err);
        // Paths are planted too, and this table is of paths.
        let told: Vec<_> = tellers(bench, &run).into_iter().filter(|(file, _)| file != "pairs.csv").collect();
        assert_eq!(told, [], "{tool}");
        let printed = format!("{}{}", run.answer.out, run.answer.err);
        for value in values(bench) {
            assert!(!printed.contains(&value), "{tool}: {value} in {printed}");
        }
        for entry in std::fs::read_dir(reports.path()).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let told: Vec<String> = values(bench).into_iter().filter(|value| text.contains(value)).collect();
            assert_eq!(told, Vec::<String>::new(), "{tool}: {}", path.display());
        }
    }
}

#[test]
#[ignore = "pairs.csv names inputs by their paths, and paths are planted"]
fn the_table_of_pairs_holds_no_planted_value() {
    let bench = Bench::usual();
    let run = bench.run("copy");
    assert_eq!(tellers(bench, &run), []);
}

#[test]
fn values_are_shown_where_they_are_asked_for_and_only_there() {
    let bench = Bench::usual();
    let run = bench.run_with("copy", "", &["--show-values"]).ended(0);
    let told: BTreeSet<String> = tellers(bench, &run).into_iter().map(|(file, _)| file).collect();
    assert!(told.contains("findings.csv"), "{told:?}");
    assert!(!told.contains("scorecard.json") && !told.contains("run.json"), "{told:?}");
}

#[test]
fn what_a_tool_prints_is_searched_and_is_no_leak() {
    let bench = Bench::usual();
    let run = bench.run("prints-identifiers").ended(0);
    let card = run.scorecard();
    assert_eq!((card.headline.patients.leaking, card.headline.plants.held), (0, bench.count(|_| true)));
    let patients: BTreeSet<String> = run
        .findings()
        .into_iter()
        .filter(|finding| finding.topic == Topic::Said)
        .map(|finding| finding.patient)
        .collect();
    assert_eq!(patients.len() as u64, card.headline.patients.with_plants);
}
