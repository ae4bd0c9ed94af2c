//! What users and machines get wrong: each answer names what, and what to do, with the documented exit code.

use crate::bench::Bench;
use crate::bench::answer;
use crate::bench::call;
use crate::bench::copy_folder;
use crate::bench::program;
use crate::bench::scorecard;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// A copy of the usual dataset that may be spoilt.
    fn dataset(&self) -> String {
        let path = self.path("dataset");
        copy_folder(&Bench::usual().dataset, Path::new(&path));
        path
    }

    /// A tool that copies.
    fn tool(&self) -> String {
        let path = self.path("tool.sh");
        fs::write(&path, "#!/bin/sh\ncp -r \"$1/.\" \"$2/\"\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }
}

#[test]
fn a_folder_that_is_no_dataset_is_named() {
    let place = Place::new();
    let (tool, out, empty) = (place.tool(), place.path("run"), place.path("empty"));
    fs::create_dir(&empty).unwrap();
    for folder in [place.path("missing"), empty] {
        call(&["run", "--tool", &tool, "--dataset", &folder, "--out", &out])
            .says(2, &["no dataset at", &folder, "deidbench generate"]);
        call(&["score", "--dataset", &folder, "--output", "/tmp", "--out", &out]).says(2, &["no dataset at", &folder]);
    }
    assert!(!Path::new(&out).exists());
}

#[test]
fn a_dataset_without_its_truth_is_refused() {
    let place = Place::new();
    let (tool, out, dataset) = (place.tool(), place.path("run"), place.dataset());
    fs::remove_dir_all(Path::new(&dataset).join("truth/DEID-0001")).unwrap();
    call(&["run", "--tool", &tool, "--dataset", &dataset, "--out", &out])
        .says(2, &["records 8 patients", "truth of 7"]);
    fs::remove_dir_all(Path::new(&dataset).join("truth")).unwrap();
    call(&["run", "--tool", &tool, "--dataset", &dataset, "--out", &out]).says(2, &["no ground truth at"]);
}

#[test]
fn a_dataset_that_is_damaged_is_refused_by_the_file() {
    let place = Place::new();
    let (tool, dataset) = (place.tool(), place.dataset());
    let run = |out: &str| call(&["run", "--tool", &tool, "--dataset", &dataset, "--out", &place.path(out)]);
    let plants = Path::new(&dataset).join("truth/DEID-0002/plants.csv");
    let text = fs::read_to_string(&plants).unwrap();
    fs::write(&plants, text.replacen("header", "hedder", 1)).unwrap();
    run("one").says(2, &["plants.csv", "make the dataset again, or restore the file"]);
    fs::write(&plants, text).unwrap();
    let input = walkdir::WalkDir::new(Path::new(&dataset).join("input")).sort_by_file_name();
    let file = input.into_iter().map(Result::unwrap).find(|entry| entry.file_type().is_file()).unwrap().into_path();
    fs::remove_file(&file).unwrap();
    let answer = run("two");
    assert!(!answer.err.contains("panicked"), "{}", answer.err);
    assert_eq!(answer.code, Some(2), "{}", answer.err);
    assert!(answer.err.contains(file.file_name().unwrap().to_str().unwrap()), "{}", answer.err);
}

#[test]
fn a_dataset_or_scorecard_of_a_newer_release_asks_for_that_release() {
    let place = Place::new();
    let (tool, out, dataset) = (place.tool(), place.path("run"), place.dataset());
    let newer = |file: &Path| {
        let text = fs::read_to_string(file).unwrap();
        fs::write(file, text.replacen("\"format\": 1", "\"format\": 99", 1)).unwrap();
    };
    call(&["-q", "run", "--tool", &tool, "--dataset", &dataset, "--out", &out]).says(0, &[]);
    newer(&Path::new(&dataset).join("dataset.json"));
    call(&["run", "--tool", &tool, "--dataset", &dataset, "--out", &place.path("other")])
        .says(2, &["format 99", "use a newer deidbench"]);
    newer(&Path::new(&out).join("scorecard.json"));
    call(&["report", &out]).says(2, &["format 99", "use a newer deidbench"]);
}

#[test]
fn a_tool_that_cannot_run_is_named() {
    let place = Place::new();
    let plain = place.path("plain");
    fs::write(&plain, "no program").unwrap();
    let dataset = Bench::usual().dataset.to_str().unwrap();
    for (tool, words) in [
        (place.path("missing"), &["missing"][..]),
        (plain, &["plain"]),
        (place.path(""), &["`"]),
        ("no-such-tool".to_owned(), &["no-such-tool", "known tools are"]),
    ] {
        let out = place.path("run");
        call(&["run", "--tool", &tool, "--dataset", dataset, "--out", &out]).says(2, words);
        assert!(!Path::new(&out).join("scorecard.json").exists(), "{tool}");
    }
}

#[test]
fn a_tool_file_that_is_wrong_is_named_with_its_line() {
    let place = Place::new();
    let file = place.path("tool.toml");
    let dataset = Bench::usual().dataset.to_str().unwrap();
    for (text, words) in [
        ("name = ", &["tool.toml"][..]),
        ("name = 'x'\nmode = 'per-dir'\ncommand = ['x', '{input_dir}', '{outptu_dir}']", &["outptu_dir"]),
        ("name = 'x'\nmode = 'per-day'\ncommand = ['x']", &["per-day"]),
    ] {
        fs::write(&file, text).unwrap();
        call(&["run", "--tool", &file, "--dataset", dataset, "--out", &place.path("run")]).says(2, words);
    }
}

#[test]
fn an_output_folder_that_is_missing_is_named() {
    let place = Place::new();
    let dataset = Bench::usual().dataset.to_str().unwrap();
    let (missing, out) = (place.path("missing"), place.path("out"));
    call(&["score", "--dataset", dataset, "--output", &missing, "--out", &out])
        .says(2, &["no output folder", &missing]);
}

#[test]
fn wrong_arguments_are_answered_with_usage() {
    for words in [
        &["run"][..],
        &["score"],
        &["generate", "--patients", "0"],
        &["generate", "--suite", "huge"],
        &["run", "--tool", "x", "--time-limit", "0"],
        &["run", "--tool", "x", "--dataset", "d", "--seed", "3"],
        &["generate", "--jobs", "many"],
        &["frobnicate"],
    ] {
        let answer = call(words);
        answer.says(2, &["--help"]);
    }
    let dataset = Bench::usual().dataset.to_str().unwrap();
    call(&["score", "--dataset", dataset, "--output", dataset, "--policy", "whatever"]).says(2, &["whatever", "basic"]);
}

#[test]
fn no_jobs_means_one_for_each_core() {
    let place = Place::new();
    call(&["-q", "--jobs", "0", "generate", "--patients", "1", "--out", &place.path("data")]).says(0, &[]);
}

#[test]
fn a_report_needs_a_scorecard() {
    let place = Place::new();
    let text = place.path("notes.txt");
    fs::write(&text, "no scorecard").unwrap();
    call(&["report", &text]).says(2, &["notes.txt", "no scorecard"]);
    call(&["report", &place.path("missing")]).says(2, &["missing", "could not read"]);
    call(&["report", &place.path("")]).says(2, &["scorecard.json", "could not read"]);
    let dataset = Bench::usual().dataset.to_str().unwrap();
    call(&["score", "--dataset", dataset, "--output", dataset, "--report", "pdf=x", "--out", &place.path("o")])
        .says(2, &["pdf"]);
}

#[test]
fn a_disk_that_is_full_is_told_and_what_is_there_is_kept() {
    let place = Place::new();
    let disk = place.path("disk");
    fs::create_dir(&disk).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "none", &disk]).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        // Only root may mount; a limit of file sizes stands in for it below.
        return;
    }
    let data = format!("{disk}/data");
    let told = call(&["generate", "--patients", "4", "--out", &data]);
    let tool = place.tool();
    let dataset = Bench::usual().dataset.to_str().unwrap();
    let run = call(&["run", "--tool", &tool, "--dataset", dataset, "--out", &format!("{disk}/run")]);
    Command::new("umount").arg(&disk).output().unwrap();
    told.says(2, &["disk", "MB"]);
    assert!(matches!(run.code, Some(0 | 2 | 3)), "{}", run.err);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    assert_eq!(run.code, Some(2), "{}{}", run.out, run.err);
}

