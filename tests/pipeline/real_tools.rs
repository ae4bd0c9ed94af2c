//! Real tools, where they are installed: what every version of them was seen to do.

use crate::bench::Bench;
use crate::bench::answer;
use crate::bench::program;
use crate::bench::scorecard;
use deidbench::dicom::locus::Locus;
use deidbench::scorecard::Scorecard;
use deidbench::tool;
use deidbench::tool::RunOptions;
use deidbench::tool::Supervisor;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Deflated Explicit VR Little Endian (PS3.5 Annex A.5).
const DEFLATED: &str = "1.2.840.10008.1.2.1.99";
/// Encapsulated Uncompressed Explicit VR Little Endian (PS3.5 Annex A.4.11).
const UNCOMPRESSED: &str = "1.2.840.10008.1.2.1.98";

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

/// What becomes of a file that a tool refuses.
#[derive(Clone, Copy, PartialEq)]
enum Refused {
    /// There is none in the output.
    Lost,
    /// It is the output, as it was: the tool works in place.
    Left,
}

/// What no tool may do: lose many files, match a control, or answer for the pixels by cleaning the header.
/// `unread` are transfer syntaxes of which the tool reads no file.
fn holds_names_and_keeps_burned_text(name: &str, unread: &[&str], refused: Refused) {
    let Some(card) = run(name) else { return };
    let bench = Bench::for_tools();
    let plants = || bench.patients.iter().flat_map(|patient| &patient.plants);
    // Some tools refuse a file with bytes behind its end, and some read it.
    let behind: BTreeSet<&str> =
        plants().filter(|plant| plant.locus == Locus::Trailing).map(|plant| plant.instance.as_str()).collect();
    let instances = bench.patients.iter().flat_map(|patient| &patient.instances);
    let readable: Vec<bool> = instances
        .filter(|instance| !unread.contains(&instance.transfer_syntax_uid.as_str()))
        .map(|instance| !behind.contains(instance.instance.as_str()))
        .collect();
    let (most, sure) = (readable.len() as u64, readable.iter().filter(|sure| **sure).count() as u64);
    // Some tools refuse a file with odd private data, and go on.
    let usable = card.headline.instances.usable;
    assert!(usable * 10 >= sure * 9 && usable <= most, "{name}: {usable} of {sure} to {most}");
    assert_eq!(card.headline.false_matches.found, 0, "{name}");
    for trap in ["patient-name", "patient-id", "birth-date", "accession-number"] {
        let row = &card.traps[trap];
        let left = plants().filter(|plant| plant.trap == trap && behind.contains(plant.instance.as_str())).count();
        let left = if refused == Refused::Left { left as u64 } else { 0 };
        assert_eq!((row.leaked, row.held + row.not_measured), (left, row.planted - left), "{name}: {trap}");
    }
    let pixels = &card.surfaces["pixel"];
    let readable = pixels.leaked + pixels.not_measured;
    assert_eq!((readable, pixels.leaked > 0), (pixels.planted, true), "{name} has no eyes for pixels");
    let leaking = card.headline.patients.leaking;
    assert!(leaking > 0 && leaking <= card.headline.patients.with_plants, "{name}");
    let pictures = &card.damage.pixels;
    assert_eq!(pictures.untouched + pictures.not_measured, pictures.instances, "{name} leaves pixels as they are");
}

#[test]
fn gdcmanon_is_scored() {
    holds_names_and_keeps_burned_text("gdcmanon", &[UNCOMPRESSED], Refused::Lost);
}

#[test]
fn dcmodify_is_scored() {
    holds_names_and_keeps_burned_text("dcmodify", &[], Refused::Left);
}

#[test]
fn dicognito_is_scored() {
    holds_names_and_keeps_burned_text("dicognito", &[], Refused::Lost);
}

#[test]
fn dicom_anonymizer_is_scored() {
    holds_names_and_keeps_burned_text("dicom-anonymizer", &[], Refused::Lost);
}

#[test]
fn dcmanon_is_scored() {
    holds_names_and_keeps_burned_text("dcmanon", &[DEFLATED], Refused::Lost);
}
