//! Who may import whom. One package means that the compiler does not keep the stages apart; this does.
#![expect(clippy::expect_used, reason = "a test that cannot read its own sources fails")]

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// Each module, and what of ours it may name. `ink::sheet` allows that part of `ink` alone.
const MAY_USE: &[(&str, &[&str])] = &[
    ("seed", &[]),
    ("card", &[]),
    ("exit", &[]),
    ("checkpoint", &[]),
    ("text", &[]),
    ("scorecard", &[]),
    ("statistics", &[]),
    ("kind", &["text"]),
    // Streams of chance are handed in: UIDs are drawn from one.
    ("dicom", &["seed", "text"]),
    ("ink", &["dicom"]),
    ("instance", &["dicom", "ink", "text"]),
    ("picture", &["dicom"]),
    ("validators", &[]),
    // Scales and markers are text too.
    ("phantom", &["seed", "dicom", "ink"]),
    // A person is not an encoding: no `dicom` here.
    ("identity", &["seed", "kind", "text"]),
    ("policy", &["text"]),
    // The record must be readable without what made it: no `traps`, no `identity`; letter shapes and masks are recorded.
    ("truth", &["kind", "text", "dicom", "ink::sheet", "ink::mask"]),
    ("traps", &["seed", "card", "identity", "dicom", "instance", "ink", "policy", "truth", "kind"]),
    (
        "dataset",
        &[
            "checkpoint",
            "seed",
            "card",
            "identity",
            "dicom",
            "truth",
            "traps",
            "phantom",
            "picture",
            "instance",
            "ink",
            "policy",
            "kind",
            "text",
        ],
    ),
    // Mutants of a perfect tool know the truth, and nothing of what judges them.
    ("selftest", &["dicom", "truth", "policy", "kind", "tool", "finding", "scorecard", "ink"]),
    // Files broken byte by byte, and what became of them.
    ("robustness", &["tool"]),
    // It runs a stranger's program, and knows nothing of what is in the files; servers are talked to over the network.
    ("tool", &["checkpoint", "dicom::network"]),
    ("pairing", &["dicom", "truth", "dataset", "text"]),
    ("finding", &["truth", "text"]),
    ("judgement", &["finding", "scorecard"]),
    // Only recorded truth counts: no `traps`, `identity` or `seed`.
    (
        "detectors",
        &[
            "card",
            "dicom",
            "ink",
            "truth",
            "kind",
            "pairing",
            "finding",
            "judgement",
            "scorecard",
            "policy",
            "text",
            "validators",
        ],
    ),
    ("score", &["truth", "finding", "tool", "judgement", "scorecard", "kind", "policy", "statistics"]),
    // What a dataset is good for is read from it, by whoever gets it: nothing that made it.
    ("splits", &["seed", "dicom", "truth", "text"]),
    ("collection", &["dicom", "picture", "truth", "text"]),
    ("export", &["seed", "dicom", "truth", "splits", "text"]),
    ("validation", &["dicom", "picture", "truth", "collection", "validators", "policy", "text"]),
    ("inspection", &["dicom", "ink", "picture", "truth", "collection", "splits", "text"]),
    // A report can be drawn again next year from its files alone.
    ("report", &["score", "scorecard", "finding", "kind", "card", "statistics"]),
    // Gates and comparisons start from the same files as a report.
    ("gate", &["scorecard", "finding", "report", "compare", "text", "truth"]),
    ("compare", &["scorecard", "statistics", "finding", "report"]),
    ("history", &["scorecard", "report", "compare"]),
];

/// Breaches that are known and to be mended, as a file and what it names. One that is mended must go from here.
const KNOWN: &[(&str, &str)] = &[
    // A stream of its own for made-up candidates; nothing of the dataset is drawn again.
    ("detectors/ink_verdict/candidates.rs", "seed::Seed"),
];

/// These put the stages together and may name all of them.
const FREE: &[&str] = &["cli", "commands", "lib"];

/// Paths of ours that a line names after `crate::`, without their last word where it is an item.
fn named(line: &str) -> Vec<&str> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    line.match_indices("crate::")
        .filter(|(at, _)| !line[..*at].ends_with(|c: char| c == '$' || c == '_' || c.is_alphanumeric()))
        .map(|(at, word)| &line[at + word.len()..])
        .map(|rest| &rest[..rest.find(|c| !is_path(c)).unwrap_or(rest.len())])
        .collect()
}

/// Crates of dicom-rs that a line names.
fn names_dicom_crate(line: &str) -> bool {
    let word = |rest: &str| rest.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(rest.len());
    line.match_indices("dicom_").any(|(at, _)| {
        let rest = &line[at..];
        let starts = !line[..at].ends_with(|c: char| c == '_' || c.is_alphanumeric());
        starts && (line.trim_start().starts_with("use dicom_") || rest[word(rest)..].starts_with("::"))
    })
}

/// What a test may use, whatever its module: streams, and pictures to try things on.
const FOR_TESTS: &[&str] = &["seed", "phantom"];

