//! Reports for machines, read by programs that others wrote. A reader that is not installed is said aloud, and its test
//! skipped.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use deidbench::finding::Finding;
use deidbench::finding::Topic;
use deidbench::finding::Verdict;
use deidbench::report;
use deidbench::report::Report;
use deidbench::scorecard::Row;
use deidbench::scorecard::Scorecard;
use deidbench::truth::Kind;
use deidbench::truth::Surface;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// A Python that has the module; `None`, said aloud, where there is none.
fn python(module: &str) -> Option<PathBuf> {
    let named = std::env::var_os("DEIDBENCH_PYTHON").map(PathBuf::from);
    let candidates = named.into_iter().chain([PathBuf::from("python3")]);
    let has = |python: &PathBuf| {
        let answer = Command::new(python).args(["-c", &format!("import {module}")]).output();
        answer.is_ok_and(|answer| answer.status.success())
    };
    let found = candidates.into_iter().find(has);
    if found.is_none() {
        println!("skipped: no python3 with the module {module}");
    }
    found
}

/// Runs a script over a file; what it prints.
fn ask(python: &Path, script: &str, file: &Path) -> String {
    let answer = Command::new(python).arg("-c").arg(script).arg(file).output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8(answer.stdout).unwrap()
}

const VALUE: &str = "Okafor-Lindqvist^Mari";

fn finding(number: usize) -> Finding {
    Finding {
        topic: Topic::Leak,
        detector: "residual-search".into(),
        verdict: Some(if number.is_multiple_of(3) { Verdict::Partial } else { Verdict::Leaked }),
        patient: "DEID-0001".into(),
        instance: "DEID-0001-I001".into(),
        plant: format!("DEID-0001-P{number:03}"),
        trap: if number.is_multiple_of(2) { "preamble".into() } else { "name-<&\"in'-comments".into() },
        surface: Some(Surface::Header),
        kind: Some(Kind::PersonName),
        direct: true,
        moved: number.is_multiple_of(5),
        output: format!("Export 1/[x]/Größe {VALUE}.dcm"),
        seen_at: "(0010,4000)".into(),
        form: "family name".into(),
        evidence: String::new(),
        value: VALUE.into(),
        crop: String::new(),
    }
}

fn damage() -> Finding {
    Finding { topic: Topic::HeaderDamage, verdict: None, surface: None, kind: None, ..finding(1) }
}

fn scorecard() -> Scorecard {
    let mut card = Scorecard { format: 1, deidbench: "0.1.0".into(), ..Scorecard::default() };
    card.tool.name = "tool <&> \u{1b}[31m".into();
    card.dataset.digest = "d1".into();
    let row = |planted, leaked, partial, not_measured: u64| Row {
        patients: 2,
        leaking_patients: u64::from(leaked > 0),
        planted,
        measured: planted - not_measured,
        leaked,
        partial,
        not_measured,
        held: planted - leaked - partial - not_measured,
        ..Row::default()
    };
    card.traps = [
        ("held", row(4, 0, 0, 0)),
        ("leaked", row(4, 3, 1, 0)),
        ("lost", row(4, 0, 0, 4)),
        ("lost-in-part", row(4, 0, 0, 1)),
        ("nothing", row(0, 0, 0, 0)),
        ("partial", row(4, 0, 1, 1)),
        ("<&\"'>", row(4, 0, 0, 0)),
    ]
    .into_iter()
    .map(|(id, row)| (id.to_owned(), row))
    .collect();
    card.gate.passed = Some(false);
    card.gate.failed_checks = vec!["leaking-patients: 1 of 2, at most 0 allowed".into()];
    card
}

/// Writes a report; its path.
fn written(folder: &Path, name: &str, card: &Scorecard, findings: &Vec<Finding>, show_values: bool) -> PathBuf {
    let exporter = report::find(name).unwrap();
    let path = folder.join(format!("report.{}", exporter.extension()));
    let report = Report { scorecard: card, findings, show_values, colour: false };
    let mut out = Vec::new();
    exporter.write(&report, &mut out).unwrap();
    fs::write(&path, out).unwrap();
    path
}

