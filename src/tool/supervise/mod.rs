//! The small process that starts, measures and ends a tool's processes.
//!
//! It reads one JSON object per line from standard input and answers each request with one line on standard output.
//! One supervisor serves many invocations, one after the other. When its standard input ends it ends what is
//! running, so a harness that dies takes the tool with it. (A parent-death signal would be worse: it is tied to the
//! harness's thread rather than its process, and a supervisor killed by it leaves the tool behind.)

mod attend;
mod capture;
mod cgroup;
mod memory;
mod strays;

use crate::tool::raw_text::RawText;
use crate::tool::record::Cost;
use crate::tool::record::Ending;
use crate::tool::record::MemoryGuard;
use crate::tool::work;
use memory::Means;
use serde::Deserialize;
use serde::Serialize;
use std::io::BufRead;
use std::io::Write;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;

/// The hidden subcommand: `deidbench __supervise`.
pub const ARGUMENT: &str = "__supervise";

/// One invocation to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    /// Program first, as an absolute path.
    pub arguments: Vec<RawText>,
    /// The whole environment.
    pub environment: Vec<(RawText, RawText)>,
    /// The current folder.
    pub folder: RawText,
    /// A file for standard input; nothing where there is none.
    pub stdin: Option<RawText>,
    /// A file that standard output is written to as a whole, instead of the log.
    pub stdout: Option<RawText>,
    /// Log of standard output; not made when nothing is printed.
    pub stdout_log: RawText,
    /// Log of standard error; not made when nothing is printed.
    pub stderr_log: RawText,
    /// Bytes kept in each log.
    pub log_bytes: u64,
    /// Milliseconds until the invocation is ended.
    pub time_limit_ms: u64,
    /// Bytes that the processes of the invocation may hold together.
    #[serde(default)]
    pub memory_limit_bytes: Option<u64>,
    /// Milliseconds between asking a process to end and ending it.
    pub grace_ms: u64,
    /// The lock of the private folder, which the supervisor holds together with the harness.
    #[serde(default)]
    pub lock: Option<RawText>,
}

/// What became of a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// How it ended.
    pub ending: Ending,
    /// What it took.
    pub cost: Cost,
    /// Processes that had to be ended after the main one.
    pub leftover_processes: u64,
    /// Bytes written to standard output, kept or not; 0 where it went to a file of its own.
    pub stdout_bytes: u64,
    /// Bytes written to standard error, kept or not.
    pub stderr_bytes: u64,
    /// What held it to its limit of memory.
    #[serde(default)]
    pub memory: MemoryGuard,
}

impl Report {
    /// Of an invocation that never ran.
    pub fn not_started(reason: String) -> Self {
        Self {
            ending: Ending::NotStarted(reason),
            cost: Cost::default(),
            leftover_processes: 0,
            stdout_bytes: 0,
            stderr_bytes: 0,
            memory: MemoryGuard::None,
        }
    }
}

/// A line to the supervisor.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// Make this invocation.
    Run(Box<Request>),
    /// End the invocation that is running, and report this ending.
    End(Ending),
}

/// What a supervisor waits for.
pub(in crate::tool) enum Event {
    Message(Message),
    /// The harness is gone.
    Gone,
    /// The main process with this id has ended and waits to be reaped.
    Ended(u32),
}

/// Whether processes that left their group come back to us as children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tool) enum Strays {
    Adopted,
    Lost,
}

/// The entry of the hidden subcommand; returns the exit code.
pub fn main() -> i32 {
    let strays = strays::adopt();
    let (sender, receiver) = mpsc::channel();
    let messages = sender.clone();
    let reader = std::thread::Builder::new().name("messages".to_owned()).spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let message = line.ok().and_then(|line| serde_json::from_str(&line).ok());
            let Some(message) = message else { break };
            if messages.send(Event::Message(message)).is_err() {
                return;
            }
        }
        let _ = messages.send(Event::Gone);
    });
    if reader.is_err() {
        return 2;
    }
    serve(&sender, &receiver, strays, |report| {
        let mut line = serde_json::to_vec(&report).unwrap_or_default();
        line.push(b'\n');
        let mut out = std::io::stdout().lock();
        out.write_all(&line).and_then(|()| out.flush()).is_ok()
    });
    0
}

/// Answers requests until the harness is gone or no longer listens.
pub(in crate::tool) fn serve(
    sender: &Sender<Event>,
    receiver: &Receiver<Event>,
    strays: Strays,
    mut respond: impl FnMut(Report) -> bool,
) {
    let mut means = Means::default();
    let mut held = None;
    while let Ok(event) = receiver.recv() {
        match event {
            Event::Message(Message::Run(request)) => {
                if held.is_none() {
                    held = request.lock.as_ref().and_then(|lock| work::hold(lock.as_path()));
                }
                let (report, gone) = attend::attend(&request, sender, receiver, strays, &mut means);
                if gone || !respond(report) {
                    return;
                }
            }
            // An invocation that had just ended when the harness asked for its end, or was given up on.
            Event::Message(Message::End(_)) | Event::Ended(_) => {}
            Event::Gone => return,
        }
    }
}
