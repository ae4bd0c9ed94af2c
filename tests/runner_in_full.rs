//! What a tool file may ask for beside the command: files, limits of the whole run, and commands that stop what was started.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its files fails")]

use deidbench::tool;
use deidbench::tool::Ending;
use deidbench::tool::MemoryGuard;
use deidbench::tool::RunOptions;
use deidbench::tool::SideFileWay;
use deidbench::tool::StartToolError;
use deidbench::tool::Supervisor;
use deidbench::tool::Tool;
use deidbench::tool::ToolRun;
use deidbench::tool::Unwatched;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use std::time::Instant;
use tempfile::TempDir;

struct Place {
    root: TempDir,
}

impl Place {
    /// With so many files in the input.
    fn new(files: usize) -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("dataset/input")).unwrap();
        for number in 0..files {
            fs::write(root.path().join(format!("dataset/input/{number}")), format!("file {number}")).unwrap();
        }
        Self { root }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// A shell script as a tool, with more keys for its file.
    fn run(&self, mode: &str, script: &str, keys: &str) -> Result<ToolRun, StartToolError> {
        self.run_by(Supervisor::Program(env!("CARGO_BIN_EXE_deidbench").into()), mode, script, keys)
    }

    fn run_by(&self, supervisor: Supervisor, mode: &str, script: &str, keys: &str) -> Result<ToolRun, StartToolError> {
        let script = serde_json::to_string(script).unwrap();
        let words = format!("[\"sh\", \"-c\", {script}, \"sh\", \"{{input}}\", \"{{output}}\", \"{{files_dir}}\"]");
        let text = format!("name = \"script\"\nmode = \"{mode}\"\ncommand = {words}\n{keys}");
        let mut tool = Tool::from_toml(&text).unwrap();
        tool.folder = Some(self.root.path().to_path_buf());
        self.run_tool(supervisor, &tool)
    }

    fn run_tool(&self, supervisor: Supervisor, tool: &Tool) -> Result<ToolRun, StartToolError> {
        let options = RunOptions { supervisor, ..RunOptions::default() };
        let input = self.path("dataset/input");
        tool::run(tool, &input, &self.path("run"), &options, &Unwatched, &AtomicBool::new(false))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }
}

#[test]
fn named_files_are_copied_and_a_tool_that_changes_them_is_found_out() {
    let place = Place::new(1);
    fs::write(place.path("key"), "licence").unwrap();
    fs::create_dir_all(place.path("model/layers")).unwrap();
    fs::write(place.path("model/layers/one"), "weights").unwrap();
    let keys = "[files]\nlicence = \"key\"\nnet = \"model\"\n";
    let script =
        "cat \"$3\"/licence \"$3\"/net/layers/one > \"$2\"/read; chmod u+w \"$3\"/licence; echo x > \"$3\"/licence";
    let run = place.run("per-dir", script, keys).unwrap();
    assert_eq!(place.read("run/output/read"), "licenceweights");
    assert_eq!(place.read("key"), "licence", "the original is out of reach");
    let changed: Vec<(String, bool)> =
        run.side_files.iter().map(|file| (file.path.to_string(), file.changed)).collect();
    // What is mounted cannot be written to.
    let spoilt = run.side_files[0].way == SideFileWay::Copied;
    assert_eq!(changed, [("licence".to_owned(), spoilt), ("net/layers/one".to_owned(), false)]);
    assert_eq!(run.side_files[0].sha256.len(), 64);
}

