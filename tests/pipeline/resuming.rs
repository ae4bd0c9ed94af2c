//! The same command over the same folder goes on, and gives the same result.

use crate::bench::Bench;
use crate::bench::answer;
use crate::bench::call;
use crate::bench::program;
use crate::bench::scorecard;
use std::fs;
use std::path::Path;

/// A tool file in this folder.
fn tool(folder: &Path, name: &str) -> String {
    let file = folder.join(format!("{name}.toml"));
    fs::write(&file, Bench::usual().tool_file(name, "")).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_second_run_scores_again_and_says_the_same() {
    let root = tempfile::tempdir().unwrap();
    let (file, out) = (tool(root.path(), "header-only"), root.path().join("run"));
    let dataset = Bench::usual().dataset.to_str().unwrap();
    let run = || call(&["run", "--tool", &file, "--dataset", dataset, "--out", out.to_str().unwrap()]);
    run().says(0, &[]);
    let (card, findings) = (scorecard(&out), fs::read(out.join("findings.csv")).unwrap());
    run().says(0, &["the tool has run already"]);
    assert_eq!((scorecard(&out), fs::read(out.join("findings.csv")).unwrap()), (card.clone(), findings.clone()));
    call(&["score", "--run", out.to_str().unwrap()]).says(0, &[]);
    assert_eq!((scorecard(&out), fs::read(out.join("findings.csv")).unwrap()), (card.clone(), findings));
    let report = call(&["report", out.to_str().unwrap()]);
    report.says(0, &[]);
    assert!(report.out.contains("4 of 7") || report.out.contains(&card.headline.patients.leaking.to_string()));
}

#[test]
fn another_tool_or_dataset_is_refused_in_the_same_folder() {
    let root = tempfile::tempdir().unwrap();
    let (copy, oracle) = (tool(root.path(), "copy"), tool(root.path(), "oracle"));
    let out = root.path().join("run");
    let out = out.to_str().unwrap();
    let dataset = Bench::usual().dataset.to_str().unwrap();
    call(&["-q", "run", "--tool", &copy, "--dataset", dataset, "--out", out]).says(0, &[]);
    call(&["run", "--tool", &oracle, "--dataset", dataset, "--out", out])
        .says(2, &["another tool or dataset", "--out"]);
    let other = Bench::of(2).dataset.to_str().unwrap();
    call(&["run", "--tool", &copy, "--dataset", other, "--out", out]).says(2, &["another tool or dataset"]);
}

#[test]
fn a_run_that_was_broken_off_is_refused_or_run_again() {
    let root = tempfile::tempdir().unwrap();
    let (copy, out) = (tool(root.path(), "copy"), root.path().join("run"));
    fs::create_dir_all(out.join("output")).unwrap();
    fs::write(out.join("output/half"), "of a file").unwrap();
    let dataset = Bench::usual().dataset.to_str().unwrap();
    let answer = call(&["run", "--tool", &copy, "--dataset", dataset, "--out", out.to_str().unwrap()]);
    answer.says(2, &[out.to_str().unwrap()]);
    fs::write(out.join("run.json"), "{ broken").unwrap();
    call(&["score", "--run", out.to_str().unwrap()]).says(2, &["run.json", "run again"]);
}

#[test]
fn what_is_scored_by_hand_equals_what_the_run_scored() {
    let root = tempfile::tempdir().unwrap();
    let (file, out) = (tool(root.path(), "copy"), root.path().join("run"));
    let dataset = Bench::usual().dataset.to_str().unwrap();
    call(&["-q", "run", "--tool", &file, "--dataset", dataset, "--out", out.to_str().unwrap()]).says(0, &[]);
    let hand = root.path().join("hand");
    let output = out.join("output");
    answer(program().args(["score", "--dataset", dataset, "--output"]).arg(&output).arg("--out").arg(&hand))
        .says(0, &[]);
    let (by_run, by_hand) = (scorecard(&out), scorecard(&hand));
    assert_eq!((by_run.headline, by_run.traps, by_run.damage), (by_hand.headline, by_hand.traps, by_hand.damage));
}

#[test]
fn gates_end_with_one_and_only_where_they_are_asked_for() {
    let bench = Bench::usual();
    bench.run_with("header-only", "", &["--fail-on", "leak"]).ended(1);
    bench.run_with("header-only", "", &["--fail-on", "damage"]).ended(0);
    bench.run_with("oracle", "", &["--fail-on", "leak", "--fail-on", "damage", "--fail-on", "unmeasured"]).ended(0);
    bench.run_with("drops-half", "", &["--fail-on", "unmeasured"]).ended(1);
    // Nothing measured comes before any gate.
    bench.run_with("delete-all", "", &["--fail-on", "unmeasured"]).ended(3);
}

#[test]
fn a_run_that_makes_its_own_dataset_keeps_and_takes_it_again() {
    let root = tempfile::tempdir().unwrap();
    let (file, out) = (tool(root.path(), "copy"), root.path().join("run"));
    let words =
        |patients| ["run", "--tool", &file, "--patients", patients, "--out", out.to_str().unwrap()].map(str::to_owned);
    let run = |patients| answer(program().args(words(patients)));
    run("2").says(0, &[]);
    let card = scorecard(&out);
    assert_eq!(card.headline.plants.leaked, card.headline.plants.planted);
    assert!(card.headline.plants.planted > 0 && out.join("dataset/truth").is_dir());
    run("2").says(0, &["the tool has run already"]);
    assert_eq!(scorecard(&out), card);
    run("3").says(2, &["patients is 2 there, and 3 here"]);
}
