//! A place with an input, scripts and a run folder.

use deidbench::tool;
use deidbench::tool::RunOptions;
use deidbench::tool::StartToolError;
use deidbench::tool::Supervisor;
use deidbench::tool::Tool;
use deidbench::tool::ToolRun;
use deidbench::tool::Unwatched;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

pub struct Place {
    root: TempDir,
    pub options: RunOptions,
}

impl Place {
    /// With these files in the input.
    pub fn new(files: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let supervisor = Supervisor::Program(PathBuf::from(env!("CARGO_BIN_EXE_deidbench")));
        let options = RunOptions { supervisor, ..RunOptions::default() };
        let place = Self { root, options };
        std::fs::create_dir_all(place.input()).unwrap();
        for file in files {
            place.add(Path::new(file), file.as_bytes());
        }
        place
    }

    pub fn add(&self, file: &Path, content: &[u8]) {
        let path = self.input().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn input(&self) -> PathBuf {
        self.path("dataset/input")
    }

    pub fn run_dir(&self) -> PathBuf {
        self.path("run")
    }

    pub fn script(&self, text: &str) -> PathBuf {
        let path = self.path("tool.sh");
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// A tool that is called with two folders.
    pub fn two_folders(&self, script: &str) -> Tool {
        tool::resolve(self.script(script).to_str().unwrap()).unwrap()
    }

    /// A tool file whose command is `sh -c SCRIPT sh ARGUMENTS`, with other keys before it.
    pub fn shell(&self, keys: &str, script: &str, arguments: &[&str]) -> Tool {
        let command: Vec<String> =
            ["sh", "-c", script, "sh"].iter().chain(arguments).map(|word| format!("'''{word}'''")).collect();
        Tool::from_toml(&format!("name = 'shell'\n{keys}\ncommand = [{}]\n", command.join(", "))).unwrap()
    }

    pub fn try_run(&self, tool: &Tool) -> Result<ToolRun, StartToolError> {
        tool::run(tool, &self.input(), &self.run_dir(), &self.options, &Unwatched, &AtomicBool::new(false))
    }

    pub fn run(&self, tool: &Tool) -> ToolRun {
        let record = self.try_run(tool).unwrap();
        assert!(!record.work_folder.as_path().exists(), "the work folder is left");
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<ToolRun>(&json).unwrap(), record);
        record
    }

    pub fn output(&self, file: &str) -> Option<String> {
        std::fs::read_to_string(self.run_dir().join("output").join(file)).ok()
    }

    pub fn log(&self, name: &str) -> String {
        std::fs::read_to_string(self.run_dir().join("logs").join(name)).unwrap_or_default()
    }
}

/// A command that sleeps for two hours and is told from those of every other test and test run.
pub fn nap(number: u32) -> String {
    format!("sleep {number}.{}", std::process::id())
}

/// Whether a process runs whose command line holds this text.
pub fn somebody_runs(text: &str) -> bool {
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    let mut lines = entries.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    lines.any(|line| String::from_utf8_lossy(&line).replace('\0', " ").contains(text))
}

#[test]
fn a_running_nap_is_seen() {
    let nap = nap(7070);
    assert!(!somebody_runs(&nap));
    let mut child = std::process::Command::new("sleep").arg(nap.trim_start_matches("sleep ")).spawn().unwrap();
    // The kernel fills the command line in a moment after spawn returns.
    let seen = (0..500).any(|_| {
        let seen = somebody_runs(&nap);
        if !seen {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        seen
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(seen);
}
