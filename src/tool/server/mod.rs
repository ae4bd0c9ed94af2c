//! Tools that are servers: start, wait until ready, send, wait until drained, fetch, stop.
//!
//! A server gets a network of its own where the machine allows, and the harness has to be in it to talk to it. So the
//! talking is done by a small process of ours, the *driver*, which the supervisor starts as it starts any tool: it reads
//! a [`Job`] from standard input and writes an [`Account`](job::Account) to standard output. The server is
//! started through a second supervisor, so that what it takes is measured without what the driver takes.
//!
//! ```text
//! harness ── supervisor ──┬─ driver ── supervisor ── server
//!            (its walls)  └─ sends, receives, fetches over 127.0.0.1
//! ```
//!
//! A server that never becomes ready, dies, refuses, hangs or answers with garbage is a result. Nothing but loopback
//! addresses is ever talked to.

mod definition;
mod dicomweb;
mod drain;
mod drive;
mod http;
mod job;
mod loopback;
mod multipart;
mod pointer;
pub(in crate::tool) mod ports;
mod process;
mod ready;
mod recipe;
mod results;
mod run;
mod sending;
mod taking;

pub use definition::Authorization;
pub use definition::CStoreReceive;
pub use definition::CStoreSend;
pub use definition::DicomWeb;
pub use definition::Drain;
pub use definition::Each;
pub use definition::Ready;
pub use definition::Receive;
pub use definition::Send;
pub use definition::Server;
pub use definition::Step;
pub use definition::Studies;
pub use job::Delivery;
pub use job::Phase;
pub use job::ServerFacts;
pub(in crate::tool) use ports::Ports;
pub(in crate::tool) use run::MARGIN;
pub(in crate::tool) use run::make_calls;

use job::Job;
use std::io::Read;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The hidden subcommand: `deidbench __drive`.
pub const ARGUMENT: &str = "__drive";

/// Largest job that is read, bytes.
const JOB_LIMIT: u64 = 1 << 30;

/// The entry of the hidden subcommand; returns the exit code.
pub fn main() -> i32 {
    let cancel = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGINT] {
        if signal_hook::flag::register(signal, Arc::clone(&cancel)).is_err() {
            return 2;
        }
    }
    let mut text = String::new();
    let read = std::io::stdin().lock().take(JOB_LIMIT).read_to_string(&mut text);
    let Some(job) = read.ok().and_then(|_| serde_json::from_str::<Job>(&text).ok()) else { return 2 };
    let account = drive::drive(&job, &cancel);
    let mut out = std::io::stdout().lock();
    let written = serde_json::to_vec(&account).map(|bytes| out.write_all(&bytes).and_then(|()| out.flush()));
    if matches!(written, Ok(Ok(()))) { 0 } else { 2 }
}
