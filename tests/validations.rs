//! Every file checked: a sound dataset passes, and each way of breaking it is told.
#![expect(clippy::expect_used, reason = "a test that cannot set its scene fails")]

use deidbench::dicom::scan::PixelSpan;
use deidbench::dicom::scan::Scan;
use deidbench::truth::Dataset;
use serde_json::Value;
use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

fn deidbench(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deidbench")).args(words).output().expect("it runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Exit code, what was said, and the JSON.
fn validated(folder: &Path, more: &[&str]) -> (Option<i32>, String, Value) {
    let json = tempfile::NamedTempFile::new().expect("a file");
    let report = format!("json={}", json.path().display());
    let folder = folder.display().to_string();
    let output = deidbench(&[&["validate", &folder, "--report", &report], more].concat());
    let text = fs::read_to_string(json.path()).expect("a report");
    (output.status.code(), said(&output), serde_json::from_str(&text).unwrap_or(Value::Null))
}

fn checks(validation: &Value, path: &str) -> Vec<String> {
    let failed = validation["failed"].as_array().expect("a list");
    let file = failed.iter().find(|file| file["path"].as_str().is_some_and(|name| name.ends_with(path)));
    let problems = file.map(|file| file["problems"].as_array().cloned().unwrap_or_default()).unwrap_or_default();
    problems.iter().map(|problem| problem["check"].as_str().unwrap_or_default().to_owned()).collect()
}

const REREADING: [&str; 2] = ["--tier", "re-reading"];

#[test]
fn a_dataset_passes_and_each_way_of_breaking_it_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let kinds = "computed-tomography,magnetic-resonance,ultrasound-cine";
    let words = ["generate", "--patients", "4", "--kinds", kinds, "--transfer-syntax", "explicit-little-endian"];
    let made = deidbench(&[&words[..], &["--out", &data.display().to_string()]].concat());
    assert!(made.status.success(), "{}", said(&made));
    let (code, text, sound) = validated(&data, &REREADING);
    assert_eq!(code, Some(0), "{text}");
    assert_eq!([&sound["tier"], &sound["dataset"]], [&Value::from("re-reading"), &Value::from(true)]);
    let dataset = Dataset::open(&data).expect("a dataset");
    let rows: Vec<_> = dataset
        .patients()
        .iter()
        .flat_map(|patient| dataset.truth(patient).expect("a truth").instances)
        .filter(|row| row.frames > 0)
        .collect();
    assert!(sound["sums"]["frames"].as_u64() >= Some(rows.iter().map(|row| u64::from(row.frames)).sum()));
    let file = |number: usize| dataset.input().join(&rows[number].path);
    let edit = |number: usize, change: &dyn Fn(&mut Vec<u8>, &Scan)| {
        let mut bytes = fs::read(file(number)).expect("read");
        let scan = Scan::parse(bytes.clone(), u64::MAX).expect("a scan");
        change(&mut bytes, &scan);
        fs::write(file(number), bytes).expect("written");
    };
    // One sample; one byte of the preamble; a cut; a missing file; one that nobody recorded.
    edit(0, &|bytes, scan| {
        let Some(PixelSpan::Native(span)) = &scan.pixels else { panic!("not native") };
        bytes[span.start + 7] ^= 1;
    });
    edit(1, &|bytes, _| bytes[5] ^= 1);
    edit(2, &|bytes, _| bytes.truncate(bytes.len() - 1000));
    fs::remove_file(file(3)).expect("removed");
    fs::copy(file(1), dataset.input().join("stray.dcm")).expect("copied");
    let (code, text, broken) = validated(&data, &REREADING);
    assert_eq!(code, Some(1), "{text}");
    assert_eq!(checks(&broken, &rows[0].path), ["digest", "round trip"]);
    assert_eq!(checks(&broken, &rows[1].path), ["digest"]);
    let cut = checks(&broken, &rows[2].path);
    assert!(cut.contains(&"opens".to_owned()) && cut.contains(&"digest".to_owned()), "{cut:?}");
    assert_eq!(checks(&broken, &rows[3].path), ["there"]);
    assert_eq!(checks(&broken, "stray.dcm"), ["there"]);
    assert_eq!(broken["sums"]["failed"], 5, "{text}");
    assert_eq!(broken["sums"]["passed"].as_u64().map(|passed| passed + 4), sound["sums"]["passed"].as_u64());
    let shown = text.lines().filter(|line| !line.starts_with("wrote"));
    assert!(shown.clone().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn a_box_outside_its_frame_and_a_changed_truth_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let words = ["generate", "--patients", "2", "--kinds", "ultrasound-cine", "--suite", "coverage"];
    let made = deidbench(&[&words[..], &["--out", &data.display().to_string()]].concat());
    assert!(made.status.success(), "{}", said(&made));
    let dataset = Dataset::open(&data).expect("a dataset");
    let (patient, truth) = dataset
        .patients()
        .iter()
        .map(|patient| (patient, dataset.truth(patient).expect("a truth")))
        .find(|(_, truth)| truth.patches.iter().any(|patch| patch.canvas == deidbench::dicom::canvas::Canvas::Frames))
        .expect("burned text");
    let patch =
        truth.patches.iter().find(|patch| patch.canvas == deidbench::dicom::canvas::Canvas::Frames).expect("a patch");
    let table = dataset.truth_folder(patient).join("patches.csv");
    let text = fs::read_to_string(&table).expect("read");
    let area = patch.line_box.to_string();
    let moved = format!("9{area}");
    assert!(text.contains(&area));
    fs::write(&table, text.replace(&area, &moved)).expect("written");
    let plants = dataset.truth_folder(patient).join("plants.csv");
    let text = fs::read_to_string(&plants).expect("read");
    let value = truth.plants[0].value.clone();
    fs::write(&plants, text.replace(&value, "Somebody")).expect("written");
    let (code, said, broken) = validated(&data, &REREADING);
    assert_eq!(code, Some(1), "{said}");
    let row = truth.instances.iter().find(|row| row.instance == patch.instance).expect("a row");
    assert!(checks(&broken, &row.path).contains(&"boxes".to_owned()), "{said}");
    assert_eq!(checks(&broken, &format!("truth of {patient}")), ["digest"]);
    assert!(!said.contains(&value), "it prints a planted value");
}

#[test]
fn strangers_files_are_checked_one_by_one_whatever_some_of_them_are() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let real = env::var_os("DEIDBENCH_REAL").map_or(beside, PathBuf::from);
    if !real.is_dir() {
        eprintln!("SKIPPED: no real files at {}; set DEIDBENCH_REAL", real.display());
        return;
    }
    let (code, text, found) = validated(&real, &REREADING);
    assert_eq!(code, Some(1), "{text}");
    assert!(checks(&found, "MR_truncated.dcm").contains(&"decodes".to_owned()), "{text}");
    for sound in ["CT1_UNC", "CT1_J2KR", "CT1_JLSL", "US1_RLE", "VL1_UNC", "CT_small.dcm", "us_sonoque_rgb.dcm"] {
        assert!(checks(&found, sound).is_empty(), "{sound}: {:?}", checks(&found, sound));
    }
    assert!(found["sums"]["skipped"].as_u64() >= Some(3), "{text}");
}