/// What is wrong in one line of a module, if anything.
fn wrong(module: &str, line: &str, is_test: bool) -> Option<String> {
    if line.trim_start().starts_with("//") {
        return None;
    }
    if module != "dicom" && names_dicom_crate(line) {
        return Some(format!("only `dicom` may name the crates of dicom-rs: `{}`", line.trim()));
    }
    if FREE.contains(&module) {
        return None;
    }
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
        return Some(format!("`{module}` is not in the table of this test"));
    };
    if line.contains("use crate::{") {
        return Some(format!("one import in each line, so that this test can read them: `{}`", line.trim()));
    }
    let fits =
        |path: &str, rule: &str| path == rule || path.strip_prefix(rule).is_some_and(|rest| rest.starts_with("::"));
    named(line)
        .into_iter()
        .filter(|path| !(is_test && FOR_TESTS.iter().any(|rule| fits(path, rule))))
        .find(|path| !fits(path, module) && !allowed.iter().any(|rule| fits(path, rule)))
        .map(|path| format!("`{module}` may not use `{path}`; it may use {allowed:?}"))
}

/// Every Rust file below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The module that a file belongs to: the first word of its path below `src/`.
fn module(source: &Path, file: &Path) -> String {
    let below = file.strip_prefix(source).expect("a file of src");
    below.iter().next().and_then(|word| word.to_str()).expect("a name").trim_end_matches(".rs").to_owned()
}

/// Whether the line says that the item below is a test: `#[cfg(test)]`, `#[cfg(all(test, unix))]`.
fn is_test_mark(line: &str) -> bool {
    ["#[cfg(test)]", "#[cfg(all(test,"].iter().any(|mark| line.trim().starts_with(mark))
}

/// Number of the line at which the tests of a file start, and names of the modules that are tests as a whole.
fn tests_of(text: &str) -> (usize, Vec<&str>) {
    let lines: Vec<&str> = text.lines().collect();
    let mut start = lines.len();
    let mut modules = Vec::new();
    for (number, pair) in lines.windows(2).enumerate().filter(|(_, pair)| is_test_mark(pair[0])) {
        match pair[1].trim().strip_prefix("mod ") {
            Some(name) if name.ends_with(';') => modules.push(name.trim_end_matches(';')),
            Some(_) => start = start.min(number),
            None => {}
        }
    }
    (start, modules)
}

/// Folders and files below which everything is a test, without `.rs`.
fn test_modules(files: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).expect("a source file");
        let is_root = ["mod.rs", "lib.rs"].iter().any(|name| file.ends_with(name));
        let folder = if is_root { file.parent().expect("a folder").to_owned() } else { file.with_extension("") };
        found.extend(tests_of(&text).1.into_iter().map(|name| folder.join(name)));
    }
    found
}

#[test]
fn every_module_imports_only_what_it_may() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = files(&source);
    let test_modules = test_modules(&files);
    let mut faults = Vec::new();
    let mut known = KNOWN.to_vec();
    for file in files {
        let module = module(&source, &file);
        if module == "main" {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file");
        let whole = test_modules.iter().any(|test| file.with_extension("").starts_with(test));
        let tests_start = if whole { 0 } else { tests_of(&text).0 };
        for (number, line) in text.lines().enumerate() {
            if let Some(fault) = wrong(&module, line, number >= tests_start) {
                let is_here =
                    |(path, import): &(&str, &str)| file.ends_with(path) && line.contains(&format!("crate::{import}"));
                if let Some(place) = known.iter().position(is_here) {
                    known.remove(place);
                    continue;
                }
                faults.push(format!("src/{}:{}: {fault}", file.strip_prefix(&source).unwrap().display(), number + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(known.is_empty(), "mended, so take it from the list: {known:?}");
}

#[test]
fn the_program_names_only_the_command_line_the_supervisor_and_the_exit_codes() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).expect("src/main.rs");
    for line in main.lines().filter(|line| line.starts_with("use deidbench::")) {
        let known = ["cli", "commands", "exit", "selftest::cheat", "tool::server", "tool::supervise"]
            .iter()
            .any(|word| line.starts_with(&format!("use deidbench::{word}")));
        assert!(known, "src/main.rs: {line}");
    }
}

#[test]
fn a_wrong_import_is_named_and_a_right_one_passes() {
    for (module, line) in [
        ("detectors", "use crate::traps::Trap;"),
        ("detectors", "    let name = crate::identity::name();"),
        ("truth", "pub use crate::ink::burn::Ink;"),
        ("report", "use crate::dicom::tags;"),
        ("score", "use crate::{truth, finding};"),
        ("dataset", "use dicom_object::open_file;"),
        ("traps", "let tag = dicom_core::Tag(8, 5);"),
        ("commands", "use dicom_core::Tag;"),
        ("unheard_of", "use std::fs;"),
    ] {
        assert!(wrong(module, line, false).is_some(), "{module}: {line}");
    }
    for (module, line) in [
        ("detectors", "use crate::truth::Plant;"),
        ("truth", "use crate::ink::sheet::GlyphSheet;"),
        ("ink", "    pub(in crate::ink) fn set() {}"),
        ("dicom", "use dicom_core::Tag;"),
        ("truth", "    pub dicom_tag: String,"),
        ("report", "// see crate::dicom::tags"),
        ("commands", "use crate::traps;"),
    ] {
        assert_eq!(wrong(module, line, false), None, "{module}: {line}");
    }
    assert_eq!(wrong("detectors", "use crate::seed::Seed;", true), None);
    assert_eq!(wrong("detectors", "use crate::phantom::Phantom;", true), None);
    assert!(wrong("detectors", "use crate::phantom::Phantom;", false).is_some());
    assert!(wrong("detectors", "use crate::seed::Seed;", false).is_some());
    assert!(wrong("detectors", "use crate::traps::Trap;", true).is_some());
}
