use super::*;
use crate::compare::leaks::Leak;
use crate::report::document::Form;
use crate::report::plots;
use std::fs;
use std::path::Path;

const HEADER: &str = "topic,verdict,patient,instance,plant,trap,surface,moved\n";

fn run(folder: &Path, number: usize, leaks: &[&str], lost: &[&str]) -> Run {
    let path = folder.join(format!("{number}.csv"));
    let mut text = HEADER.to_owned();
    for plant in leaks {
        text += &format!("leak,leaked,P1,i-{plant},{plant},trap,header,false\n");
    }
    for plant in lost {
        text += &format!("coverage,not_measured,P1,i-{plant},,,,false\n");
    }
    fs::write(&path, text).unwrap();
    let mut scorecard = Scorecard::default();
    scorecard.tool.name = "tool".into();
    scorecard.headline.patients.with_plants = 10;
    scorecard.headline.patients.leaking = leaks.len() as u64;
    scorecard.headline.patients.rate = Some(leaks.len() as f64 / 10.0);
    Run {
        name: format!("runs/{number}"),
        started: format!("2026-06-0{number}T00:00:00Z"),
        scorecard,
        findings: Some(path),
    }
}

fn followed(runs: &[Run]) -> SpanIndex {
    let mut index = SpanIndex::default();
    for run in runs {
        index.add(run.findings.as_ref().unwrap()).unwrap();
    }
    index
}

fn spans(index: &SpanIndex, plant: &str) -> Spans {
    let leak = Leak { plant, patient: "P1", instance: "", trap: "trap", surface: "header", moved: false };
    index.spans(&leak).unwrap()
}

#[test]
fn each_leak_has_its_first_run_and_the_run_where_it_went() {
    let folder = tempfile::tempdir().unwrap();
    let runs = [
        run(folder.path(), 1, &["a", "b", "c"], &[]),
        run(folder.path(), 2, &["a", "d"], &["c"]),
        run(folder.path(), 3, &["a", "b"], &[]),
    ];
    let index = followed(&runs);
    assert_eq!(spans(&index, "a"), Spans { first: 0, gone: None, returned: 0 });
    assert_eq!(spans(&index, "b"), Spans { first: 0, gone: None, returned: 1 });
    assert_eq!(spans(&index, "c"), Spans { first: 0, gone: Some(2), returned: 0 }, "run 2 could not look");
    assert_eq!(spans(&index, "d"), Spans { first: 1, gone: Some(2), returned: 0 });
    let track = index.track(vec![0, 1, 2]);
    assert_eq!(track.changes, [(3, 0), (1, 0), (0, 2)]);
    let mut out = Vec::new();
    document(&runs, std::slice::from_ref(&track), &[]).write(Form::Text, false, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    for words in ["#3 2026-06-03", "still there, back 1 time", "0 leaks new and 2 gone"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let picture = plots::svg(&trend(&runs, &[track])).unwrap();
    assert!(picture.starts_with("<svg") && picture.contains("tool"), "{picture}");
}

#[test]
fn only_one_tool_on_one_dataset_is_a_track() {
    let folder = tempfile::tempdir().unwrap();
    let mut runs: Vec<Run> = (1..=4).map(|number| run(folder.path(), number, &[], &[])).collect();
    runs[1].scorecard.tool.name = "other".into();
    runs[3].scorecard.dataset.digest = "d2".into();
    assert_eq!(tracks(&runs), [vec![0, 2], vec![1], vec![3]]);
}
