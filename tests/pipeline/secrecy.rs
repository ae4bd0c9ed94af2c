//! Planted values stay in the dataset and in what the tool wrote; no other file of a run holds one in clear.

use crate::bench::Bench;
use crate::bench::Run;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deidbench::finding::Topic;
use deidbench::kind::Kind;
use flate2::read::ZlibDecoder;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use walkdir::WalkDir;

/// Folders that hold what the tool was given, wrote or said, and what was seen of it for the next scoring.
const OPEN: [&str; 6] = ["output", "logs", "side", "dataset", "opened", "judgements"];

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
        let text = text_of(entry.path());
        found.extend(
            values
                .iter()
                .filter(|value| text.contains(*value))
                .map(|value| (name.display().to_string(), value.clone())),
        );
    }
    found
}

/// A file as text, with what a page has packed.
fn text_of(path: &Path) -> String {
    let mut text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    if path.extension().is_some_and(|ending| ending == "html") {
        let unpacked: Vec<String> = text.split("class=\"packed\"").skip(1).map(unpacked).collect();
        assert!(unpacked.len() > 1, "{}", path.display());
        text.extend(unpacked);
    }
    text
}

/// What stands in a packed element, of which `rest` starts within its tag.
fn unpacked(rest: &str) -> String {
    let (_, rest) = rest.split_once('>').unwrap();
    let (packed, _) = rest.split_once('<').unwrap();
    let mut bytes = Vec::new();
    ZlibDecoder::new(STANDARD.decode(packed).unwrap().as_slice()).read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn report_arguments(folder: &Path) -> Vec<String> {
    ["json", "findings", "svg", "html", "table"]
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
            let text = text_of(&path);
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
    assert!(told.contains("findings.csv") && told.contains("report.html"), "{told:?}");
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
