//! One invocation from its start to the end of the last process it left.

use crate::tool::raw_text::RawText;
use crate::tool::record::Cost;
use crate::tool::record::Ending;
use crate::tool::record::MemoryGuard;
use crate::tool::supervise::Event;
use crate::tool::supervise::Message;
use crate::tool::supervise::Report;
use crate::tool::supervise::Request;
use crate::tool::supervise::Strays;
use crate::tool::supervise::capture::Capture;
use crate::tool::supervise::memory::Guard;
use crate::tool::supervise::memory::Means;
use crate::tool::supervise::strays;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::WaitId;
use rustix::process::WaitIdOptions;
use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt;
use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::time::Duration;
use std::time::Instant;

/// Makes the invocation; the second value says that the harness has gone.
pub(super) fn attend(
    request: &Request,
    sender: &Sender<Event>,
    events: &Receiver<Event>,
    strays: Strays,
    means: &mut Means,
) -> (Report, bool) {
    let start = Instant::now();
    let mut guard = means.guard(request.memory_limit_bytes, strays);
    guard.raise();
    let spawned = spawn(request);
    guard.lower(spawned.as_ref().ok().and_then(pid));
    let mut child = match spawned {
        Ok(child) => child,
        Err(reason) => return (Report::not_started(reason), false),
    };
    let stdout = child.stdout.take().map(|pipe| capture(pipe, &request.stdout_log, request));
    let stderr = child.stderr.take().map(|pipe| capture(pipe, &request.stderr_log, request));
    let grace = bounded(request.grace_ms);
    let id = child.id();
    let Some(group) = pid(&child) else {
        return (Report::not_started(format!("process id {id} is out of range")), false);
    };
    announce_end(group, id, sender);
    let deadline = start + bounded(request.time_limit_ms);
    let wait = wait_for_end(events, &guard, group, id, deadline);
    let gone = wait.gone | (wait.ending.is_some() && end_group(events, group, id, grace));
    let (status, own_cost) = reap(&child);
    let (leftover_processes, stray_cost) = strays::end_all(group, grace, strays);
    let cost = own_cost.and(stray_cost);
    let failed = !status.is_some_and(|status| status.success());
    let own_ending = match wait.ending {
        None if guard.was_passed(cost.peak_rss_bytes, failed) => Ending::MemoryLimit,
        None => ending_of(status),
        Some(ending) => ending,
    };
    let wall_microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let report = Report {
        ending: own_ending,
        cost: Cost { wall_microseconds, ..cost },
        leftover_processes,
        stdout_bytes: stdout.map_or(0, Capture::finish),
        stderr_bytes: stderr.map_or(0, Capture::finish),
        memory: guard.kind(),
    };
    (report, gone)
}

/// Its id, which is that of its group too.
fn pid(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// At most a year: later instants may not exist.
fn bounded(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds.min(365 * 24 * 60 * 60 * 1000))
}

fn capture(pipe: impl io::Read + Send + 'static, log: &RawText, request: &Request) -> Capture {
    Capture::start(pipe, log.as_path().to_path_buf(), request.log_bytes)
}

fn spawn(request: &Request) -> Result<Child, String> {
    let Some((program, arguments)) = request.arguments.split_first() else {
        return Err("the argument list is empty".to_owned());
    };
    let mut command = Command::new(program);
    command.args(arguments).env_clear().current_dir(request.folder.as_path()).process_group(0);
    command.envs(request.environment.iter().map(|(name, value)| (name, value)));
    command.stdin(match &request.stdin {
        None => Stdio::null(),
        Some(path) => File::open(path.as_path()).map_err(|error| format!("could not open `{path}`: {error}"))?.into(),
    });
    command.stdout(match &request.stdout {
        None => Stdio::piped(),
        Some(path) => {
            File::create_new(path.as_path()).map_err(|error| format!("could not make `{path}`: {error}"))?.into()
        }
    });
    command.stderr(Stdio::piped());
    command.spawn().map_err(|error| format!("could not start `{program}`: {error}"))
}

/// Tells when the main process has ended, without reaping it: until then no other process can get its id.
fn announce_end(process: Pid, id: u32, sender: &Sender<Event>) {
    let sender = sender.clone();
    let waiting = move || {
        while let Err(rustix::io::Errno::INTR) =
            rustix::process::waitid(WaitId::Pid(process), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
        {}
        let _ = sender.send(Event::Ended(id));
    };
    // Where no thread can be had the invocation runs into its time limit.
    let _ = std::thread::Builder::new().name("wait".to_owned()).spawn(waiting);
}

struct Wait {
    /// Set where the invocation is to be ended by us.
    ending: Option<Ending>,
    gone: bool,
}

/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(100);

fn wait_for_end(events: &Receiver<Event>, guard: &Guard<'_>, group: Pid, id: u32, deadline: Instant) -> Wait {
    let watched = guard.kind() != MemoryGuard::None;
    let ended_by_us = |ending| Wait { ending: Some(ending), gone: false };
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let patience = if watched { left.min(LOOK) } else { left };
        match events.recv_timeout(patience) {
            Ok(Event::Ended(ended)) if ended == id => return Wait { ending: None, gone: false },
            Ok(Event::Message(Message::End(ending))) => return ended_by_us(ending),
            Ok(Event::Gone) => return Wait { ending: Some(Ending::Cancelled), gone: true },
            Err(_) if Instant::now() >= deadline => return ended_by_us(Ending::TimedOut),
            Err(_) if guard.is_passed(group) => return ended_by_us(Ending::MemoryLimit),
            Ok(Event::Ended(_) | Event::Message(Message::Run(_))) | Err(_) => {}
        }
    }
}

/// Asks the group to end, and ends it when the main process is still there after the grace time.
///
/// Says whether the harness went meanwhile.
fn end_group(events: &Receiver<Event>, group: Pid, id: u32, grace: Duration) -> bool {
    let mut gone = false;
    for (signal, patience) in [(Signal::TERM, grace), (Signal::KILL, Duration::from_secs(5))] {
        let _ = rustix::process::kill_process_group(group, signal);
        // A stopped process does not act on signals before it goes on.
        let _ = rustix::process::kill_process_group(group, Signal::CONT);
        let until = Instant::now() + patience;
        while let Ok(event) = events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            match event {
                Event::Ended(ended) if ended == id => return gone,
                Event::Gone => gone = true,
                Event::Ended(_) | Event::Message(_) => {}
            }
        }
    }
    gone
}

fn reap(child: &Child) -> (Option<ExitStatus>, Cost) {
    match wait4::try_wait4_pid(child.id()) {
        Ok(Some(used)) => (Some(used.status), strays::cost_of(used.rusage)),
        _ => (None, Cost::default()),
    }
}

fn ending_of(status: Option<ExitStatus>) -> Ending {
    match status {
        Some(status) => match (status.code(), status.signal()) {
            (Some(code), _) => Ending::Exited(code),
            (None, Some(signal)) => Ending::Signaled(signal),
            (None, None) => Ending::NotStarted("the process ended in an unknown way".to_owned()),
        },
        None => Ending::NotStarted("the process could not be waited for".to_owned()),
    }
}
