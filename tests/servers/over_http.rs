//! DICOMweb and recipes.

use crate::bench::Bench;
use crate::bench::FILES;
use crate::bench::fake;
use crate::bench::web;
use deidbench::dicom::network::Fate;
use deidbench::tool::Ending;
use deidbench::tool::ToolRun;
use std::fs;

fn fates(record: &ToolRun) -> Vec<(Fate, u64)> {
    record.server.as_ref().unwrap().fates.iter().map(|(fate, number)| (*fate, *number)).collect()
}

fn contents(files: &[std::path::PathBuf]) -> Vec<Vec<u8>> {
    let mut contents: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    contents.sort();
    contents
}

#[test]
fn what_is_stored_is_fetched_byte_for_byte() {
    let bench = Bench::new();
    let record = bench.run(&web("web", "", ""));
    assert_eq!(record.invocations[0].ending, Ending::Stopped, "{:?}", record.server);
    assert_eq!(fates(&record), [(Fate::Accepted, FILES as u64)]);
    assert!(contents(&bench.outputs()) == contents(&bench.inputs()), "other files came back than were sent");
}

#[test]
fn a_server_that_wants_a_password_or_a_token_gets_it_or_refuses() {
    let basic = "authorization = { user = 'Aladdin', password = 'open sesame' }";
    let bearer = "authorization = { bearer = 'mF_9.B5f-4.1JqM' }";
    let (wants_basic, wants_bearer) = ("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Bearer mF_9.B5f-4.1JqM");
    for (wanted, given, taken) in [
        (wants_basic, basic, true),
        (wants_bearer, bearer, true),
        (wants_bearer, basic, false),
        (wants_basic, "", false),
    ] {
        let bench = Bench::new();
        let record = bench.run(&web("web", wanted, given));
        let fate = if taken { Fate::Accepted } else { Fate::Refused };
        assert_eq!(fates(&record), [(fate, FILES as u64)], "{wanted}, {given}");
        assert_eq!(bench.outputs().len(), if taken { FILES } else { 0 });
        let refusals = &record.server.as_ref().unwrap().deliveries;
        assert!(refusals.iter().all(|refusal| refusal.detail == "HTTP status 401"));
    }
}

#[test]
fn instances_that_the_answer_calls_failed_are_refused() {
    let bench = Bench::new();
    let record = bench.run(&web("web-refuses", "", ""));
    let server = record.server.as_ref().unwrap();
    assert!(server.fates.get(&Fate::Refused).is_some_and(|refused| *refused > 0), "{:?}", server.fates);
    assert!(server.deliveries.iter().all(|delivery| delivery.detail == "status A900"));
    let taken = server.fates.get(&Fate::Accepted).copied().unwrap_or(0);
    assert_eq!(bench.outputs().len() as u64, taken);
}

#[test]
fn a_redirect_is_not_followed_and_nonsense_is_told() {
    let bench = Bench::new();
    let record = bench.run(&web("web-redirects", "", ""));
    assert!(fates(&record).iter().all(|(fate, _)| !fate.is_taken()), "{:?}", fates(&record));
    let bench = Bench::new();
    let record = bench.run(&web("web-babbles", "", ""));
    assert!(matches!(&record.invocations[0].ending, Ending::ServerFailed(_)), "{:?}", record.server);
    let bench = Bench::new();
    let record = bench.run(&web("web-breaks-off", "", ""));
    let problems = &record.server.as_ref().unwrap().problems;
    assert!(problems.iter().any(|problem| problem.contains("could not be fetched whole")), "{problems:?}");
}

#[test]
fn a_recipe_whose_answers_are_the_results_keeps_the_paths() {
    let bench = Bench::new();
    let recipe = "[server]\nready = { tcp = '{port}' }\n[[server.recipe]]\neach = 'file'\nmethod = 'POST'\n\
                  url = 'http://127.0.0.1:{port}/file'\nsave = true\n";
    let record = bench.run(&fake("web", "'', ", recipe));
    assert_eq!(record.invocations[0].ending, Ending::Stopped, "{:?}", record.server);
    let below = |files: Vec<std::path::PathBuf>, folder: &str| -> Vec<String> {
        let text = |file: &std::path::PathBuf| file.to_str().unwrap().split_once(folder).unwrap().1.to_owned();
        files.iter().map(text).collect()
    };
    assert_eq!(below(bench.outputs(), "/output/"), below(bench.inputs(), "/input/"));
    assert!(contents(&bench.outputs()) == contents(&bench.inputs()));
}
