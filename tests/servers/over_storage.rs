//! C-STORE both ways.

use crate::bench::Bench;
use crate::bench::FILES;
use crate::bench::data_set;
use crate::bench::storage;
use deidbench::dicom::network::Fate;
use deidbench::tool::Ending;
use deidbench::tool::Network;
use deidbench::tool::RunOptions;
use deidbench::tool::Supervisor;
use deidbench::tool::ToolRun;

fn fates(record: &ToolRun) -> Vec<(Fate, u64)> {
    record.server.as_ref().unwrap().fates.iter().map(|(fate, number)| (*fate, *number)).collect()
}

/// Why the server did not do its work.
fn failure(record: &ToolRun) -> &str {
    match &record.invocations[0].ending {
        Ending::ServerFailed(why) => why,
        ending => unreachable!("it ended with `{ending}`: {:?}", record.server),
    }
}

#[test]
fn what_is_sent_comes_back_byte_for_byte_in_every_encoding() {
    let bench = Bench::new();
    let record = bench.run(&storage("forwards", "quiet_s = 10"));
    assert_eq!(record.invocations[0].ending, Ending::Stopped, "{:?}", record.server);
    assert_eq!(fates(&record), [(Fate::Accepted, FILES as u64)]);
    let sorted = |files: Vec<std::path::PathBuf>| {
        let mut data: Vec<Vec<u8>> = files.iter().map(|file| data_set(file)).collect();
        data.sort();
        data
    };
    assert!(sorted(bench.outputs()) == sorted(bench.inputs()), "other data sets came back than were sent");
    let names: Vec<_> = bench.outputs().iter().map(|file| file.file_name().unwrap().to_owned()).collect();
    assert_eq!(names, ["000001.dcm", "000002.dcm", "000003.dcm", "000004.dcm", "000005.dcm"]);
    let server = record.server.as_ref().unwrap();
    assert_eq!((server.results, server.ports.len()), (FILES as u64, 2));
    let phases: Vec<&str> = server.phases.iter().map(|phase| phase.name.as_str()).collect();
    assert_eq!(phases, ["start", "send", "drain", "fetch", "stop"]);
    assert!(record.invocations[0].cost.wall_microseconds > 0 && record.invocations[0].cost.peak_rss_bytes > 0);
    assert_ne!(record.isolation.network, Network::Requested);
}

#[test]
fn a_harness_without_a_process_of_its_own_for_it_does_the_same() {
    let bench = Bench::new();
    let options = RunOptions { supervisor: Supervisor::InProcess, ..RunOptions::default() };
    let record = bench.run_with(&storage("forwards", "quiet_s = 10"), options);
    assert_eq!(record.invocations[0].ending, Ending::Stopped, "{:?}", record.server);
    assert_eq!(bench.outputs().len(), FILES);
}

#[test]
fn files_that_come_back_twice_are_kept_twice_and_said() {
    let bench = Bench::new();
    let record = bench.run(&storage("twice", "quiet_s = 10"));
    assert_eq!(record.invocations[0].ending, Ending::Stopped);
    assert_eq!(bench.outputs().len(), 2 * FILES);
    let drain = &record.server.as_ref().unwrap().phases[2];
    assert!(drain.problem.as_ref().unwrap().contains("10 results for 5 files"), "{drain:?}");
}

#[test]
fn a_server_that_keeps_some_back_is_waited_for_and_then_left() {
    let bench = Bench::new();
    let record = bench.run(&storage("half", "quiet_s = 1"));
    assert_eq!(record.invocations[0].ending, Ending::Stopped);
    assert_eq!(bench.outputs().len(), FILES.div_ceil(2));
    let drain = &record.server.as_ref().unwrap().phases[2];
    assert!(drain.problem.as_ref().unwrap().contains("gave 3 of 5 results"), "{drain:?}");
}

#[test]
fn a_server_that_gives_nothing_back_has_failed() {
    let bench = Bench::new();
    let record = bench.run(&storage("swallows", "quiet_s = 1"));
    assert!(failure(&record).contains("gave nothing back"), "{}", failure(&record));
    assert!(bench.outputs().is_empty());
}

#[test]
fn a_server_that_never_stops_sending_is_stopped_at_a_bound() {
    let bench = Bench::new();
    let record = bench.run(&storage("endless", "quiet_s = 10, settle_s = 10, limit_s = 2"));
    assert!(failure(&record).contains("was not done within 2 s"), "{}", failure(&record));
    assert!(bench.outputs().len() <= 4 * FILES + 100);
}

#[test]
fn a_server_that_is_never_ready_or_ends_before_says_so() {
    let bench = Bench::new();
    let record = bench.run(&storage("sleeps", ""));
    assert!(failure(&record).contains("never became ready within 2 s"), "{}", failure(&record));
    let bench = Bench::new();
    let record = bench.run(&storage("ends", ""));
    assert!(failure(&record).contains("ended before it was ready: exit code 7"), "{}", failure(&record));
    assert!(fates(&record).is_empty() && bench.outputs().is_empty());
}

#[test]
fn a_server_that_dies_half_way_leaves_the_rest_unsent() {
    let bench = Bench::new();
    let record = bench.run(&storage("dies", "quiet_s = 5"));
    assert!(failure(&record).contains("exit code 3"), "{}", failure(&record));
    let server = record.server.as_ref().unwrap();
    assert_eq!(server.fates.values().sum::<u64>(), FILES as u64, "{:?}", server.fates);
    assert!(server.fates.get(&Fate::Accepted).is_some_and(|taken| *taken >= 2));
}

#[test]
fn a_server_that_takes_no_association_is_left_alone_after_three() {
    let bench = Bench::new();
    let record = bench.run(&storage("refuses", "quiet_s = 1"));
    assert!(failure(&record).contains("took none of the 5 files"), "{}", failure(&record));
    assert_eq!(fates(&record), [(Fate::NoAssociation, 3), (Fate::NotSent, FILES as u64 - 3)]);
}

#[test]
fn an_object_that_is_refused_is_told_with_its_status() {
    let bench = Bench::new();
    let large = bench.inputs().iter().filter(|file| data_set(file).len() > 60_000).count();
    assert!(large > 0 && large < FILES, "the inputs have sizes on both sides");
    let record = bench.run(&storage("small", "quiet_s = 2"));
    let server = record.server.as_ref().unwrap();
    assert_eq!(server.fates.get(&Fate::Refused), Some(&(large as u64)), "{:?}", server.deliveries);
    assert!(server.deliveries.iter().all(|delivery| delivery.detail == "status A700"));
    assert_eq!(bench.outputs().len(), FILES - large);
}

#[test]
fn nonsense_that_comes_back_is_told_and_stops_nothing() {
    let bench = Bench::new();
    let record = bench.run(&storage("babbles", "quiet_s = 1"));
    assert!(failure(&record).contains("gave nothing back"), "{}", failure(&record));
    let problems = &record.server.as_ref().unwrap().problems;
    for expected in ["no DICOM", "can't be read", "without asking"] {
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{expected}: {problems:?}");
    }
}
