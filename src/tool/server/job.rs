//! What the driver of a server is given, and what it gives back.

use crate::dicom::network::Fate;
use crate::tool::raw_text::RawText;
use crate::tool::record::Ending;
use crate::tool::record::Invocation;
use crate::tool::server::definition::Server;
use crate::tool::supervise::Report;
use crate::tool::supervise::Request;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that is to be done, with every placeholder filled that can be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::tool) struct Job {
    /// How the server is started.
    pub(in crate::tool) start: Request,
    /// How it is used; its argument lists begin with absolute paths.
    pub(in crate::tool) server: Server,
    /// A request whose arguments and logs are those of no command yet.
    pub(in crate::tool) blank: Request,
    /// The start of log names; a number follows.
    pub(in crate::tool) logs: RawText,
    /// The input folder.
    pub(in crate::tool) input: RawText,
    /// Files below it.
    pub(in crate::tool) files: Vec<RawText>,
    /// Where results go.
    pub(in crate::tool) output: RawText,
    /// For what is on its way; on the file system of the output folder.
    pub(in crate::tool) spool: RawText,
    /// Milliseconds for everything.
    pub(in crate::tool) time_limit_ms: u64,
    /// Bytes of one answer, and of one object.
    pub(in crate::tool) answer_bytes: u64,
    /// Results that are taken in all.
    pub(in crate::tool) most_results: u64,
    /// The program that supervises; this process where there is none.
    pub(in crate::tool) supervisor: Option<RawText>,
}

/// One part of the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// `start`, `send`, `drain`, `fetch` or `stop`.
    pub name: String,
    /// What it took.
    pub microseconds: u64,
    /// What went wrong, if anything did.
    pub problem: Option<String>,
}

/// What became of a file that was not simply taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Below the input folder.
    pub path: RawText,
    /// What became of it.
    pub fate: Fate,
    /// More about that.
    pub detail: String,
}

/// What a run with a server has beside the calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerFacts {
    /// Its parts, in order.
    pub phases: Vec<Phase>,
    /// How many files had each fate.
    pub fates: BTreeMap<Fate, u64>,
    /// Every file that was not simply taken.
    pub deliveries: Vec<Delivery>,
    /// Results that came back.
    pub results: u64,
    /// What was wrong with what came back, without any value of it.
    pub problems: Vec<String>,
    /// Ports by their words.
    #[serde(default)]
    pub ports: BTreeMap<String, u16>,
}

/// What the driver did.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::tool) struct Account {
    /// How it all ended.
    pub(in crate::tool) ending: Ending,
    /// What the server's processes took; none where it was not started.
    pub(in crate::tool) server: Option<Report>,
    /// Commands that were called beside the server.
    pub(in crate::tool) commands: Vec<Invocation>,
    /// The rest.
    pub(in crate::tool) facts: ServerFacts,
}