#[test]
fn a_junit_parser_reads_what_leaked_and_what_was_not_measured() {
    let Some(python) = python("junitparser") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "junit", &scorecard(), &Vec::new(), false);
    let script = "
import sys, junitparser
xml = junitparser.JUnitXml.fromfile(sys.argv[1])
print(xml.tests, xml.failures, xml.errors, xml.skipped)
for suite in xml:
    for case in suite:
        print(suite.name, case.classname, case.name, '+'.join(type(r).__name__ for r in case.result) or 'passed')
";
    let answer = ask(&python, script, &path);
    let mut lines = answer.lines();
    assert_eq!(lines.next(), Some("8 3 2 1"));
    let lines: Vec<&str> = lines.collect();
    for (name, status) in [
        ("held", "passed"),
        ("leaked", "Failure"),
        ("lost", "Error"),
        ("lost-in-part", "Error"),
        ("nothing", "Skipped"),
        ("partial", "Failure"),
        ("<&\"'>", "passed"),
    ] {
        let wanted = format!("leaks by trap deidbench.trap {name} {status}");
        assert!(lines.contains(&wanted.as_str()), "{wanted}: {answer}");
    }
}

#[test]
fn pyarrow_reads_every_row_of_the_parquet_file_and_no_planted_value() {
    let Some(python) = python("pyarrow.parquet") else { return };
    let folder = tempfile::tempdir().unwrap();
    // More than one row group.
    let mut findings: Vec<Finding> = (0..70_000).map(finding).collect();
    findings.push(damage());
    let script = "
import sys, pyarrow.parquet as parquet, pyarrow.compute as compute
file = parquet.ParquetFile(sys.argv[1])
table = file.read()
print(table.num_rows, file.num_row_groups, ','.join(f'{f.name}:{f.type}' for f in table.schema))
print(table['verdict'].null_count, table['surface'].null_count, table['trap'].null_count)
print(compute.sum(table['moved']).as_py(), table['verdict'][0].as_py(), table['verdict'][1].as_py())
print(table['value'][0].as_py(), table['output'][0].as_py())
";
    let answer = ask(&python, script, &written(folder.path(), "parquet", &scorecard(), &findings, false));
    let lines: Vec<&str> = answer.lines().collect();
    assert!(lines[0].starts_with("70001 2 topic:string,detector:string,verdict:string,patient:string"), "{answer}");
    assert!(lines[0].contains("direct:bool,moved:bool,output:string"), "{answer}");
    assert_eq!(lines[1], "1 1 0");
    assert_eq!(lines[2], "14000 partial leaked");
    assert!(lines[3].starts_with("sha256:") && lines[3].ends_with("Export 1/[x]/Größe [person-name].dcm"), "{answer}");
    let answer =
        ask(&python, script, &written(folder.path(), "parquet", &scorecard(), &vec![finding(0), finding(1)], true));
    assert!(answer.lines().nth(3).unwrap().starts_with(VALUE), "{answer}");
    let none = ask(
        &python,
        "import sys, pyarrow.parquet as p\nprint(p.read_table(sys.argv[1]).num_rows)",
        &written(folder.path(), "parquet", &scorecard(), &Vec::new(), false),
    );
    assert_eq!(none.trim(), "0");
}

#[test]
fn readers_of_sarif_take_it_and_learn_what_was_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut findings: Vec<Finding> = (0..5_100).map(finding).collect();
    findings.insert(0, damage());
    let path = written(folder.path(), "sarif", &scorecard(), &findings, false);
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("Okafor") && !text.contains("Lindqvist"));
    let log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5000);
    // All that leaked comes first, however the findings are sorted.
    let leaked = findings.iter().filter(|finding| finding.verdict == Some(Verdict::Leaked)).count();
    assert!(results.iter().take(leaked).all(|result| result["level"] == "error"));
    assert_eq!(results[leaked]["level"], "warning");
    let note = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(note.starts_with("101 of 5101 findings are left out"), "{note}");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    if let Some(python) = python("sarif_pydantic") {
        let script = "
import sys, json, sarif_pydantic
log = sarif_pydantic.Sarif.model_validate(json.load(open(sys.argv[1])))
print(log.version, len(log.runs[0].results), log.runs[0].tool.driver.name)
print(log.runs[0].results[0].locations[0].physical_location.artifact_location.uri)
";
        let answer = ask(&python, script, &path);
        assert!(answer.starts_with("2.1.0 5000 deidbench"), "{answer}");
        assert!(answer.contains("Export%201/%5Bx%5D/Gr%C3%B6%C3%9Fe%20%5Bperson-name%5D.dcm"), "{answer}");
    }
    if let Some(python) = python("sarif.loader") {
        let script = "
import sys
from sarif import loader
files = loader.load_sarif_files(sys.argv[1])
report = files.get_report()
print(files.get_result_count(), *[report.get_issue_count_for_severity(s) for s in ('error', 'warning', 'note')])
";
        let answer = ask(&python, script, &path);
        assert_eq!(answer.trim(), "5000 3400 1600 0");
    }
}

