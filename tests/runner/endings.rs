use crate::support::Place;
use crate::support::nap;
use crate::support::somebody_runs;
use deidbench::tool;
use deidbench::tool::Ending;
use deidbench::tool::ResolveToolError;
use deidbench::tool::StartToolError;
use deidbench::tool::Supervisor;
use deidbench::tool::SupervisorKind;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

#[test]
fn a_failing_tool_keeps_its_output() {
    let place = Place::new(&["a"]);
    let record = place.run(&place.two_folders(r#"cp -r "$1/." "$2"; echo fine; echo bad >&2; exit 3"#));
    assert_eq!(record.invocations[0].ending, Ending::Exited(3));
    assert_eq!(place.output("a").as_deref(), Some("a"));
    assert_eq!(place.log("000001-stdout.log"), "fine\n");
    assert_eq!(place.log("000001-stderr.log"), "bad\n");
    assert_eq!(record.isolation.supervisor, SupervisorKind::Process, "{:?}", record.notes);
    assert!(record.isolation.private_folder);
    assert_eq!(record.changed_input_count, 0);
    assert!(record.tool.program_sha256.is_some());
}

#[test]
fn success_without_output_is_recorded_as_both() {
    let place = Place::new(&["a"]);
    let record = place.run(&place.two_folders("exit 0"));
    assert_eq!(record.invocations[0].ending, Ending::Exited(0));
    assert_eq!(std::fs::read_dir(place.run_dir().join("output")).unwrap().count(), 0);
}

#[test]
fn a_hanging_tool_is_ended_with_its_grandchildren() {
    let mut place = Place::new(&["a"]);
    place.options.time_limit = Some(Duration::from_millis(300));
    place.options.limits.grace_s = 1;
    let nap = nap(7071);
    let stubborn = format!("while :; do {nap}; done");
    let script = format!(r#"trap '' TERM; (sh -c 'trap "" TERM; {stubborn}' &) ; {stubborn}"#);
    let record = place.run(&place.two_folders(&script));
    assert_eq!(record.invocations[0].ending, Ending::TimedOut);
    assert!(!somebody_runs(&nap));
}

#[test]
fn a_daemon_in_a_session_of_its_own_is_ended() {
    let place = Place::new(&["a"]);
    let nap = nap(7072);
    let script = format!(r#"setsid sh -c '{nap}; true' & (setsid setsid {nap} &); cp -r "$1/." "$2""#);
    let record = place.run(&place.two_folders(&script));
    assert_eq!(record.invocations[0].ending, Ending::Exited(0));
    assert!(record.invocations[0].leftover_processes >= 2);
    assert!(!somebody_runs(&nap));
    assert!(place.output("a").is_some());
}

#[test]
fn a_crash_is_told_from_an_exit() {
    let place = Place::new(&["a"]);
    let record = place.run(&place.two_folders("kill -SEGV $$"));
    assert_eq!(record.invocations[0].ending, Ending::Signaled(11));
}

#[test]
fn a_torrent_of_words_is_capped_and_does_not_block() {
    let mut place = Place::new(&["a"]);
    place.options.limits.log_bytes = 1000;
    let record = place.run(&place.two_folders("head -c 100000000 /dev/zero; head -c 5000 /dev/zero >&2"));
    assert_eq!(record.invocations[0].ending, Ending::Exited(0));
    assert_eq!(record.invocations[0].stdout_bytes, 100_000_000);
    assert_eq!(record.invocations[0].stderr_bytes, 5000);
    assert_eq!(place.log("000001-stdout.log").len(), 1000);
    assert_eq!(place.log("000001-stderr.log").len(), 1000);
}

#[test]
fn standard_input_is_empty() {
    let place = Place::new(&["a"]);
    let record = place.run(&place.two_folders(r#"cat > "$2/read"; echo done"#));
    assert_eq!(record.invocations[0].ending, Ending::Exited(0));
    assert_eq!(place.output("read").as_deref(), Some(""));
}

#[test]
fn a_tool_that_fills_the_disk_is_ended() {
    let mut place = Place::new(&["a"]);
    place.options.limits.written_bytes = 1 << 20;
    let record = place.run(&place.two_folders(r#"head -c 3000000 /dev/zero > "$2/big"; sleep 7073"#));
    assert_eq!(record.invocations[0].ending, Ending::OutputLimit);
    assert_eq!(record.stopped, Some(Ending::OutputLimit));
    let mut place = Place::new(&["a"]);
    place.options.limits.written_files = 50;
    let record = place.run(&place.two_folders(r#"cd "$TMPDIR"; for i in $(seq 100); do : > $i; done; sleep 7073"#));
    assert_eq!(record.invocations[0].ending, Ending::OutputLimit);
}

#[test]
fn cancelling_ends_the_tool_and_leaves_out_the_rest() {
    let place = Place::new(&["a", "b", "c"]);
    let tool = place.shell("mode = 'per-file'", &nap(7074), &["{input}", "{output}"]);
    let cancel = AtomicBool::new(false);
    let record = std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            cancel.store(true, Ordering::Relaxed);
        });
        let unwatched = |_: u64, _: u64| {};
        tool::run(&tool, &place.input(), &place.run_dir(), &place.options, &unwatched, &cancel).unwrap()
    });
    assert_eq!(record.stopped, Some(Ending::Cancelled));
    assert!(record.invocations.iter().all(|one| one.ending == Ending::Cancelled));
    assert_eq!(record.invocations.len() as u64 + record.skipped, 3);
    assert!(record.skipped >= 2);
    assert!(!somebody_runs(&nap(7074)));
}

#[test]
fn what_cannot_be_run_is_refused_with_its_reason() {
    let place = Place::new(&["a"]);
    let path = place.script("true");
    let name = path.to_str().unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(tool::resolve(name), Err(ResolveToolError::NotExecutable { .. })));
    assert!(matches!(tool::resolve("/no/such/tool"), Err(ResolveToolError::NoFile { .. })));
    assert!(matches!(tool::resolve("nothing.toml"), Err(ResolveToolError::NoFile { .. })));
    assert!(matches!(tool::resolve("/tmp"), Err(ResolveToolError::Folder { .. })));
    let mut absent = place.shell("mode = 'per-dir'", "true", &["{input}", "{output}"]);
    absent.command[0] = "no-such-program-anywhere".to_owned();
    assert!(matches!(place.try_run(&absent), Err(StartToolError::NoProgram { .. })));
}

#[test]
fn a_program_that_vanishes_between_calls_is_a_result() {
    let place = Place::new(&["a", "b"]);
    let script = place.script(r#"cp "$1" "$2"; rm "$0""#);
    let tool = tool::Tool::from_toml(&format!(
        "name = 'gone'\nmode = 'per-file'\ncommand = ['{}', '{{input}}', '{{output}}']",
        script.display()
    ))
    .unwrap();
    let record = place.run(&tool);
    assert_eq!(record.invocations[0].ending, Ending::Exited(0));
    assert!(matches!(&record.invocations[1].ending, Ending::NotStarted(why) if why.contains("tool.sh")));
    assert!(record.started());
}

#[test]
fn without_a_supervisor_the_harness_does_its_work_and_says_so() {
    for supervisor in [Supervisor::InProcess, Supervisor::Program("/bin/false".into())] {
        let nap = nap(7075);
        let mut place = Place::new(&["a"]);
        place.options.supervisor = supervisor;
        place.options.time_limit = Some(Duration::from_millis(300));
        let record = place.run(&place.two_folders(&format!("{nap} & {nap}")));
        assert_eq!(record.invocations[0].ending, Ending::TimedOut);
        assert_eq!(record.isolation.supervisor, SupervisorKind::InProcess);
        assert!(!somebody_runs(&nap));
    }
}

#[test]
fn a_failing_setup_is_an_error() {
    let place = Place::new(&["a"]);
    let tool = place.shell("mode = 'per-dir'\nsetup = [['false']]", "true", &["{input}", "{output}"]);
    assert!(matches!(place.try_run(&tool), Err(StartToolError::Setup { .. })));
}

#[test]
fn a_supervisor_whose_harness_is_gone_ends_the_tool() {
    let nap = nap(7076);
    let seconds = nap.trim_start_matches("sleep ");
    let request = serde_json::json!({"run": {
        "arguments": ["/bin/sh", "-c", format!("setsid sleep {seconds} & sleep {seconds}")],
        "environment": [["PATH", "/bin:/usr/bin"]], "folder": "/", "stdin": null, "stdout": null,
        "stdout_log": "/dev/null", "stderr_log": "/dev/null", "log_bytes": 0, "time_limit_ms": 60000, "grace_ms": 100
    }});
    let mut supervisor = Command::new(env!("CARGO_BIN_EXE_deidbench"))
        .arg(tool::supervise::ARGUMENT)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = supervisor.stdin.take().unwrap();
    writeln!(stdin, "{request}").unwrap();
    while !somebody_runs(&format!("{nap} ")) {
        std::thread::sleep(Duration::from_millis(10));
    }
    drop(stdin);
    assert!(supervisor.wait().unwrap().success());
    assert!(!somebody_runs(&nap));
}

#[test]
fn a_greedy_tool_is_ended_and_a_modest_one_is_not() {
    for (bytes, ending) in [(400_000_000, Ending::MemoryLimit), (1_000, Ending::Exited(0))] {
        let mut place = Place::new(&["a"]);
        place.options.memory_limit = Some(100 << 20);
        // tail holds what it may have to print.
        let script = format!("(head -c {bytes} /dev/zero; sleep 1) | tail -c {bytes} > /dev/null");
        let record = place.run(&place.two_folders(&script));
        assert_eq!(record.invocations[0].ending, ending);
    }
}
