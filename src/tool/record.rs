//! `ToolRun`: what is kept of a run. It is the content of `run.json`.

use crate::tool::definition::Mode;
use crate::tool::definition::Policy;
use crate::tool::options::Limits;
use crate::tool::raw_text::RawText;
use crate::tool::server::ServerFacts;
use serde::Deserialize;
use serde::Serialize;
use std::fmt;

/// The version of the layout of [`ToolRun`] in JSON.
pub const FORMAT: u32 = 1;

/// How an invocation ended. None of these proves anything about the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// By itself, with this exit code.
    Exited(i32),
    /// By a signal that was not ours.
    Signaled(i32),
    /// It was ended at its time limit.
    TimedOut,
    /// It was ended because too much had been written.
    OutputLimit,
    /// It was ended because its processes held too much memory.
    MemoryLimit,
    /// It was ended because the user asked.
    Cancelled,
    /// A server that was stopped when its work was done.
    Stopped,
    /// A server that did not do its work, for this reason.
    ServerFailed(String),
    /// It never ran, for this reason.
    NotStarted(String),
}

impl fmt::Display for Ending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exited(code) => write!(formatter, "exit code {code}"),
            Self::Signaled(signal) => write!(formatter, "ended by signal {signal}"),
            Self::TimedOut => formatter.write_str("timed out"),
            Self::OutputLimit => formatter.write_str("wrote too much"),
            Self::MemoryLimit => formatter.write_str("took too much memory"),
            Self::Cancelled => formatter.write_str("cancelled"),
            Self::Stopped => formatter.write_str("stopped when its work was done"),
            Self::ServerFailed(reason) => write!(formatter, "the server {reason}"),
            Self::NotStarted(reason) => write!(formatter, "not started: {reason}"),
        }
    }
}

/// What a process and its children took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// From start to end, leftover processes included.
    pub wall_microseconds: u64,
    /// Processor time in user mode.
    pub user_microseconds: u64,
    /// Processor time in system mode.
    pub system_microseconds: u64,
    /// The largest resident set of one process.
    pub peak_rss_bytes: u64,
}

impl Cost {
    /// Both together: times add up, memory is the larger.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            wall_microseconds: self.wall_microseconds.saturating_add(other.wall_microseconds),
            user_microseconds: self.user_microseconds.saturating_add(other.user_microseconds),
            system_microseconds: self.system_microseconds.saturating_add(other.system_microseconds),
            peak_rss_bytes: self.peak_rss_bytes.max(other.peak_rss_bytes),
        }
    }
}

/// One call of the tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invocation {
    /// From 1; logs are named after it. Setup commands have numbers of their own.
    pub number: u64,
    /// The argument list, program first, as it was executed.
    pub arguments: Vec<RawText>,
    /// The file or folder below the input that it was called for; empty is the whole input.
    pub unit: RawText,
    /// How many input files it covers.
    pub files: u64,
    /// How it ended.
    pub ending: Ending,
    /// What it took.
    pub cost: Cost,
    /// Processes that were still there after the main one had ended, and were ended.
    pub leftover_processes: u64,
    /// Bytes written to standard output, kept or not.
    pub stdout_bytes: u64,
    /// Bytes written to standard error, kept or not.
    pub stderr_bytes: u64,
}

/// The tool as it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolFacts {
    /// Its name.
    pub name: String,
    /// The first line that its version command printed.
    pub version: Option<String>,
    /// The program file.
    pub program: RawText,
    /// SHA-256 of the program file.
    pub program_sha256: Option<String>,
    /// SHA-256 of the tool file.
    pub definition_sha256: Option<String>,
    /// How it takes input.
    pub mode: Mode,
    /// The argument list before placeholders are filled.
    pub command: Vec<String>,
    /// What it claims.
    pub policy: Policy,
    /// Its mapping file, relative to the output folder.
    pub mapping: Option<String>,
}

/// The machine, without its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostFacts {
    /// The operating system and architecture.
    pub system: String,
    /// The kernel's release.
    pub kernel: Option<String>,
    /// Processors that this process may use.
    pub processors: u64,
}

/// What kept the tool apart from the rest of the machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Isolation {
    /// Whether the work folder lies outside of the dataset and the run, so that no truth is above it.
    pub private_folder: bool,
    /// Folders that looked empty to it. It could undo that if it meant to: this stops accidents, not attacks.
    pub hidden: Vec<RawText>,
    /// Whether it saw no processes but its own, so that it could not look around the other walls through them.
    #[serde(default)]
    pub processes: bool,
    /// What was done about the network.
    pub network: Network,
    /// Who started and measured the tool.
    pub supervisor: SupervisorKind,
    /// What held its memory.
    #[serde(default)]
    pub memory: MemoryGuard,
}

