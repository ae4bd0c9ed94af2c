//! What the program prints for people: nothing wider than a hundred columns, colours on a terminal alone, help for shells.
#![expect(clippy::unwrap_used, reason = "a test that cannot start the program fails")]

use std::fs;
use std::process::Command;
use std::process::Output;

const COMMANDS: [&str; 13] = [
    "generate",
    "run",
    "score",
    "report",
    "compare",
    "check",
    "history",
    "extract",
    "traps",
    "explain",
    "tools",
    "schema",
    "completions",
];

fn deidbench(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deidbench")).args(arguments).env_remove("NO_COLOR").output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = deidbench(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn no_line_of_a_table_or_of_help_is_wider_than_a_hundred_columns() {
    let mut calls: Vec<Vec<&str>> = vec![vec!["traps"], vec!["tools"], vec!["explain", "preamble"], vec!["--help"]];
    calls.extend(COMMANDS.iter().map(|command| vec![*command, "--help"]));
    for call in calls {
        let text = printed(&call);
        assert!(text.lines().count() > 5, "{call:?}: {text}");
        for line in text.lines() {
            assert!(line.chars().count() <= 100, "{call:?}: {line}");
        }
    }
}

#[test]
fn what_is_not_a_terminal_gets_no_colours() {
    for call in [vec!["traps"], vec!["tools"], vec!["--help"], vec!["run", "--help"]] {
        assert!(!printed(&call).contains('\u{1b}'), "{call:?}");
    }
    let wrong = deidbench(&["run", "--tol", "x"]);
    assert!(!wrong.status.success() && !String::from_utf8_lossy(&wrong.stderr).contains('\u{1b}'));
}

#[test]
fn each_shell_gets_a_script_that_knows_every_command_and_that_it_can_read() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(&["completions", shell]);
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("show-values"), "{shell}");
        let path = folder.path().join(shell);
        fs::write(&path, &script).unwrap();
        // -n reads a script without running it.
        match Command::new(shell).arg("-n").arg(&path).output() {
            Ok(output) => assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(_) => eprintln!("SKIPPED: no {shell} on this machine, so its script was not read by it"),
        }
    }
    let unknown = deidbench(&["completions", "tcsh"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("fish"));
}

#[test]
fn there_is_a_man_page_for_each_command_with_its_examples() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("new/man1");
    printed(&["man", pages.to_str().unwrap()]);
    for command in COMMANDS {
        let page = fs::read_to_string(pages.join(format!("deidbench-{command}.1"))).unwrap();
        assert!(page.contains(".SH NAME") && page.contains("Examples:"), "{command}");
    }
    assert!(fs::read_to_string(pages.join("deidbench.1")).unwrap().contains("Exit codes"));
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let refused = deidbench(&["man", file.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("could not write man pages"));
}

#[test]
fn a_quiet_program_says_only_the_result() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("data");
    let arguments =
        ["generate", "--patients", "1", "--kinds", "computed-radiography", "--out", out.to_str().unwrap(), "-q"];
    let quiet = deidbench(&arguments);
    assert!(quiet.status.success() && quiet.stderr.is_empty(), "{}", String::from_utf8_lossy(&quiet.stderr));
    assert!(String::from_utf8_lossy(&quiet.stdout).contains("1 patients"));
    assert_eq!(deidbench(&["traps", "-q", "-v"]).status.code(), Some(2));
}