#[test]
fn named_files_are_mounted_where_the_machine_allows_and_copies_tell_what_was_done_to_them() {
    for in_process in [false, true] {
        let place = Place::new(1);
        fs::write(place.path("key"), "licence").unwrap();
        let script = "cat \"$3\"/licence > \"$2\"/read; rm -f \"$3\"/licence; echo x > \"$3\"/licence";
        let supervisor = if in_process {
            Supervisor::InProcess
        } else {
            Supervisor::Program(env!("CARGO_BIN_EXE_deidbench").into())
        };
        let run = place.run_by(supervisor, "per-dir", script, "[files]\nlicence = \"key\"\n").unwrap();
        assert_eq!((place.read("run/output/read"), place.read("key")), ("licence".to_owned(), "licence".to_owned()));
        let file = &run.side_files[0];
        assert_eq!(file.changed, file.way == SideFileWay::Copied);
        assert!(!in_process || file.way == SideFileWay::Copied);
        let unshare = std::process::Command::new("unshare").args(["--mount", "true"]).status();
        if !in_process && unshare.is_ok_and(|status| status.success()) {
            assert_eq!(file.way, SideFileWay::Mounted);
        }
    }
}

#[test]
fn a_named_file_that_is_missing_stops_the_run_with_its_name() {
    let error = Place::new(1).run("per-dir", "true", "[files]\nlicence = \"nowhere\"\n").unwrap_err();
    assert!(error.to_string().contains("nowhere") && error.to_string().contains("[files]"), "{error}");
    for bad in ["[files]\n\"../up\" = \"key\"\n", "stop = [[]]\n", "stop = [[\"{nonsense}\"]]\n"] {
        let text = format!(
            "name = \"x\"\nmode = \"per-dir\"\ncommand = [\"x\", \"{{input_dir}}\", \"{{output_dir}}\"]\n{bad}"
        );
        assert!(Tool::from_toml(&text).is_err(), "{bad}");
    }
}

#[test]
fn the_limit_of_the_whole_run_ends_it_and_leaves_the_rest_out() {
    let place = Place::new(6);
    let start = Instant::now();
    let run = place.run("per-file", "sleep 0.5; cp \"$1\" \"$2\"", "run_time_limit_s = 1\n").unwrap();
    assert!(start.elapsed() < Duration::from_secs(20));
    assert_eq!(run.stopped, Some(Ending::TimedOut));
    assert!(run.skipped > 0 && run.invocations.len() < 6, "{}", run.skipped);
    let whole = Place::new(2).run("per-file", "cp \"$1\" \"$2\"", "run_time_limit_s = 60\n").unwrap();
    assert_eq!((whole.stopped, whole.skipped, whole.run_time_limit_s), (None, 0, Some(60)));
}

#[test]
fn limits_of_bytes_and_files_come_from_the_tool_file() {
    let endless = "while :; do head -c 1000000 /dev/zero >> \"$2\"/big; done";
    let run = Place::new(1).run("per-dir", endless, "output_limit_mib = 5\n").unwrap();
    assert_eq!(run.stopped, Some(Ending::OutputLimit));
    assert_eq!((run.limits.written_bytes, run.limits.written_times_input), (5 << 20, 0));
    let many = "i=0; while :; do i=$((i+1)); : > \"$2\"/$i; done";
    let run = Place::new(1).run("per-dir", many, "output_files_limit = 500\n").unwrap();
    assert_eq!(run.stopped, Some(Ending::OutputLimit));
    let run =
        Place::new(1).run("per-dir", "echo > \"$2\"/one", "output_limit_mib = 5\noutput_files_limit = 5\n").unwrap();
    assert_eq!(run.stopped, None);
}

#[test]
fn what_was_started_is_stopped_however_the_run_ended() {
    for (script, keys, ending) in [
        ("true", "", Ending::Exited(0)),
        ("exit 3", "", Ending::Exited(3)),
        ("sleep 100", "time_limit_s = 1\n", Ending::TimedOut),
    ] {
        let place = Place::new(1);
        let mark = place.path("stopped");
        let keys = format!("{keys}stop = [[\"sh\", \"-c\", \"echo $0 > {}\", \"{{work_dir}}\"]]\n", mark.display());
        let run = place.run("per-dir", script, &keys).unwrap();
        assert_eq!(run.invocations[0].ending, ending);
        assert_eq!(run.stop_commands.len(), 1);
        assert!(place.read("stopped").contains("/work"), "{script}");
    }
    // A setup that fails may have started something too.
    let place = Place::new(1);
    let mark = place.path("stopped");
    let keys = format!("setup = [[\"false\"]]\nstop = [[\"touch\", \"{}\"]]\n", mark.display());
    assert!(matches!(place.run("per-dir", "true", &keys), Err(StartToolError::Setup { .. })));
    assert!(mark.exists());
}

