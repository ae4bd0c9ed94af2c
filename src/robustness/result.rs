//! What a tool made of a broken file.

use crate::tool::Ending;
use crate::tool::ToolRun;
use serde::Deserialize;
use serde::Serialize;
use std::fmt;

/// Format of `robustness.json`.
pub const FORMAT: u32 = 1;

/// How a tool bore a broken file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bearing {
    /// It ended by itself and answered the file.
    Survived,
    /// It ended by itself and did not answer the file.
    Refused,
    /// A signal ended it.
    Crashed,
    /// It was ended at its time limit.
    Hung,
    /// It was ended at its limit of memory or of what it may write.
    AteResources,
    /// It could not be started.
    NotStarted,
}

impl fmt::Display for Bearing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Survived => "survived",
            Self::Refused => "refused",
            Self::Crashed => "crashed",
            Self::Hung => "hung",
            Self::AteResources => "ate memory or disk",
            Self::NotStarted => "not started",
        })
    }
}

/// One case and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseResult {
    /// What is broken.
    pub group: String,
    /// Which case of it.
    pub name: String,
    /// How the tool bore it.
    pub bearing: Bearing,
    /// How its last invocation ended, in words.
    pub ending: String,
    /// Planted identifiers of the patient that stand in what it wrote.
    pub identifiers_copied: u64,
    /// Good files that lay beside the broken one.
    pub good_files: u64,
    /// Of these, files without an answer.
    pub good_files_lost: u64,
    /// Wall time of all invocations, in microseconds.
    pub wall_microseconds: u64,
    /// The largest resident set.
    pub peak_rss_bytes: u64,
}

/// Content of `robustness.json`. It has no part in any score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Robustness {
    /// [`FORMAT`].
    pub format: u32,
    /// The tool.
    pub tool: String,
    /// Its version.
    pub version: Option<String>,
    /// What a good file alone came to: without an answer to it, nothing below means much.
    pub good_file: CaseResult,
    /// Every case.
    pub cases: Vec<CaseResult>,
}

/// The worst of the invocations, where `answered` says whether something came back for the broken file.
pub fn bearing(run: &ToolRun, answered: bool) -> Bearing {
    let of = |ending: &Ending| match ending {
        Ending::Exited(code) if is_signal(*code) => Bearing::Crashed,
        Ending::Exited(_) | Ending::Cancelled | Ending::Stopped => Bearing::Refused,
        Ending::Signaled(_) | Ending::ServerFailed(_) => Bearing::Crashed,
        Ending::TimedOut => Bearing::Hung,
        Ending::OutputLimit | Ending::MemoryLimit => Bearing::AteResources,
        Ending::NotStarted(_) => Bearing::NotStarted,
    };
    let worst = run.invocations.iter().map(|call| of(&call.ending)).max().unwrap_or(Bearing::NotStarted);
    match worst {
        Bearing::Refused if answered => Bearing::Survived,
        worst => worst,
    }
}

/// Whether an exit code tells, as shells do, that a signal ended the program inside: abort, fault, illegal instruction.
fn is_signal(code: i32) -> bool {
    [4, 6, 7, 8, 11].contains(&(code - 128))
}
