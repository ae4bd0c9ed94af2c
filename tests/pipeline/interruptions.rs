//! Ctrl-C at any time: the program ends soon, says how to go on, and leaves no process behind.

use crate::bench::Answer;
use crate::bench::Bench;
use crate::bench::call;
use crate::bench::program;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

/// Longest time to wait for something that must come, far beyond what it takes.
const PATIENCE: Duration = Duration::from_secs(120);

fn wait_for(what: &str, mut there: impl FnMut() -> bool) {
    let start = Instant::now();
    while !there() {
        assert!(start.elapsed() < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn interrupt(mut child: Child) -> Answer {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    wait_for("the end", || child.try_wait().unwrap().is_some());
    let code = child.wait().unwrap().code();
    let (mut out, mut err) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    Answer { code, out, err }
}

/// Whether a process runs whose command line holds this text.
fn runs(text: &str) -> bool {
    let lines =
        fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    lines.into_iter().any(|line| String::from_utf8_lossy(&line).contains(text))
}

#[test]
fn generating_can_be_stopped_and_goes_on_from_there() {
    let root = tempfile::tempdir().unwrap();
    let (stopped, whole) = (root.path().join("stopped"), root.path().join("whole"));
    let arguments = |out: &Path| {
        let out = out.to_str().unwrap().to_owned();
        ["generate", "--patients", "12", "--jobs", "1", "--out"]
            .map(str::to_owned)
            .into_iter()
            .chain([out])
            .collect::<Vec<_>>()
    };
    let child = program().args(arguments(&stopped)).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_for("the first patient", || {
        stopped.join("truth/DEID-0001").is_dir() || stopped.join("truth/DEID-0007").is_dir()
    });
    interrupt(child).says(2, &["the same command goes on"]);
    assert!(!stopped.join("dataset.json").exists());
    for out in [&stopped, &whole] {
        let words = arguments(out);
        call(&words.iter().map(String::as_str).collect::<Vec<_>>()).says(0, &[]);
    }
    let record = |folder: &Path| fs::read_to_string(folder.join("dataset.json")).unwrap();
    assert_eq!(record(&stopped), record(&whole));
}

#[test]
fn a_tool_that_hangs_is_gone_after_an_interruption() {
    let bench = Bench::usual();
    let root = tempfile::tempdir().unwrap();
    // A word of its own tells this tool from those of other tests.
    let word = format!("interrupted-{}", std::process::id());
    let (file, out) = (root.path().join("tool.toml"), root.path().join("run"));
    fs::write(&file, bench.tool_file("hangs", &word)).unwrap();
    let child = program()
        .args(["run", "--tool", file.to_str().unwrap(), "--dataset", bench.dataset.to_str().unwrap()])
        .args(["--out", out.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for("the tool", || runs(&word));
    interrupt(child).says(2, &["stopped while the tool was running"]);
    assert!(!runs(&word), "the tool still runs");
    // What is half-made is not scored as if it were whole.
    assert!(!out.join("scorecard.json").exists());
    let again = call(&["score", "--run", out.to_str().unwrap()]);
    again.says(2, &["no run in"]);
}
