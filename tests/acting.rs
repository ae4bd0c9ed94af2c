//! Comparing, gates, history, tickets and pages to sign, by the program itself, on results of fake tools.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use clap::Parser;
use deidbench::cli::Cli;
use deidbench::scorecard::Scorecard;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::sync::OnceLock;
use tempfile::TempDir;

/// A dataset of three patients, and two runs on it: one that copies, and one that leaves almost nothing.
struct Bench {
    root: TempDir,
}

impl Bench {
    fn get() -> &'static Self {
        static BENCH: OnceLock<Bench> = OnceLock::new();
        BENCH.get_or_init(|| {
            let bench = Self { root: tempfile::tempdir().unwrap() };
            said(
                bench.program(&[
                    "generate",
                    "--patients",
                    "4",
                    "--kinds",
                    "computed-radiography,screen-capture",
                    "--out",
                    "data",
                ]),
                0,
            );
            // The run hides the dataset from the tool; those that know what was planted read a copy.
            for entry in walkdir::WalkDir::new(bench.path("data/truth")) {
                let entry = entry.unwrap();
                let target = bench.path("known").join(entry.path().strip_prefix(bench.path("data/truth")).unwrap());
                if entry.file_type().is_dir() {
                    fs::create_dir_all(target).unwrap();
                } else {
                    fs::copy(entry.path(), target).unwrap();
                }
            }
            for (tool, out) in [("copy", "runs/copy"), ("clean", "runs/clean")] {
                bench.tool_file(tool);
                let file = format!("{tool}.toml");
                said(bench.program(&["run", "--no-dciodvfy", "--tool", &file, "--dataset", "data", "--out", out]), 0);
            }
            bench
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn program(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_deidbench")).current_dir(self.root.path()).args(words).output().unwrap()
    }

    fn tool_file(&self, tool: &str) {
        let program = fake_tool();
        let text = format!(
            "name = {tool:?}\nmode = \"per-dir\"\ncommand = [{program:?}, {:?}, \"{{input_dir}}\", \"{{output_dir}}\"]\n\
             [set_env]\nFAKE_TRUTH = {:?}\n",
            if tool == "clean" { "header-only" } else { tool },
            self.path("known")
        );
        fs::write(self.path(&format!("{tool}.toml")), text).unwrap();
    }

    fn scorecard(&self, run: &str) -> Scorecard {
        serde_json::from_str(&fs::read_to_string(self.path(run).join("scorecard.json")).unwrap()).unwrap()
    }
}

/// The program that plays wrong tools, beside the test.
fn fake_tool() -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_deidbench")).parent().unwrap();
    folder.join("examples").join("fake-tool")
}

/// The exit code is this; both outputs together.
#[track_caller]
fn said(output: Output, code: i32) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(!text.contains("panicked"), "{text}");
    text
}

