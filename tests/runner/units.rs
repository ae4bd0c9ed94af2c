use crate::support::Place;
use deidbench::tool;
use deidbench::tool::Ending;
use deidbench::tool::RawText;
use deidbench::tool::Tool;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

const ODD: &[u8] = b"p 2/\xe9 {seed} $(x).dcm";

fn place() -> Place {
    let place = Place::new(&["p 1/a b.dcm", "p 1/c.dcm", "top.dcm"]);
    place.add(Path::new(OsStr::from_bytes(ODD)), b"odd");
    place
}

/// Runs, compares with the dry run, and returns the units in order.
fn units(place: &Place, tool: &Tool) -> Vec<(String, u64)> {
    let record = place.run(tool);
    let shown = tool::dry_run(tool, &place.input(), record.work_folder.as_path(), &place.options).unwrap();
    let shown: Vec<Vec<RawText>> = shown.invocations.into_iter().map(|one| one.arguments).collect();
    let executed: Vec<Vec<RawText>> = record.invocations.iter().map(|one| one.arguments.clone()).collect();
    assert_eq!(shown, executed);
    assert!(record.invocations.iter().all(|one| one.ending == Ending::Exited(0)), "{:?}", record.invocations);
    record.invocations.iter().map(|one| (one.unit.to_string(), one.files)).collect()
}

fn odd_output(place: &Place) -> Vec<u8> {
    std::fs::read(place.run_dir().join("output").join(OsStr::from_bytes(ODD))).unwrap()
}

#[test]
fn per_file_calls_once_for_each_file_with_any_name() {
    for jobs in [1, 3] {
        let mut place = place();
        place.options.jobs = jobs;
        let tool = place.shell("mode = 'per-file'", r#"cp "$1" "$2""#, &["{input}", "{output}"]);
        let units = units(&place, &tool);
        assert_eq!(units.len(), 4);
        assert_eq!(units[0], ("p 1/a b.dcm".to_owned(), 1));
        assert_eq!(odd_output(&place), b"odd");
        assert_eq!(place.output("top.dcm").as_deref(), Some("top.dcm"));
    }
}

#[test]
fn stdio_reads_the_file_and_prints_the_result() {
    let place = place();
    let tool = place.shell("mode = 'stdio'", "echo note >&2; tr a-z A-Z", &[]);
    assert_eq!(units(&place, &tool).len(), 4);
    assert_eq!(odd_output(&place), b"ODD");
    assert_eq!(place.output("p 1/c.dcm").as_deref(), Some("P 1/C.DCM"));
    assert!(!place.run_dir().join("logs/000001-stdout.log").exists());
    assert_eq!(place.log("000001-stderr.log"), "note\n");
}

#[test]
fn per_leaf_dir_calls_once_for_each_folder_that_holds_files() {
    let place = place();
    let script = r#"for f in "$1"/*; do if [ -f "$f" ]; then cp "$f" "$2"; fi; done"#;
    let tool = place.shell("mode = 'per-leaf-dir'", script, &["{input}", "{output}"]);
    let expected = [("", 1), ("p 1", 2), ("p 2", 1)].map(|(unit, files)| (unit.to_owned(), files));
    assert_eq!(units(&place, &tool), expected);
    assert_eq!(odd_output(&place), b"odd");
}

#[test]
fn in_place_changes_a_copy_in_the_output() {
    for (unit, calls) in [("file", 4), ("leaf-dir", 3), ("dir", 1)] {
        let place = place();
        let keys = format!("mode = 'in-place'\nin_place = '{unit}'");
        let script = r#"find "$1" -type f -exec sh -c 'grep -q changed "$0" || printf changed >> "$0"' {} \;"#;
        let tool = place.shell(&keys, script, &["{input}"]);
        assert_eq!(units(&place, &tool).len(), calls);
        assert_eq!(odd_output(&place), b"oddchanged");
        assert_eq!(std::fs::read(place.input().join(OsStr::from_bytes(ODD))).unwrap(), b"odd");
    }
}

#[test]
fn per_dir_covers_everything_at_once() {
    let place = place();
    let tool = place.shell("mode = 'per-dir'", r#"cp -r "$1/." "$2""#, &["{input}", "{output}"]);
    assert_eq!(units(&place, &tool), [(String::new(), 4)]);
    assert_eq!(odd_output(&place), b"odd");
}

#[test]
fn setup_comes_first_and_in_the_work_folder() {
    let place = Place::new(&["a"]);
    let tool = place.shell(
        "mode = 'per-dir'\nsetup = [['sh', '-c', 'echo made > made']]",
        r#"cp "$1/made" "$2""#,
        &["{work_dir}", "{output_dir}", "{input_dir}"],
    );
    let record = place.run(&tool);
    assert_eq!(record.setup.len(), 1);
    assert_eq!(place.output("made").as_deref(), Some("made\n"));
}

#[test]
fn progress_counts_every_invocation() {
    let place = place();
    let tool = place.shell("mode = 'per-file'", "true", &["{input}", "{output}"]);
    let seen = std::sync::Mutex::new(Vec::new());
    let progress = |done: u64, total: u64| seen.lock().unwrap().push((done, total));
    let never = std::sync::atomic::AtomicBool::new(false);
    tool::run(&tool, &place.input(), &place.run_dir(), &place.options, &progress, &never).unwrap();
    assert_eq!(seen.into_inner().unwrap(), [(1, 4), (2, 4), (3, 4), (4, 4)]);
}

#[test]
fn tool_files_are_refused_with_the_words_that_would_be_right() {
    let refused = |text: &str| {
        let error = Tool::from_toml(text).unwrap_err();
        let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        format!("{error} {source}")
    };
    let start = "name = 'x'\ncommand = ['x', '{input}', '{output}']\n";
    assert!(refused(&format!("{start}mode = 'serve'")).contains("per-leaf-dir"));
    assert!(refused(&format!("{start}mode = 'per-dir'\ncolour = 1")).contains("colour"));
    assert!(refused("name = 'x'\nmode = 'per-dir'\ncommand = ['x', '{inptu}', '{output}']").contains("{input_dir}"));
    assert!(refused("name = 'x'\nmode = 'per-dir'\ncommand = ['x', '{input}']").contains("{output_dir}"));
    assert!(refused("name = 'x'\nmode = 'per-dir'\ncommand = []").contains("program"));
    assert!(refused("name = '../x'\nmode = 'stdio'\ncommand = ['x']").contains("../x"));
}