#[test]
fn start_up_and_the_guard_of_memory_are_recorded() {
    let slow = "version = [\"sh\", \"-c\", \"sleep 0.3; echo 1.0\"]\nmemory_limit_mib = 100\n";
    let run = Place::new(1).run("per-dir", "true", slow).unwrap();
    assert!(run.startup_microseconds.is_some_and(|took| took >= 300_000), "{:?}", run.startup_microseconds);
    assert_eq!(run.tool.version.as_deref(), Some("1.0"));
    assert!(matches!(run.isolation.memory, MemoryGuard::ControlGroup | MemoryGuard::DataLimit), "{:?}", run.isolation);
    let run = Place::new(1).run("per-dir", "true", "").unwrap();
    assert_eq!((run.startup_microseconds, run.isolation.memory), (None, MemoryGuard::None));
}

#[test]
fn memory_that_is_taken_at_once_is_not_had() {
    // A buffer of three gigabytes, filled by one call.
    let run =
        Place::new(1).run("per-dir", "dd if=/dev/zero of=/dev/null bs=3G count=1", "memory_limit_mib = 300\n").unwrap();
    let call = &run.invocations[0];
    assert!(call.cost.peak_rss_bytes < 700 << 20, "{call:?}");
    match run.isolation.memory {
        MemoryGuard::ControlGroup => assert_eq!(call.ending, Ending::MemoryLimit),
        _ => assert_ne!(call.ending, Ending::Exited(0)),
    }
    // Below the limit nothing happens.
    let run = Place::new(1)
        .run("per-dir", "dd if=/dev/zero of=/dev/null bs=100M count=1", "memory_limit_mib = 300\n")
        .unwrap();
    assert_eq!(run.invocations[0].ending, Ending::Exited(0));
}

#[test]
fn memory_that_is_taken_by_many_counts_together() {
    let many = "for i in 1 2 3 4 5 6; do (head -c 150000000 /dev/zero | tail -c 149000000 | (sleep 3; cat > /dev/null)) & done; wait";
    for supervisor in [Supervisor::Program(env!("CARGO_BIN_EXE_deidbench").into()), Supervisor::InProcess] {
        let run = Place::new(1).run_by(supervisor, "per-dir", many, "memory_limit_mib = 400\n").unwrap();
        assert_eq!(run.invocations[0].ending, Ending::MemoryLimit, "{:?}", run.isolation);
    }
}

#[test]
fn a_tool_sees_its_own_processes_alone_where_the_machine_allows() {
    let place = Place::new(1);
    let run = place.run("per-dir", "ls -d /proc/[0-9]* > \"$2\"/seen", "").unwrap();
    if run.isolation.processes {
        assert!(place.read("run/output/seen").lines().count() < 8, "{}", place.read("run/output/seen"));
    } else {
        eprintln!("skipped: no process namespace is to be had here");
    }
}

#[test]
fn file_times_do_not_tell_that_the_input_was_just_made() {
    let place = Place::new(3);
    let newer = "find \"$1\" -newermt '1 day ago' > \"$2\"/new; stat -c %Y \"$1\"/0 > \"$2\"/time";
    place.run("per-dir", newer, "").unwrap();
    assert_eq!(place.read("run/output/new"), "");
    assert!(place.read("run/output/time").trim().parse::<u64>().unwrap() > 1_700_000_000);
}
