//! What a run is allowed, and how it tells of its progress.

use crate::tool::raw_text::RawText;
use serde::Deserialize;
use serde::Serialize;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// What one run may use up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of standard output and of standard error that are kept of one invocation.
    pub log_bytes: u64,
    /// Bytes of all logs together.
    pub all_log_bytes: u64,
    /// Bytes that a tool may write below its work folder: this, and ...
    pub written_bytes: u64,
    /// ... so many times the bytes of the input.
    pub written_times_input: u64,
    /// Files and folders that may lie below its work folder, beside those of the input.
    pub written_files: u64,
    /// Seconds between asking a process to end and ending it.
    pub grace_s: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            log_bytes: 4 << 20,
            all_log_bytes: 256 << 20,
            written_bytes: 1 << 30,
            written_times_input: 20,
            written_files: 1_000_000,
            grace_s: 2,
        }
    }
}

impl Limits {
    /// Time from the polite signal to the last one.
    pub fn grace(&self) -> Duration {
        Duration::from_secs(self.grace_s)
    }
}

/// Who measures the tool's processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Supervisor {
    /// A small process: this program, called with [`crate::tool::supervise::ARGUMENT`]. A child's peak memory is never
    /// below that of the process that started it, so a large harness must not start the tool itself.
    Program(PathBuf),
    /// This process.
    InProcess,
}

/// How a tool is run; `RunOptions::default()` is what a user gets.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// What `{seed}` stands for.
    pub seed: u64,
    /// Invocations at a time. One by default: what an invocation takes is then its own.
    pub jobs: usize,
    /// Takes the place of the tool file's time limit.
    pub time_limit: Option<Duration>,
    /// Takes the place of the tool file's memory limit, in bytes. Only on Linux.
    pub memory_limit: Option<u64>,
    /// What the run may use up.
    pub limits: Limits,
    /// Where the private work folder is made; the system's temporary folder by default.
    pub work_base: Option<PathBuf>,
    /// Who measures.
    pub supervisor: Supervisor,
    /// Folders that should look empty to the tool, where the kernel allows: the dataset, which holds the truth.
    pub hide: Vec<PathBuf>,
    /// Where is noted how far the run is, so that the same call goes on after it was broken off; nowhere where it need not.
    pub journal: Option<PathBuf>,
    /// The environment that the allow-list picks from, and whose `PATH` finds programs.
    pub environment: Vec<(OsString, OsString)>,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            seed: 0,
            jobs: 1,
            time_limit: None,
            memory_limit: None,
            limits: Limits::default(),
            work_base: None,
            supervisor: std::env::current_exe().map_or(Supervisor::InProcess, Supervisor::Program),
            hide: Vec::new(),
            journal: None,
            environment: std::env::vars_os().collect(),
        }
    }
}

impl RunOptions {
    /// A variable of the environment that the run was given.
    pub fn variable(&self, name: &str) -> Option<RawText> {
        self.environment.iter().find(|(key, _)| key == name).map(|(_, value)| RawText::from(value.clone()))
    }
}

/// Told after each invocation, from any thread.
pub trait Progress: Sync {
    /// `done` of `total` invocations have ended.
    fn advance(&self, done: u64, total: u64);
}

impl<F: Fn(u64, u64) + Sync> Progress for F {
    fn advance(&self, done: u64, total: u64) {
        self(done, total);
    }
}

/// Progress that nobody watches.
pub struct Unwatched;

impl Progress for Unwatched {
    fn advance(&self, _done: u64, _total: u64) {}
}
