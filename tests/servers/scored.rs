//! Servers through the whole pipeline: a server that cleans headers, and a round trip that changes nothing.

use crate::bench::fake_server;
use deidbench::scorecard::Scorecard;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

fn scored(tool: &str) -> (TempDir, Scorecard) {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("run");
    let made = Command::new(env!("CARGO_BIN_EXE_deidbench"))
        .args(["run", "--patients", "2", "--seed", "8", "--kinds", "computed-radiography", "--transfer-syntax"])
        .args(["explicit-little-endian", "--no-dciodvfy", "--tool", tool, "--out"])
        .arg(&out)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let card = serde_json::from_slice(&fs::read(out.join("scorecard.json")).unwrap()).unwrap();
    (root, card)
}

#[test]
fn orthanc_over_rest_cleans_names_and_leaves_burned_text() {
    if !crate::real::is_there("Orthanc") {
        return;
    }
    let (_root, card) = scored("orthanc");
    let files = &card.headline.instances;
    assert_eq!((files.usable, files.missing, files.unpaired_outputs), (files.inputs, 0, 0));
    for trap in ["patient-name", "patient-id", "birth-date", "accession-number"] {
        let row = &card.traps[trap];
        assert_eq!((row.leaked, row.held), (0, row.planted), "{trap}");
    }
    let pixels = &card.surfaces["pixel"];
    assert!(pixels.planted > 0 && pixels.leaked + pixels.not_measured == pixels.planted);
    assert_eq!(card.damage.pixels.untouched, card.damage.pixels.instances);
    assert_eq!(card.headline.false_matches.found, 0);
    assert!(card.invocations.iter().any(|call| call.ending.starts_with("stopped")), "{:?}", card.invocations);
}

#[test]
fn archives_that_orthanc_makes_of_patients_are_opened_and_paired() {
    if !crate::real::is_there("Orthanc") {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let tool = root.path().join("orthanc-archives.toml");
    let known = include_str!("../../fixtures/tools/orthanc.toml");
    // The last two steps of the known tool ask for every instance; this asks for a ZIP archive of each patient.
    let start = known.split("[[server.recipe]]").take(3).collect::<Vec<_>>().join("[[server.recipe]]");
    let last = "[[server.recipe]]\neach = \"anonymised\"\n\
                url = \"http://127.0.0.1:{port}/patients/{anonymised}/archive\"\nsave = true\n";
    fs::write(&tool, start + last).unwrap();
    let (run, card) = scored(tool.to_str().unwrap());
    let files = &card.headline.instances;
    assert_eq!((files.usable, files.missing, files.unpaired_outputs), (files.inputs, 0, 0));
    let outputs: Vec<_> =
        fs::read_dir(run.path().join("run/output")).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(outputs.len() == 2 && outputs.iter().all(|file| file.extension().is_some_and(|ending| ending == "zip")));
    assert!(run.path().join("run/opened").is_dir());
}

#[test]
fn a_c_store_round_trip_leaks_everything_that_a_network_carries() {
    let root = tempfile::tempdir().unwrap();
    let tool = root.path().join("round-trip.toml");
    let text = format!(
        "name = 'round-trip'\nmode = 'server'\n\
         command = ['{}', 'forwards', '{{port}}', '{{receive_port}}', '{{data_dir}}']\n\
         [server]\nready = {{ tcp = '{{port}}' }}\nsend = {{ c_store = {{ port = '{{port}}' }} }}\n\
         receive = {{ c_store = {{ port = '{{receive_port}}' }} }}\n",
        fake_server().display()
    );
    fs::write(&tool, text).unwrap();
    let (_run, card) = scored(tool.to_str().unwrap());
    assert_everything_leaks(&card);
}

#[test]
fn dcmqrscp_keeps_and_gives_back_what_it_was_sent() {
    if !crate::real::is_there("dcmqrscp") || !crate::real::is_there("movescu") {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let tool = root.path().join("dcmqrscp.toml");
    fs::write(&tool, crate::real::DCMQRSCP).unwrap();
    let (_run, card) = scored(tool.to_str().unwrap());
    assert_everything_leaks(&card);
}

/// File meta information, preamble, paths and padding stay at home; the rest is as it was.
fn assert_everything_leaks(card: &Scorecard) {
    let files = &card.headline.instances;
    assert_eq!((files.usable, files.missing, files.unpaired_outputs), (files.inputs, 0, 0));
    let patients = &card.headline.patients;
    assert!(patients.with_plants > 0 && patients.leaking == patients.with_plants);
    for surface in ["header", "nested", "private", "free-text", "pixel"] {
        if let Some(row) = card.surfaces.get(surface) {
            assert_eq!(row.held + row.not_measured, 0, "{surface}: {row:?}");
        }
    }
    assert_eq!(card.damage.pixels.untouched, card.damage.pixels.instances);
    assert_eq!(card.damage.header.lost + card.damage.header.changed, 0);
}
