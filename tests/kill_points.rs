//! The program is ended hard at every named point of a run. The same command goes on from there, and comes to the same result.
//! What did not change is not judged again.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its files fails")]

use deidbench::checkpoint::POINTS;
use deidbench::checkpoint::VARIABLE;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use tempfile::TempDir;

/// A tool that copies, and leaves something in every other place.
const TOOL: &str = "#!/bin/sh
cp -r \"$1\"/. \"$2\"
echo note > \"$HOME\"/note
echo said
echo more > \"$1\"/more
";

struct Place {
    root: TempDir,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let tool = root.path().join("tool.sh");
        fs::write(&tool, TOOL).unwrap();
        fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
        Self { root }
    }

    fn run(&self, name: &str, stop_at: Option<&str>) -> Output {
        self.run_tool("tool.sh", name, stop_at)
    }

    /// A tool file whose tool is called again and again, and adds a line to a file each time.
    fn make_tool(&self, file: &str, mode: &str, script: &str) {
        let calls = self.root.path().join("calls");
        let script = format!("echo \"$1\" >> {}; {script}", calls.display());
        let text =
            format!("name = 'counted'\n{mode}\ncommand = ['sh', '-c', '{script}', 'sh', '{{input}}', '{{output}}']\n");
        fs::write(self.root.path().join(file), text).unwrap();
    }

    fn run_tool(&self, tool: &str, name: &str, stop_at: Option<&str>) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deidbench"));
        command.args(["-v", "--jobs", "1", "run", "--patients", "3", "--kinds", "nuclear-medicine", "--no-dciodvfy"]);
        command.arg("--tool").arg(self.root.path().join(tool)).arg("--out").arg(self.folder(name));
        command.env_remove(VARIABLE).envs(stop_at.map(|point| (VARIABLE, point)));
        command.output().unwrap()
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }
}

/// The units for which the tool was called, each call on a line of a file outside of its reach.
fn called(place: &Place) -> Vec<String> {
    let text = fs::read_to_string(place.root.path().join("calls")).unwrap_or_default();
    text.lines()
        .map(|line| line.rsplit_once("/input/").or(line.rsplit_once("/output/")).unwrap().1.to_owned())
        .collect()
}

/// What a run came to, without what it took.
fn result(folder: &Path) -> (serde_json::Value, String, String) {
    let mut card: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("scorecard.json")).unwrap()).unwrap();
    for name in ["cost", "invocations"] {
        card.as_object_mut().unwrap().remove(name);
    }
    card["tool"].as_object_mut().unwrap().remove("started");
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    (card, text("findings.csv"), text("pairs.csv"))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_hard_end_at_any_point_loses_nothing() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: a release build has no points to stop at");
        return;
    }
    assert!(POINTS.len() >= 20);
    let place = Place::new();
    let whole = place.run("whole", None);
    assert!(whole.status.success(), "{}", said(&whole));
    let expected = result(&place.folder("whole"));
    for point in POINTS.iter().copied().chain(["patient-truth-in-place:2", "judgement-stored:3"]) {
        let stopped = place.run(point, Some(point));
        assert_eq!(stopped.status.code(), None, "{point} was not reached: {}", said(&stopped));
        let again = place.run(point, None);
        assert!(again.status.success(), "{point}: {}", said(&again));
        assert_eq!(result(&place.folder(point)), expected, "{point}");
        let left: Vec<_> =
            fs::read_dir(place.folder(point)).unwrap().flatten().map(|entry| entry.file_name()).collect();
        assert!(!left.iter().any(|name| name == "run.begun"), "{point}: {left:?}");
        fs::remove_dir_all(place.folder(point)).unwrap();
    }
}

#[test]
fn a_tool_that_is_called_for_each_file_goes_on_behind_the_last_that_was_done() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: a release build has no points to stop at");
        return;
    }
    let copies = "cp \"$1\" \"$2\"";
    for (name, mode, script) in [
        ("per-file", "mode = \"per-file\"", copies),
        ("per-leaf-dir", "mode = \"per-leaf-dir\"", "cp \"$1\"/* \"$2\""),
        ("in-place", "mode = \"in-place\"", "printf more >> \"$1\""),
    ] {
        let place = Place::new();
        let file = format!("{name}.toml");
        place.make_tool(&file, mode, script);
        assert!(place.run_tool(&file, "whole", None).status.success(), "{name}");
        let (expected, mut once) = (result(&place.folder("whole")), called(&place));
        once.sort();
        assert!(once.len() > 2, "{name}: {once:?}");
        fs::remove_file(place.root.path().join("calls")).unwrap();
        for point in ["invocation-noted:2", "left-noted"] {
            let stopped = place.run_tool(&file, "run", Some(point));
            assert_eq!(stopped.status.code(), None, "{name}: {point} was not reached: {}", said(&stopped));
            let before = called(&place).len();
            let again = place.run_tool(&file, "run", None);
            assert!(again.status.success(), "{name}: {}", said(&again));
            let mut all = called(&place);
            all.sort();
            assert_eq!(all, once, "{name}: each file once, {before} before {point}");
            assert_eq!(result(&place.folder("run")), expected, "{name}: {point}");
            fs::remove_dir_all(place.folder("run")).unwrap();
            fs::remove_file(place.root.path().join("calls")).unwrap();
        }
    }
}

#[test]
fn only_the_patient_of_whom_something_changed_is_judged_again() {
    let place = Place::new();
    assert!(said(&place.run("run", None)).contains("3 patients judged; 0 judgements taken over"));
    let before = result(&place.folder("run"));
    let again = said(&place.run("run", None));
    assert!(again.contains("0 patients judged; 3 judgements taken over"), "{again}");
    assert_eq!(result(&place.folder("run")), before);
    // The same bytes at another time are looked at again, and come to the same.
    let input = fs::read_dir(place.folder("run").join("dataset/truth/DEID-0002")).unwrap();
    assert!(input.count() > 0);
    let table = fs::read_to_string(place.folder("run").join("pairs.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let headers = rows.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (patient, output) = (column("patient"), column("output"));
    let row = rows.records().map(Result::unwrap).find(|row| &row[patient] == "DEID-0002" && !row[output].is_empty());
    let path = place.folder("run").join("output").join(&row.unwrap()[output]);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes).unwrap();
    let touched = said(&place.run("run", None));
    assert!(touched.contains("1 patients judged; 2 judgements taken over"), "{touched}");
    assert_eq!(result(&place.folder("run")), before);
    // Other bytes come to another result, of that patient alone.
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let changed = said(&place.run("run", None));
    assert!(changed.contains("1 patients judged; 2 judgements taken over"), "{changed}");
    assert_ne!(result(&place.folder("run")).0, before.0);
}

#[test]
fn a_run_that_another_tool_began_is_not_removed() {
    let place = Place::new();
    let folder = place.folder("run");
    fs::create_dir_all(folder.join("output")).unwrap();
    fs::write(folder.join("output/precious"), "of somebody").unwrap();
    let refused = place.run("run", None);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert_eq!(fs::read_to_string(folder.join("output/precious")).unwrap(), "of somebody");
}