/// What holds a tool to its memory limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemoryGuard {
    /// Nothing: it has no limit.
    #[default]
    None,
    /// A control group: the kernel holds all processes together to the limit, and ends one that would go beyond.
    ControlGroup,
    /// No control group is to be had. The kernel holds the data of each process (`RLIMIT_DATA`) to twice the limit and half a
    /// gibibyte, because much is reserved that is never used; and the anonymous memory of all together is looked at ten
    /// times a second.
    DataLimit,
    /// The latter alone.
    Watched,
}

/// A file beside the input that the tool was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFile {
    /// Its path below `{files_dir}`.
    pub path: RawText,
    /// SHA-256 of the original.
    pub sha256: String,
    /// Whether it is other than it was, or gone.
    pub changed: bool,
    /// How the tool got it.
    #[serde(default)]
    pub way: SideFileWay,
}

/// How a tool gets a file beside the input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SideFileWay {
    /// As a copy, which it may change: that is found out.
    #[default]
    Copied,
    /// The file itself, mounted so that it cannot be written to.
    Mounted,
}

/// Whether a tool could reach a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// A network namespace of its own.
    Off,
    /// The tool asks for a network, and has it.
    Requested,
    /// It should have none, but this machine offers no way.
    NotIsolated,
}

/// Who started and measured the tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupervisorKind {
    /// A small process.
    Process,
    /// The harness itself: peak memory is never below its own, and processes that left their group are not found.
    InProcess,
}

/// What happened to the tool's copy of an input file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputChange {
    /// Other bytes than before.
    Changed,
    /// Gone.
    Deleted,
    /// A file that was not there before.
    Added,
}

/// One changed input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedInput {
    /// Below the input folder.
    pub path: RawText,
    /// What happened to it.
    pub change: InputChange,
}

/// Something that is no file and no folder, or cannot be taken: it is recorded and never followed or copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OddFile {
    /// Below the work folder: `output/...`, `home/...`, `tmp/...`, `work/...` or `input/...`.
    pub path: RawText,
    /// `symlink`, `fifo`, `socket`, `device`, `unreadable`.
    pub kind: String,
    /// Where a symbolic link points to.
    pub target: Option<RawText>,
}

/// Everything that is kept of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolRun {
    /// [`FORMAT`].
    pub format: u32,
    /// The tool.
    pub tool: ToolFacts,
    /// The machine.
    pub host: HostFacts,
    /// What kept it apart.
    pub isolation: Isolation,
    /// What it was allowed.
    pub limits: Limits,
    /// Seconds that one invocation was allowed.
    pub time_limit_s: u64,
    /// Bytes that the processes of one invocation were allowed together.
    pub memory_limit_bytes: Option<u64>,
    /// Invocations at a time.
    pub jobs: u64,
    /// What `{seed}` stood for.
    pub seed: u64,
    /// The private work folder, which no longer exists; the argument lists name it.
    pub work_folder: RawText,
    /// Files in the input, and their bytes.
    pub input_files: u64,
    /// Bytes of the input.
    pub input_bytes: u64,
    /// The commands run before the first invocation.
    pub setup: Vec<Invocation>,
    /// The commands run behind the last one.
    #[serde(default)]
    pub stop_commands: Vec<Invocation>,
    /// Seconds that all invocations together were allowed.
    #[serde(default)]
    pub run_time_limit_s: Option<u64>,
    /// What the version command took, which is about the start-up of the tool; `None` where it has none.
    #[serde(default)]
    pub startup_microseconds: Option<u64>,
    /// Files beside the input.
    #[serde(default)]
    pub side_files: Vec<SideFile>,
    /// Every invocation, in the order of the input.
    pub invocations: Vec<Invocation>,
    /// Invocations that were left out because the run was cancelled or had written too much.
    pub skipped: u64,
    /// Why the run ended early: [`Ending::Cancelled`], [`Ending::OutputLimit`] or [`Ending::TimedOut`].
    pub stopped: Option<Ending>,
    /// Of all invocations together; wall time is the sum.
    pub cost: Cost,
    /// From the first invocation's start to the last one's end.
    pub elapsed_microseconds: u64,
    /// Changes to the tool's copy of the input: the first thousand.
    pub changed_inputs: Vec<ChangedInput>,
    /// How many there are.
    pub changed_input_count: u64,
    /// The first thousand odd files.
    pub odd_files: Vec<OddFile>,
    /// How many there are.
    pub odd_file_count: u64,
    /// Files set aside because of the tool file's `side_paths`.
    pub set_aside: u64,
    /// What became of the files that a server was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<ServerFacts>,
    /// What else went wrong on our side, for a reader.
    pub notes: Vec<String>,
}

impl ToolRun {
    /// Whether at least one invocation ran.
    pub fn started(&self) -> bool {
        self.invocations.iter().any(|invocation| !matches!(invocation.ending, Ending::NotStarted(_)))
    }
}