#[test]
fn the_tier_in_use_is_told_and_one_that_is_not_there_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("notes.txt"), "no DICOM").expect("written");
    let (code, text, found) = validated(folder.path(), &REREADING);
    assert_eq!(code, Some(3), "{text}");
    assert!(text.contains("tier: re-reading (asked for)"), "{text}");
    assert_eq!(found["sums"]["skipped"], 1);
    let (code, text, _) = validated(folder.path(), &["--tier", "dicom-validator"]);
    assert_eq!(code, Some(2));
    assert!(text.contains("--standard DIR"), "{text}");
    // Without dciodvfy on the PATH it falls back, and says why.
    let output = Command::new(env!("CARGO_BIN_EXE_deidbench"))
        .arg("validate")
        .arg(folder.path())
        .env("PATH", folder.path())
        .output()
        .expect("it runs");
    let text = said(&output);
    assert!(text.contains("tier: re-reading (dciodvfy is not on the PATH"), "{text}");
}

/// A `validate_iods` that speaks as release 0.9 does; what it says of a file follows from the file's name.
#[cfg(unix)]
const VALIDATE_IODS: &str = r#"#!/bin/sh
[ "$1" = --help ] && { echo "usage: validate_iods [--standard-path P] [--edition E] file"; exit 0; }
[ "$1 $3 $4" = "--standard-path --edition 2026b" ] || { echo "unexpected options: $*" >&2; exit 9; }
[ "$(cat "$2/editions.json")" = '["2026b"]' ] || { echo "it would ask the network" >&2; exit 9; }
[ -f "$2/2026b/docbook/part06.xml" ] || exit 9
echo '{"1.2": {}}' > "$2/2026b/json/iod_info.json"
echo "Using DICOM edition 2026b"
[ -f "$5" ] || { echo "Missing DICOM File: $5"; exit 1; }
case "$5" in
*silent*) echo "Traceback of Okafor" >&2; exit 1 ;;
*retired*) echo "Unknown or retired SOP Class UID: 1.2.3"; exit 1 ;;
esac
echo "Validating DICOM file $5"
echo 'SOP class is "1.2.840.10008.5.1.4.1.1.2" (Computed Tomography Image IOD)'
case "$5" in
*broken*) printf '\nErrors\n======\n\nModule "Patient":\n'
    echo "Tag (0010,0040) (Patient's Sex) - enum value 'Okafor"
    echo "Lindqvist' not allowed,"; echo "  allowed values: M, F, O"
    echo "Tag (0010,0010) (Patient's Name) is missing" ;;