/// The schema is that of OASIS, `sarif-schema-2.1.0.json`, which DEIDBENCH_SARIF_SCHEMA names.
#[test]
fn the_schema_of_oasis_holds_for_sarif() {
    let Some(schema) = std::env::var_os("DEIDBENCH_SARIF_SCHEMA").map(PathBuf::from) else {
        println!("skipped: DEIDBENCH_SARIF_SCHEMA names no sarif-schema-2.1.0.json");
        return;
    };
    let Some(python) = python("jsonschema") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut findings: Vec<Finding> = (0..40).map(finding).collect();
    findings.push(damage());
    let path = written(folder.path(), "sarif", &scorecard(), &findings, false);
    fs::copy(schema, folder.path().join("schema.json")).unwrap();
    let script = "
import sys, json, os, jsonschema
schema = json.load(open(os.path.join(os.path.dirname(sys.argv[1]), 'schema.json')))
log = json.load(open(sys.argv[1]))
validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
for error in validator.iter_errors(log):
    print(list(error.absolute_path), error.message[:200])
log['runs'][0]['results'][0]['level'] = 'dreadful'
print(validator.is_valid(log))
";
    assert_eq!(ask(&python, script, &path).trim(), "False");
}

#[test]
fn the_schema_holds_for_a_scorecard() {
    let Some(python) = python("jsonschema") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "json", &scorecard(), &Vec::new(), false);
    fs::write(folder.path().join("schema.json"), serde_json::to_string(&report::schema()).unwrap()).unwrap();
    let script = "
import sys, json, os, jsonschema
schema = json.load(open(os.path.join(os.path.dirname(sys.argv[1]), 'schema.json')))
card = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
validator.validate(card)
card['headline']['patients']['leaking'] = 'many'
print(validator.is_valid(card))
";
    assert_eq!(ask(&python, script, &path).trim(), "False");
}

#[test]
fn the_summary_and_the_page_to_sign_say_what_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut card = scorecard();
    card.tool.sha256 = Some("ab".repeat(32));
    card.headline.patients.with_plants = 50;
    card.headline.patients.measured = 50;
    card.headline.patients.rate = Some(0.0);
    card.headline.patients.low = Some(0.0);
    card.headline.patients.high = Some(0.071_12);
    let summary = fs::read_to_string(written(folder.path(), "markdown", &card, &Vec::new(), false)).unwrap();
    for words in
        ["0 of 50 patients: the true rate can still be up to 7.1 %", "Failed, for 1 reason", "at most 0 allowed"]
    {
        assert!(summary.contains(words), "{words}: {summary}");
    }
    assert!(!summary.contains('\u{1b}') && summary.len() < 65_536);
    let page = fs::read_to_string(written(folder.path(), "sign-off", &card, &Vec::new(), false)).unwrap();
    let json = written(folder.path(), "json", &card, &Vec::new(), false);
    let digest = deidbench::tool::digest::of_file(&json).unwrap();
    for words in [digest.as_str(), &"ab".repeat(32), "released by", "None: every leak counts"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    card.headline.patients.rate = None;
    let unmeasured = fs::read_to_string(written(folder.path(), "sign-off-html", &card, &Vec::new(), false)).unwrap();
    assert!(unmeasured.contains("NOT MEASURED") && !unmeasured.contains("NO LEAK"), "{unmeasured}");
}