#[test]
fn a_file_that_cannot_grow_is_told() {
    let place = Place::new();
    let data = place.path("data");
    let script = "trap '' XFSZ; ulimit -f 200; exec \"$@\"";
    let mut command = Command::new("bash");
    command.args([
        "-c",
        script,
        "bash",
        env!("CARGO_BIN_EXE_deidbench"),
        "generate",
        "--patients",
        "2",
        "--out",
        &data,
    ]);
    answer(&mut command).says(2, &["could not make the patient", "the same command goes on"]);
    call(&["-q", "generate", "--patients", "2", "--out", &data]).says(0, &[]);
}

#[test]
fn a_folder_that_may_not_be_written_is_told() {
    let place = Place::new();
    // Even root can't write below a file or into /proc.
    let file = place.path("file");
    fs::write(&file, "").unwrap();
    for folder in [format!("{file}/data"), "/proc/deidbench".to_owned()] {
        call(&["generate", "--patients", "1", "--out", &folder]).says(2, &[&folder]);
    }
    let dataset = Bench::usual().dataset.to_str().unwrap();
    let out = format!("{file}/run");
    call(&["run", "--tool", &place.tool(), "--dataset", dataset, "--out", &out]).says(2, &[&out]);
}

#[test]
fn a_reader_that_stops_is_no_error() {
    let place = Place::new();
    let (tool, dataset) = (place.tool(), Bench::usual().dataset.to_str().unwrap());
    let script = "\"$@\" | true; exit \"${PIPESTATUS[0]}\"";
    let mut command = Command::new("bash");
    command.args(["-c", script, "bash", env!("CARGO_BIN_EXE_deidbench"), "run", "--tool", &tool]);
    command.args(["--dataset", dataset, "--out", &place.path("run")]);
    answer(&mut command).says(0, &[]);
    assert_eq!(scorecard(Path::new(&place.path("run"))).headline.instances.usable, Bench::usual().files());
    assert!(program().get_envs().count() > 0);
}
