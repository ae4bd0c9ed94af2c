//! Real tools, where they are installed: what every version of them was seen to do.

use crate::bench::Bench;
use crate::bench::answer;
use crate::bench::program;
use crate::bench::scorecard;
use deidbench::scorecard::Scorecard;
use deidbench::tool;
use deidbench::tool::RunOptions;
use deidbench::tool::Supervisor;
use std::path::PathBuf;

/// Runs a known tool; `None`, said aloud, where it is not installed.
fn run(name: &str) -> Option<Scorecard> {
    let supervisor = Supervisor::Program(PathBuf::from(env!("CARGO_BIN_EXE_deidbench")));
    let options = RunOptions { supervisor, ..RunOptions::default() };
    if !tool::tools(&options).iter().any(|listed| listed.tool.name == name && listed.installed) {
        println!("skipped: {name} is not installed");
        return None;
    }
    let (bench, root) = (Bench::for_tools(), tempfile::tempdir().unwrap());
    let out = root.path().join("run");
    let ended = answer(program().args(["run", "--tool", name, "--dataset"]).arg(&bench.dataset).arg("--out").arg(&out));
    ended.says(0, &["results in"]);
    Some(scorecard(&out))
}

/// What no tool may do: lose a file, match a control, or answer for the pixels by cleaning the header.
fn holds_names_and_keeps_burned_text(name: &str) {
    let Some(card) = run(name) else { return };
    let bench = Bench::for_tools();
    assert_eq!(card.headline.instances.usable, bench.files(), "{name}");
    assert_eq!(card.headline.false_matches.found, 0, "{name}");
    for trap in ["patient-name", "patient-id", "birth-date", "accession-number"] {
        assert_eq!((card.traps[trap].leaked, card.traps[trap].held), (0, card.traps[trap].planted), "{name}: {trap}");
    }
    let pixels = &card.surfaces["pixel"];
    assert_eq!((pixels.leaked, pixels.planted > 0), (pixels.planted, true), "{name} has no eyes for pixels");
    let leaking = card.headline.patients.leaking;
    assert!(leaking > 0 && leaking <= card.headline.patients.with_plants, "{name}");
    assert_eq!(card.damage.pixels.untouched, bench.files(), "{name} leaves pixels as they are");
}

#[test]
fn gdcmanon_is_scored() {
    holds_names_and_keeps_burned_text("gdcmanon");
}

#[test]
fn dcmodify_is_scored() {
    holds_names_and_keeps_burned_text("dcmodify");
}

#[test]
fn dicognito_is_scored() {
    holds_names_and_keeps_burned_text("dicognito");
}

#[test]
fn dicom_anonymizer_is_scored() {
    holds_names_and_keeps_burned_text("dicom-anonymizer");
}

#[test]
fn dcmanon_is_scored() {
    holds_names_and_keeps_burned_text("dcmanon");
}