#[track_caller]
fn holds(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

/// A copy of a run that a test may change.
fn copied(bench: &Bench, run: &str, to: &str) {
    let target = bench.path(to);
    fs::create_dir_all(&target).unwrap();
    for name in ["scorecard.json", "findings.csv", "pairs.csv", "run.json"] {
        fs::copy(bench.path(run).join(name), target.join(name)).unwrap();
    }
}

#[test]
fn outcomes_of_patients_add_up_to_the_headline() {
    let card = Bench::get().scorecard("runs/copy");
    let count = |wanted| card.patients.values().filter(|patient| patient.outcome == wanted).count() as u64;
    use deidbench::scorecard::Outcome::*;
    let headline = &card.headline;
    assert_eq!(card.patients.len() as u64, card.dataset.patients);
    assert_eq!((count(Leaking), count(Unmeasured)), (headline.patients.leaking, headline.patients.unmeasured));
    let sum = |of: fn(&deidbench::scorecard::PatientOutcome) -> u64| card.patients.values().map(of).sum::<u64>();
    assert_eq!(sum(|patient| patient.planted), headline.plants.planted);
    assert_eq!(sum(|patient| patient.leaked), headline.plants.leaked);
    assert_eq!(sum(|patient| patient.damaged), headline.instances.damaged);
    for (trap, row) in &card.traps {
        let leaking = card.patients.values().filter(|patient| patient.leaked_traps.contains(trap)).count() as u64;
        assert_eq!(leaking, row.leaking_patients, "{trap}");
    }
    assert!(card.tool.sha256.is_some() && card.tool.started.is_some() && card.deidbench_sha256.is_some());
}

#[test]
fn two_runs_are_compared_in_every_form() {
    let bench = Bench::get();
    let mut words = vec!["compare", "runs/copy", "runs/clean/scorecard.json"];
    for report in [
        "html=c.html",
        "markdown=c.md",
        "csv=c.csv",
        "leaks=l.csv",
        "trade-off=t.png",
        "heat-map=h.svg",
        "throughput=s.png",
    ] {
        words.extend(["--report", report]);
    }
    let text = said(bench.program(&words), 0);
    holds(&text, &["2 results compared", "copy", "clean", "fixed", "by chance"]);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    holds(&fs::read_to_string(bench.path("c.html")).unwrap(), &["<svg", "copy", "</html>"]);
    for picture in ["t.png", "s.png"] {
        assert!(fs::read(bench.path(picture)).unwrap().starts_with(b"\x89PNG\r\n\x1a\n"), "{picture}");
    }
    holds(&fs::read_to_string(bench.path("h.svg")).unwrap(), &["<svg", "copy", "patient-name"]);
    let leaks = fs::read_to_string(bench.path("l.csv")).unwrap();
    let card = bench.scorecard("runs/copy");
    let at_place = leaks.lines().skip(1).filter(|line| line.contains(",false,leaked,")).count() as u64;
    assert_eq!(at_place, card.headline.plants.leaked, "each leaked plant of the first run has one row");
}

#[test]
fn other_datasets_are_refused_and_single_results_too() {
    let bench = Bench::get();
    copied(bench, "runs/copy", "other");
    let path = bench.path("other/scorecard.json");
    let mut card = bench.scorecard("other");
    card.dataset.digest = "0".repeat(64);
    fs::write(&path, serde_json::to_string(&card).unwrap()).unwrap();
    holds(&said(bench.program(&["compare", "runs/copy", "other"]), 2), &["another dataset", "--allow-other-dataset"]);
    holds(&said(bench.program(&["compare", "runs/copy", "other", "--allow-other-dataset"]), 0), &["nothing is paired"]);
    holds(
        &said(bench.program(&["check", "other", "--gate", "new-leaks=error", "--baseline", "runs/copy"]), 2),
        &["another dataset"],
    );
    holds(&said(bench.program(&["compare", "runs/copy"]), 2), &["two results"]);
}

#[test]
fn a_gate_ends_with_its_exit_code_and_stands_in_the_scorecard() {
    let bench = Bench::get();
    copied(bench, "runs/copy", "gated");
    let text = said(bench.program(&["check", "gated", "--preset", "strict"]), 1);
    holds(&text, &["GATE FAILED", "leaking-patients", "at most 0 allowed"]);
    assert_eq!(bench.scorecard("gated").gate.passed, Some(false));
    said(bench.program(&["check", "gated", "--gate", "leaking-patients=warn"]), 0);
    assert_eq!(bench.scorecard("gated").gate.passed, Some(true));
    holds(&said(bench.program(&["check", "gated"]), 2), &["no rule", "--preset"]);
    holds(&said(bench.program(&["check", "gated", "--gate", "new-leaks=error"]), 2), &["--baseline"]);
    holds(&said(bench.program(&["check", "gated", "--gate", "leaks=error"]), 2), &["leaking-patients"]);
    let worse = ["check", "gated", "--gate", "new-leaks=error", "--baseline", "runs/clean"];
    holds(&said(bench.program(&worse), 1), &["new-leaks", "Leaks that the baseline does not have"]);
    said(bench.program(&["check", "gated", "--gate", "new-leaks=error", "--baseline", "runs/copy"]), 0);
    let none = ["check", "runs/clean", "--gate", "new-leaks=error", "--baseline", "other-runs"];
    fs::create_dir_all(bench.path("other-runs")).unwrap();
    holds(&said(bench.program(&none), 0), &["no earlier run", "skipped"]);
}

#[test]
fn fail_on_and_check_agree() {
    let bench = Bench::get();
    for (what, gate) in [
        ("leak", "leaking-patients=error"),
        ("damage", "damaged-files=error"),
        ("unmeasured", "unmeasured-plants=error"),
    ] {
        for run in ["runs/copy", "runs/clean"] {
            copied(bench, run, "agreeing");
            let told = bench.program(&["report", run, "--fail-on", what]).status.code();
            let checked = bench.program(&["check", "agreeing", "--gate", gate]).status.code();
            assert_eq!(told, checked, "{run}: {what}");
        }
    }
}

#[test]
fn nothing_measured_and_missing_patients_have_exit_codes_of_their_own() {
    let bench = Bench::get();
    copied(bench, "runs/copy", "partial");
    let path = bench.path("partial/scorecard.json");
    let mut card = bench.scorecard("partial");
    let first = card.patients.keys().next().unwrap().clone();
    card.patients.remove(&first);
    fs::write(&path, serde_json::to_string(&card).unwrap()).unwrap();
    said(bench.program(&["check", "partial", "--gate", "leaking-patients=off"]), 4);
    card.headline.plants.measured = 0;
    fs::write(&path, serde_json::to_string(&card).unwrap()).unwrap();
    said(bench.program(&["check", "partial", "--gate", "leaking-patients=off"]), 3);
}

#[test]
fn waivers_are_printed_counted_and_end() {
    let bench = Bench::get();
    copied(bench, "runs/copy", "waived");
    let waiver = "[gates]\nleaked-plants = \"warn\"\n[[waivers]]\nid = \"W-1\"\npattern = \"trap=patient-name\"\n\
                  reason = \"known\"\nowner = \"QA\"\nexpires = \"2026-12-31\"\n";
    fs::write(bench.path("gates.toml"), waiver).unwrap();
    let check = |today| bench.program(&["check", "waived", "--config", "gates.toml", "--today", today]);
    holds(&said(check("2026-12-31"), 0), &["W-1", "QA", "2026-12-31", "which the checks leave out"]);
    let card = bench.scorecard("waived");
    assert_eq!(card.waivers.len(), 1);
    assert!(card.waivers[0].covered > 0);
    holds(&said(check("2027-01-01"), 1), &["expired on 2026-12-31"]);
    fs::write(bench.path("gates.toml"), waiver.replace("trap=patient-name", "trap=no-such-trap")).unwrap();
    holds(&said(check("2026-12-31"), 1), &["covers nothing"]);
    fs::write(bench.path("gates.toml"), waiver.replace("expires", "expiry")).unwrap();
    holds(&said(check("2026-12-31"), 2), &["expiry", "expires"]);
    fs::remove_file(bench.path("waived/findings.csv")).unwrap();
    fs::write(bench.path("gates.toml"), waiver).unwrap();
    holds(&said(check("2026-12-31"), 2), &["findings.csv"]);
}

#[test]
fn a_ticket_holds_the_files_and_no_planted_value_in_its_page() {
    let bench = Bench::get();
    let findings = fs::read_to_string(bench.path("runs/copy/findings.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(findings.as_bytes());
    let header = rows.headers().unwrap().clone();
    let column =
        |row: &csv::StringRecord, name: &str| row[header.iter().position(|cell| cell == name).unwrap()].to_owned();
    let row = rows
        .records()
        .map(Result::unwrap)
        .find(|row| column(row, "trap") == "patient-name" && column(row, "verdict") == "leaked")
        .unwrap();
    let plant = column(&row, "plant");
    let text = said(bench.program(&["extract", &plant, "--run", "runs/copy", "--out", "ticket"]), 0);
    holds(&text, &["ticket/README.md"]);
    let page = fs::read_to_string(bench.path("ticket/README.md")).unwrap();
    holds(&page, &["synthetic", &plant, "patient-name", "deidbench generate", "How to repeat it", "(0010,0010)"]);
    let plants = fs::read_to_string(bench.path("data/truth").join(column(&row, "patient")).join("plants.csv")).unwrap();
    let value = |name: &str| {
        let mut rows = csv::Reader::from_reader(plants.as_bytes());
        let header = rows.headers().unwrap().clone();
        let at = |name: &str| header.iter().position(|cell| cell == name).unwrap();
        rows.records()
            .map(Result::unwrap)
            .find(|row| row[at("id")] == plant)
            .map(|row| row[at(name)].to_owned())
            .unwrap()
    };
    let family = value("value").split('^').next().unwrap().to_owned();
    assert!(!page.contains(&family), "{family}: {page}");
    for folder in ["input", "output"] {
        let files = walkdir::WalkDir::new(bench.path("ticket").join(folder));
        assert_eq!(files.into_iter().filter(|entry| entry.as_ref().unwrap().file_type().is_file()).count(), 1);
    }
    let shown = ["extract", &plant, "--run", "runs/copy", "--out", "shown", "--show-values"];
    said(bench.program(&shown), 0);
    holds(&fs::read_to_string(bench.path("shown/README.md")).unwrap(), &[&family]);
    holds(&said(bench.program(&shown), 2), &["not empty"]);
    holds(
        &said(bench.program(&["extract", "DEID-9999-P001", "--run", "runs/copy", "--out", "none"]), 2),
        &["no finding"],
    );
    said(bench.program(&["extract", "1", "--run", "runs/copy", "--out", "first"]), 0);
}

#[test]
fn the_page_to_sign_bears_the_hash_of_the_scorecard_on_disk() {
    let bench = Bench::get();
    copied(bench, "runs/clean", "signed");
    said(bench.program(&["check", "signed", "--preset", "release"]), 1);
    said(
        bench.program(&["report", "signed", "--report", "sign-off=signed.md", "--report", "sign-off-html=signed.html"]),
        0,
    );
    let digest = deidbench::tool::digest::of_file(&bench.path("signed/scorecard.json")).unwrap();
    let card = bench.scorecard("signed");
    let words = [
        digest.as_str(),
        &card.dataset.digest,
        &card.tool.sha256.unwrap(),
        &card.deidbench_sha256.unwrap(),
        "released by",
    ];
    for page in ["signed.md", "signed.html"] {
        holds(&fs::read_to_string(bench.path(page)).unwrap(), &words);
    }
}

/// The blocks of a page that are written in one language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    page.split(&fence).skip(1).filter_map(|rest| rest.split_once("\n```")).map(|(block, _)| block.to_owned()).collect()
}

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap()
}

#[test]
fn the_nightly_script_of_the_docs_keeps_a_history() {
    let bench = Bench::get();
    let folder = tempfile::tempdir().unwrap();
    let script = blocks(&page("nightly.md"), "sh").remove(0);
    fs::write(folder.path().join("nightly.sh"), script).unwrap();
    fs::write(folder.path().join("deidbench.toml"), blocks(&page("nightly.md"), "toml").remove(0)).unwrap();
    let programs = Path::new(env!("CARGO_BIN_EXE_deidbench")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    // The dataset is there already, as on every night after the first.
    fs::create_dir_all(folder.path().join("nightly")).unwrap();
    std::os::unix::fs::symlink(bench.path("data"), folder.path().join("nightly/data")).unwrap();
    for tool in ["copy.toml", "copy.toml"] {
        let words = ["nightly.sh", bench.path(tool).to_str().unwrap(), "nightly"].map(str::to_owned);
        let night = Command::new("sh").args(words).current_dir(folder.path()).env("PATH", &path).output().unwrap();
        holds(&said(night, 1), &["GATE FAILED"]);
        std::thread::sleep(std::time::Duration::from_millis(1100));
    }
    let read = |name: &str| fs::read_to_string(folder.path().join("nightly").join(name)).unwrap();
    holds(&read("history.txt"), &["2 runs", "0 leaks new and 0 gone", "still there"]);
    holds(&read("history.html"), &["<svg", "</html>"]);
    holds(&read("gate.md"), &["baseline: nightly/runs/", "GATE FAILED"]);
    holds(&read("junit.xml"), &["<testsuites", "deidbench.gate"]);
    holds(&read("findings.sarif"), &["2.1.0"]);
    assert!(read("leaks.csv").lines().count() > 10);
}

#[test]
fn every_command_of_the_docs_is_one_that_the_program_takes() {
    let mut seen = 0;
    for name in ["nightly.md", "gates.md"] {
        let text = page(name).replace("\\\n", " ");
        let blocks =
            text.lines().filter(|line| line.contains("deidbench ") && !line.contains("`deidbench run --tool`"));
        for line in blocks {
            let Some(at) = line.find("deidbench -q ").or_else(|| line.find("deidbench ")) else { continue };
            let command = line[at..].split(['#', '>', '|', '`']).next().unwrap();
            let command = command.replace("${SUITE:-standard}", "standard").replace("${SEED:-1}", "1").replace('"', "");
            let words: Vec<&str> = command.split_whitespace().collect();
            if !["generate", "run", "check", "report", "history", "extract", "-q"]
                .contains(&words.get(1).copied().unwrap_or(""))
            {
                continue;
            }
            seen += 1;
            if let Err(error) = Cli::try_parse_from(&words) {
                panic!("{name}: {command}: {error}");
            }
        }
    }
    assert!(seen >= 8, "{seen}");
    for block in blocks(&page("gates.md"), "toml") {
        let names = deidbench::gate::Names { surfaces: vec!["pixel".into()], traps: vec!["preamble".into()] };
        deidbench::gate::Config::parse(&block, &names).unwrap();
    }
}

#[test]
fn the_workflows_of_the_docs_are_yaml() {
    let has = Command::new("python3").args(["-c", "import yaml"]).output();
    if !has.is_ok_and(|answer| answer.status.success()) {
        println!("skipped: no python3 with the module yaml");
        return;
    }
    let found = blocks(&page("nightly.md"), "yaml");
    assert_eq!(found.len(), 2);
    let folder = tempfile::tempdir().unwrap();
    for (block, key) in found.iter().zip(["jobs", "deidbench"]) {
        let path = folder.path().join("file.yml");
        fs::write(&path, block).unwrap();
        let script = format!("import sys, yaml\nprint(type(yaml.safe_load(open(sys.argv[1]))[{key:?}]).__name__)");
        let answer = Command::new("python3").args(["-c", &script]).arg(&path).output().unwrap();
        assert_eq!(said(answer, 0).trim(), "dict");
    }
}
