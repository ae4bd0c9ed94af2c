//! The second reader of burned text: kept to one thread, and missed out loud.

use crate::bench::Answer;
use crate::bench::Bench;
use crate::bench::answer;
use crate::bench::program;
use crate::bench::scorecard;
use deidbench::detectors::ocr;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

/// A call of `run` with a fake tool.
fn run(bench: &Bench, tool: &str, word: &str, root: &Path) -> Command {
    let file = root.join("tool.toml");
    fs::write(&file, bench.tool_file(tool, word)).unwrap();
    let mut command = program();
    command
        .args(["run", "--tool", file.to_str().unwrap(), "--dataset", bench.dataset.to_str().unwrap()])
        .args(["--out", root.join("run").to_str().unwrap()]);
    command
}

/// What the environment of the program says of the limit while a tool runs, after which the program is interrupted.
fn limit_while_running(set: Option<&str>) -> Option<String> {
    let root = tempfile::tempdir().unwrap();
    let mut command = run(Bench::usual(), "hangs", "limit", root.path());
    match set {
        Some(limit) => command.env(ocr::THREAD_LIMIT, limit),
        None => command.env_remove(ocr::THREAD_LIMIT),
    };
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    // The run folder is made when the program has started for good.
    while !root.path().join("run").exists() {
        assert!(start.elapsed() < Duration::from_secs(120), "it did not start");
        std::thread::sleep(Duration::from_millis(20));
    }
    let environment = fs::read(format!("/proc/{}/environ", child.id())).unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(2), "the process that was called is the one that ends");
    let name = format!("{}=", ocr::THREAD_LIMIT);
    let text = String::from_utf8_lossy(&environment).into_owned();
    text.split('\0').find_map(|entry| entry.strip_prefix(&name)).map(str::to_owned)
}

#[test]
fn the_program_starts_again_with_the_limit_unless_somebody_set_one() {
    assert_eq!(limit_while_running(None).as_deref(), ocr::BUILT_IN.then_some("1"));
    assert_eq!(limit_while_running(Some("3")).as_deref(), Some("3"));
}

#[test]
fn wrong_usage_ends_as_it_does_without_starting_again() {
    let mut command = program();
    let Answer { code, err, .. } = answer(command.args(["score", "--run", "/nowhere"]).env_remove(ocr::THREAD_LIMIT));
    assert_eq!((code, err.contains("no run in")), (Some(2), true), "{err}");
}

#[test]
fn a_machine_without_a_reader_says_so_once_and_judges_by_ink() {
    let root = tempfile::tempdir().unwrap();
    let mut command = run(Bench::usual(), "pixel-only", "", root.path());
    let answer = answer(command.env("TESSDATA_PREFIX", root.path()));
    answer.says(0, &["no second reader for burned text"]);
    assert_eq!(answer.err.matches("no second reader").count(), 1, "{}", answer.err);
    let card = scorecard(&root.path().join("run"));
    assert!(card.readers["text"].starts_with("none: "), "{:?}", card.readers);
    let row = &card.surfaces["pixel"];
    assert_eq!((row.held, row.not_measured), (row.planted, 0));
}