esac
exit 0
"#;

#[cfg(unix)]
#[test]
fn dicom_validator_is_asked_about_each_file_without_the_network_and_silence_is_no_pass() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (data, set, bin) = (folder.path().join("data"), folder.path().join("set"), folder.path().join("bin"));
    let words = ["generate", "--patients", "1", "--kinds", "computed-tomography", "--transfer-syntax"];
    let made = deidbench(&[&words[..], &["explicit-little-endian", "--out", &data.display().to_string()]].concat());
    assert!(made.status.success(), "{}", said(&made));
    let dataset = Dataset::open(&data).expect("a dataset");
    let truth = dataset.truth(&dataset.patients()[0]).expect("a truth");
    let row = truth.instances.iter().find(|row| row.frames > 0).expect("a picture");
    fs::create_dir(&set).expect("made");
    for name in ["sound.dcm", "broken.dcm", "silent.dcm", "retired.dcm"] {
        fs::copy(dataset.input().join(&row.path), set.join(name)).expect("copied");
    }
    fs::create_dir(&bin).expect("made");
    fs::write(bin.join("validate_iods"), VALIDATE_IODS).expect("written");
    fs::set_permissions(bin.join("validate_iods"), fs::Permissions::from_mode(0o755)).expect("made to run");
    let standard = folder.path().join("standard");
    fs::create_dir_all(standard.join("2026b/docbook")).expect("made");
    for part in ["part03.xml", "part04.xml", "part06.xml"] {
        fs::write(standard.join("2026b/docbook").join(part), "<book/>").expect("written");
    }
    let json = folder.path().join("report.json");
    let output = Command::new(env!("CARGO_BIN_EXE_deidbench"))
        .args(["validate", &set.display().to_string(), "--standard", &standard.display().to_string()])
        .args(["--tier", "dicom-validator", "--report", &format!("json={}", json.display())])
        .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
        .output()
        .expect("it runs");
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("edition 2026b of the standard") && !text.contains("Okafor") && !text.contains("Lindqvist"));
    let found: Value = serde_json::from_str(&fs::read_to_string(&json).expect("a report")).expect("JSON");
    let problems = |name: &str| -> Vec<String> {
        let failed = found["failed"].as_array().expect("a list");
        let file = failed.iter().find(|file| file["path"] == name);
        let all = file.map(|file| file["problems"].as_array().cloned().unwrap_or_default()).unwrap_or_default();
        all.iter().map(|problem| problem["text"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert!(problems("sound.dcm").is_empty() && problems("retired.dcm").is_empty(), "{found:#}");
    let names = [
        "Patient: Tag (0010,0010) (Patient's Name) is missing",
        "Patient: Tag (0010,0040) (Patient's Sex) - enum value '…'",
    ];
    assert_eq!(problems("broken.dcm"), names);
    assert!(problems("silent.dcm")[0].contains("gave no answer"), "{found:#}");
    assert_eq!([&found["sums"]["validated"], &found["sums"]["failed"]], [&Value::from(2), &Value::from(2)]);
}
