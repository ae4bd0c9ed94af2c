//! Tools that break off, answer wrongly or answer somewhere else.

use crate::bench::Bench;
use deidbench::finding::Topic;
use deidbench::scorecard::InstanceCounts;
use deidbench::truth::Surface;

#[test]
fn a_tool_that_crashes_midway_is_scored_by_what_it_left() {
    let bench = Bench::usual();
    let card = bench.run("crashes").ended(0).scorecard();
    let files = bench.files();
    let usable = files / 2;
    let lost = files - usable;
    let instances = InstanceCounts { inputs: files, usable, damaged: lost, missing: lost, ..InstanceCounts::default() };
    assert_eq!(card.headline.instances, instances);
    let plants = &card.headline.plants;
    assert_eq!((plants.leaked, plants.held + plants.not_measured), (0, bench.count(|_| true)));
    assert!(plants.not_measured > 0 && card.headline.patients.unmeasured > 0);
    assert_eq!(card.invocations[0].ending, "ended by signal 6");
}

#[test]
fn a_tool_that_hangs_is_ended_at_its_limit() {
    let bench = Bench::usual();
    let run = bench.run_with("hangs", "", &["--time-limit", "2"]).ended(3);
    let card = run.scorecard();
    assert_eq!(card.headline.plants.not_measured, bench.count(|_| true));
    assert!(card.invocations[0].ending.contains("timed out"), "{}", card.invocations[0].ending);
}

#[test]
fn damaged_outputs_count_as_damage_and_still_convict() {
    let bench = Bench::usual();
    let card = bench.run("corrupts").ended(0).scorecard();
    let files = bench.files();
    let (whole, instances) = (files.div_ceil(4), &card.headline.instances);
    assert_eq!((instances.inputs, instances.usable, instances.damaged), (files, whole, files - whole));
    let plants = &card.headline.plants;
    assert_eq!((plants.held, plants.leaked + plants.not_measured), (0, plants.planted));
    assert!(plants.leaked > 0 && plants.not_measured > 0);
}

#[test]
fn answers_in_another_place_are_no_answers_but_are_searched() {
    let bench = Bench::usual();
    let run = bench.run("writes-elsewhere").ended(3);
    let card = run.scorecard();
    assert_eq!((card.headline.instances.missing, card.headline.plants.measured), (bench.files(), 0));
    assert_eq!(card.headline.patients.leaking, 0);
    let said = run.findings().iter().filter(|finding| finding.topic == Topic::Said).count();
    assert!(said > 0, "{}", run.in_words());
}

#[test]
fn a_tool_that_works_on_its_input_returns_nothing() {
    let bench = Bench::usual();
    let before = deidbench::truth::Dataset::open(&bench.dataset).unwrap().record;
    let card = bench.run("writes-into-input").ended(3).scorecard();
    assert_eq!((card.headline.instances.missing, card.headline.plants.measured), (bench.files(), 0));
    // The dataset itself was out of its reach.
    let copy = bench.run("copy").ended(0).scorecard();
    assert_eq!(copy.dataset.digest, before.digest);
    assert_eq!(copy.headline.plants.leaked, bench.count(|_| true));
}

#[test]
fn a_tool_that_deletes_its_input_is_scored_by_its_output() {
    let bench = Bench::usual();
    for _ in 0..2 {
        let card = bench.run("erases-input").ended(0).scorecard();
        assert_eq!(card.headline.plants.leaked, bench.count(|_| true));
        assert_eq!(card.headline.instances.usable, bench.files());
    }
}

#[test]
fn the_exit_code_of_a_tool_is_recorded_and_proves_nothing() {
    let bench = Bench::usual();
    let card = bench.run("fails-well").ended(0).scorecard();
    assert_eq!(card.headline.plants.held, bench.count(|_| true));
    assert_eq!(card.headline.instances.damaged, 0);
    assert_eq!(card.invocations[0].ending, "exit code 3");
}

#[test]
fn ten_thousand_other_files_hide_no_answer() {
    let bench = Bench::usual();
    let card = bench.run("junk").ended(0).scorecard();
    assert_eq!(card.headline.plants.held, bench.count(|_| true));
    assert_eq!(card.headline.instances.side_files, 10_000);
    assert_eq!((card.headline.instances.usable, card.headline.instances.damaged), (bench.files(), 0));
}

#[test]
fn renamed_files_are_found_and_their_planted_names_are_gone() {
    let bench = Bench::usual();
    let card = bench.run("renames").ended(0).scorecard();
    let in_paths = bench.count(|plant| plant.surface == Surface::Path);
    assert!(in_paths > 0);
    assert_eq!((card.headline.plants.held, card.headline.plants.leaked), (in_paths, bench.count(|_| true) - in_paths));
    assert_eq!(card.headline.instances.usable, bench.files());
}

#[test]
fn a_prefix_or_another_patients_place_saves_nobody() {
    let bench = Bench::usual();
    for tool in ["prefixes", "swaps-patients"] {
        let card = bench.run(tool).ended(0).scorecard();
        assert_eq!(card.headline.plants.leaked, bench.count(|_| true), "{tool}");
        assert_eq!((card.headline.instances.usable, card.headline.instances.damaged), (bench.files(), 0), "{tool}");
    }
}

#[test]
fn one_answer_to_every_question_answers_one() {
    let bench = Bench::usual();
    let card = bench.run("repeats-one").ended(0).scorecard();
    let (first, files) = (&bench.patients[0].instances[0].instance, bench.files());
    let instances = &card.headline.instances;
    assert_eq!((instances.usable, instances.missing, instances.doubled), (1, files - 1, 1));
    assert_eq!(card.headline.plants.measured, bench.count(|plant| plant.instance == *first));
    assert_eq!(card.headline.patients.leaking, 1);
}

#[test]
fn links_are_not_followed() {
    let bench = Bench::usual();
    let run = bench.run("links-to-truth").ended(3);
    assert_eq!(run.scorecard().headline.plants.not_measured, bench.count(|_| true));
    let kept = walkdir::WalkDir::new(run.folder.join("output")).into_iter().map(Result::unwrap);
    let files: Vec<_> = kept.filter(|entry| !entry.file_type().is_dir()).map(|entry| entry.into_path()).collect();
    assert_eq!(files, Vec::<std::path::PathBuf>::new());
}
