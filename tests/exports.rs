//! An export is read back by what training code uses: pycocotools, Pillow, a reader of JSON lines.
#![expect(clippy::expect_used, reason = "a test that cannot set its scene fails")]

use deidbench::cli::Cli;
use deidbench::cli::Command as Subcommand;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::sync::OnceLock;
use tempfile::TempDir;

/// The program, with these words.
fn deidbench(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deidbench")).args(words).output().expect("it runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A small dataset of several modalities, with burned text, made once.
fn dataset() -> String {
    static MADE: OnceLock<(TempDir, String)> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = make(folder.path());
        (folder, path)
    })
    .1
    .clone()
}

fn make(folder: &Path) -> String {
    let path = folder.join("data").display().to_string();
    let kinds = "ultrasound-cine,magnetic-resonance,computed-tomography,photography,vascular-ultrasound";
    let made = deidbench(&["generate", "--patients", "10", "--kinds", kinds, "--seed", "5", "--out", &path]);
    assert!(made.status.success(), "{}", said(&made));
    path
}

/// A Python that has the readers, or nothing, said aloud.
fn python() -> Option<&'static str> {
    let has = Command::new("python3").args(["-c", "import pycocotools, PIL"]).output();
    if has.is_ok_and(|output| output.status.success()) {
        return Some("python3");
    }
    eprintln!("SKIPPED: python3 with pycocotools and Pillow is not on the PATH; pip install pycocotools pillow");
    None
}

fn read_back(python: &str, dataset: &str, export: &str, boxes: &str) -> serde_json::Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers/read_back.py");
    let output = Command::new(python).arg(script).args([dataset, export, boxes]).output().expect("it runs");
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    serde_json::from_str(text.lines().last().expect("a line")).expect("JSON")
}

#[test]
fn boxes_that_training_code_reads_are_those_of_the_truth() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = dataset();
    let Some(python) = python() else { return };
    for (boxes, every) in [("value", "1"), ("line", "7")] {
        let out = folder.path().join(boxes).display().to_string();
        let words =
            ["export", &data, "--out", &out, "--boxes", boxes, "--every", every, "--split", "train=6,val=2,test=2"];
        let exported = deidbench(&words);
        assert!(exported.status.success(), "{}", said(&exported));
        let kinds = read_back(python, &data, &out, boxes);
        for kind in ["multi-frame", "deep", "colour", "grey", "boxes"] {
            assert!(kinds[kind].as_u64().is_some_and(|count| count > 0), "no {kind} among {kinds}");
        }
    }
}

#[test]
fn a_changed_box_is_found_by_the_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = dataset();
    let Some(python) = python() else { return };
    let out = folder.path().join("out");
    let exported = deidbench(&["export", &data, "--out", &out.display().to_string(), "--every", "50"]);
    assert!(exported.status.success(), "{}", said(&exported));
    let file = out.join("coco/all.json");
    let text = fs::read_to_string(&file).expect("read");
    let at = text.find("\"bbox\":[").expect("a box") + 8;
    let end = at + text[at..].find(',').expect("a number");
    let moved: u64 = text[at..end].parse::<u64>().expect("a number") + 1;
    fs::write(&file, format!("{}{moved}{}", &text[..at], &text[end..])).expect("written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers/read_back.py");
    let output = Command::new(python).arg(script).arg(&data).arg(&out).arg("value").output().expect("it runs");
    assert!(!output.status.success(), "the reader did not see it");
}

#[test]
fn splits_are_whole_patients_the_same_for_a_seed_and_an_overlap_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = dataset();
    let split = |name: &str, more: &[&str]| {
        let out = folder.path().join(name).display().to_string();
        let words = [&["export", &data, "--out", &out, "--labels", "csv", "--every", "1000"], more].concat();
        (deidbench(&words), fs::read_to_string(folder.path().join(name).join("splits.csv")).unwrap_or_default())
    };
    let shares = "train=60,val=20,test=20";
    let (first, one) = split("one", &["--split", shares, "--seed", "3"]);
    assert!(first.status.success(), "{}", said(&first));
    assert_eq!(split("two", &["--split", shares, "--seed", "3"]).1, one);
    for (name, count) in [("train", 6), ("val", 2), ("test", 2)] {
        assert_eq!(one.lines().filter(|line| line.ends_with(&format!(",{name}"))).count(), count, "{one}");
    }
    // What was written is taken again, and nobody is in two splits.
    let own = folder.path().join("one/splits.csv").display().to_string();
    assert_eq!(split("three", &["--splits", &own]).1, one);
    let inspected = deidbench(&["inspect", &data, "--headers", "--splits", &own]);
    assert!(said(&inspected).contains("nobody is in two splits"), "{}", said(&inspected));
    // A patient in two.
    let wrong = folder.path().join("wrong.csv");
    let other = if one.contains("DEID-0001,train") { "test" } else { "train" };
    fs::write(&wrong, format!("{one}DEID-0001,{other}\n")).expect("written");
    let wrong = wrong.display().to_string();
    let (refused, _) = split("four", &["--splits", &wrong]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("patient DEID-0001 is in"), "{}", said(&refused));
    assert!(!folder.path().join("four").exists(), "something was exported");
    let inspected = deidbench(&["inspect", &data, "--headers", "--splits", &wrong]);
    assert!(said(&inspected).contains("patient DEID-0001 is in"), "{}", said(&inspected));
    // A patient who is left out, a stranger, a folder in use, and labels that need pictures.
    let short = folder.path().join("short.csv");
    fs::write(&short, "patient,split\nDEID-0001,train\n").expect("written");
    assert!(said(&split("five", &["--splits", &short.display().to_string()]).0).contains("does not name the patient"));
    fs::write(&short, format!("{one}DEID-9999,train\n")).expect("written");
    assert!(said(&split("five", &["--splits", &short.display().to_string()]).0).contains("DEID-9999"));
    assert!(said(&split("one", &[]).0).contains("is not empty"));
    let out = folder.path().join("six").display().to_string();
    let refused = deidbench(&["export", &data, "--out", &out, "--frames", "dicom", "--labels", "yolo"]);
    assert!(said(&refused).contains("pictures"), "{}", said(&refused));
}

#[test]
fn dicom_frames_are_the_files_themselves() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = dataset();
    let out = folder.path().join("out");
    let exported = deidbench(&["export", &data, "--out", &out.display().to_string(), "--frames", "dicom"]);
    assert!(exported.status.success(), "{}", said(&exported));
    let dataset = deidbench::truth::Dataset::open(Path::new(&data)).expect("a dataset");
    for patient in dataset.patients() {
        for row in dataset.truth(patient).expect("a truth").instances.iter().filter(|row| row.frames > 0) {
            let copy = fs::read(out.join("images/all").join(format!("{}.dcm", row.instance))).expect("a copy");
            assert!(copy == fs::read(dataset.input().join(&row.path)).expect("the file"), "{}", row.path);
        }
    }
    assert!(out.join("coco/all.json").is_file() && !out.join("labels").exists());
}

#[test]
fn a_window_is_asked_for_as_it_is_shown_in_the_help() {
    use clap::Parser;
    let cli = Cli::try_parse_from(["deidbench", "export", "data", "--window", "-600,1500"]).expect("understood");
    let Subcommand::Export(arguments) = cli.command else { panic!("another command") };
    assert_eq!(arguments.window.map(|window| (window.center, window.width)), Some((-600.0, 1500.0)));
}
