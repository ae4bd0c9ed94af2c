//! The documented exit codes, the first that applies.

use std::process::ExitCode;

/// How a command ended, for scripts and nightly jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: the work is done.
    Done,
    /// 1: a gate failed.
    GateFailed,
    /// 2: wrong usage, or the harness could not do its work.
    Failed,
    /// 3: nothing could be measured.
    NothingMeasured,
    /// 4: the result is incomplete: shards or patients are missing.
    Incomplete,
}

impl Outcome {
    /// The number that a shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::GateFailed => 1,
            Self::Failed => 2,
            Self::NothingMeasured => 3,
            Self::Incomplete => 4,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.code())
    }
}
