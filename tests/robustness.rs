//! Broken files are borne in the ways that tools are known for, and each way is told; `--repeat` tells whether a tool gives the
//! same each time.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its files fails")]

use deidbench::robustness::Bearing;
use deidbench::robustness::Robustness;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs a shell script as a per-file tool, `$1` being the input and `$2` the output.
fn run(root: &Path, script: &str, arguments: &[&str]) -> String {
    let (file, out) = (root.join("tool.toml"), root.join("run"));
    let script = serde_json::to_string(script).unwrap();
    let text = format!(
        "name = \"script\"\nmode = \"per-file\"\ncommand = [\"sh\", \"-c\", {script}, \"sh\", \"{{input}}\", \"{{output}}\"]\n\
         time_limit_s = 2\n"
    );
    fs::write(&file, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_deidbench"));
    command.args(["run", "--patients", "2", "--kinds", "nuclear-medicine", "--no-dciodvfy"]).args(arguments);
    let output = command.arg("--tool").arg(&file).arg("--out").arg(&out).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    assert!([Some(0), Some(3)].contains(&output.status.code()), "{said}");
    said
}

fn robustness(script: &str) -> (Robustness, String) {
    let root = tempfile::tempdir().unwrap();
    let said = run(root.path(), script, &["--robustness"]);
    let text = fs::read_to_string(root.path().join("run/robustness.json")).unwrap();
    (serde_json::from_str(&text).unwrap(), said)
}

fn count(result: &Robustness, bearing: Bearing) -> usize {
    result.cases.iter().filter(|case| case.bearing == bearing).count()
}

#[test]
fn a_tool_that_copies_survives_everything_and_copies_identifiers_through() {
    let (result, said) = robustness("cp \"$1\" \"$2\"");
    assert!(result.cases.len() >= 50);
    // An empty file is copied too, and an empty file is no answer.
    assert_eq!(count(&result, Bearing::Survived) + count(&result, Bearing::Refused), result.cases.len());
    assert!(count(&result, Bearing::Refused) <= 4, "{said}");
    assert!(result.good_file.identifiers_copied > 0);
    let copied = |group: &str| result.cases.iter().any(|case| case.group == group && case.identifiers_copied > 0);
    assert!(copied("truncated") && copied("wrong group length") && copied("file meta"));
    let noise = result.cases.iter().find(|case| case.group == "random bytes" && case.name == "nothing else").unwrap();
    assert_eq!(noise.identifiers_copied, 0);
    assert!(result.cases.iter().all(|case| case.good_files_lost == 0));
    assert!(said.contains("Robustness of script; no part of any score"), "{said}");
}

#[test]
fn refusing_crashing_and_hanging_are_told_from_each_other() {
    // By size: the smallest files are refused, the largest ones end the tool, and one hangs it.
    let script = "size=$(stat -c %s \"$1\")
        case \"$1\" in *broken.dcm) ;; *) exec cp \"$1\" \"$2\";; esac
        [ $size -eq 0 ] && exec sleep 100
        head -c 132 \"$1\" | tail -c 4 | grep -q DICM || kill -SEGV $$
        exit 1";
    let (result, said) = robustness(script);
    assert_eq!(result.good_file.bearing, Bearing::Refused, "{said}");
    let of = |group: &str, name: &str| {
        result.cases.iter().find(|case| case.group == group && case.name.starts_with(name)).unwrap().bearing
    };
    assert_eq!(of("truncated", "at byte 0"), Bearing::Hung);
    assert_eq!(of("file meta", "no preamble"), Bearing::Crashed);
    assert_eq!(of("bad representation", "unknown"), Bearing::Refused);
    assert!(said.contains("crashed: random bytes: nothing else"), "{said}");
}

#[test]
fn good_files_that_are_lost_beside_a_bad_one_are_counted() {
    // Stops at the first file that is not whole, and so does everything after it.
    let script = "f=\"$(dirname \"$1\")\"/broken.dcm; [ -e \"$f\" ] && exit 1; cp \"$1\" \"$2\"";
    let (result, _) = robustness(script);
    let among: Vec<_> = result.cases.iter().filter(|case| case.good_files > 0).collect();
    assert!(!among.is_empty());
    assert!(among.iter().all(|case| case.good_files_lost == case.good_files));
}

#[test]
fn a_tool_that_gives_the_same_each_time_is_deterministic_and_another_is_not() {
    let root = tempfile::tempdir().unwrap();
    let said = run(root.path(), "cp \"$1\" \"$2\"", &["--repeat", "2"]);
    assert!(said.contains("byte by byte"), "{said}");
    let root = tempfile::tempdir().unwrap();
    let said = run(root.path(), "cp \"$1\" \"$2\"; head -c 8 /dev/urandom >> \"$2\"", &["--repeat", "2"]);
    assert!(said.contains("only in how they are written") && said.contains("2 runs differ"), "{said}");
    let repeats: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root.path().join("run/repeats.json")).unwrap()).unwrap();
    assert_eq!(repeats["deterministic"], false);
    assert_eq!(repeats["differing_count"], repeats["files"]);
}
