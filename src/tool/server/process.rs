//! The server's processes, and commands that are called beside them.

use crate::tool::isolate::Walls;
use crate::tool::link::Link;
use crate::tool::options::Supervisor;
use crate::tool::raw_text::RawText;
use crate::tool::record::Ending;
use crate::tool::record::Invocation;
use crate::tool::server::job::Job;
use crate::tool::supervise::Report;
use crate::tool::supervise::Request;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

fn supervisor(job: &Job) -> Supervisor {
    job.supervisor.as_ref().map_or(Supervisor::InProcess, |path| Supervisor::Program(path.as_path().to_path_buf()))
}

/// A started server.
pub(super) struct Process {
    stop: Arc<AtomicBool>,
    ended: Arc<Mutex<Option<Report>>>,
    waiting: Option<JoinHandle<()>>,
}

impl Process {
    /// Starts it; where that fails it has ended at once, with the reason.
    pub(super) fn start(job: &Job) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let ended = Arc::new(Mutex::new(None));
        let (supervisor, request) = (supervisor(job), job.start.clone());
        let (own_stop, own_ended) = (Arc::clone(&stop), Arc::clone(&ended));
        let run = move || {
            let report = Link::start(&supervisor, &Walls::none(true)).and_then(|mut link| {
                link.run(request, &|| own_stop.load(Ordering::Relaxed).then_some(Ending::Stopped))
            });
            let report = report.unwrap_or_else(|error| Report::not_started(error.to_string()));
            *own_ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
        };
        let waiting = std::thread::Builder::new().name("server".to_owned()).spawn(run);
        if let Err(error) = &waiting {
            *ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(Report::not_started(error.to_string()));
        }
        Self { stop, ended, waiting: waiting.ok() }
    }

    /// How it ended, if it has.
    pub(super) fn ended(&self) -> Option<Ending> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|report| report.ending.clone())
    }

    /// Waits for it to end by itself.
    pub(super) fn wait(&self, patience: Duration) {
        let until = std::time::Instant::now() + patience;
        while self.ended().is_none() && std::time::Instant::now() < until {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asks it to end, ends it where it does not, and tells what it took.
    pub(super) fn stop(mut self) -> Report {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(waiting) = self.waiting.take() {
            let _ = waiting.join();
        }
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner).take();
        ended.unwrap_or_else(|| Report::not_started("it was never seen to end".to_owned()))
    }
}

/// Calls commands one after the other, and keeps the record.
pub(super) struct Commands<'a> {
    job: &'a Job,
    link: Option<Link>,
    /// Those that are kept.
    pub(super) made: Vec<Invocation>,
    number: u64,
}

impl<'a> Commands<'a> {
    pub(super) fn new(job: &'a Job) -> Self {
        // The server itself is number 1.
        Self { job, link: None, made: Vec::new(), number: 1 }
    }

    /// Calls a command for `files` files below `unit`, and keeps its record.
    pub(super) fn call(
        &mut self,
        arguments: &[RawText],
        unit: &RawText,
        files: u64,
        patience: Duration,
        stop: &dyn Fn() -> Option<Ending>,
    ) -> Ending {
        self.number += 1;
        let report = self.make(arguments, self.number, patience, stop);
        self.made.push(Invocation {
            number: self.number,
            arguments: arguments.to_vec(),
            unit: unit.clone(),
            files,
            ending: report.ending.clone(),
            cost: report.cost,
            leftover_processes: report.leftover_processes,
            stdout_bytes: report.stdout_bytes,
            stderr_bytes: report.stderr_bytes,
        });
        report.ending
    }

    /// Calls a command whose only answer is its exit code; logs of earlier calls are written over.
    pub(super) fn ask(
        &mut self,
        arguments: &[RawText],
        patience: Duration,
        stop: &dyn Fn() -> Option<Ending>,
    ) -> Ending {
        self.make(arguments, 0, patience, stop).ending
    }

    fn make(
        &mut self,
        arguments: &[RawText],
        number: u64,
        patience: Duration,
        stop: &dyn Fn() -> Option<Ending>,
    ) -> Report {
        let named = |ending: &str| -> RawText {
            let mut name = self.job.logs.as_os_str().to_owned();
            name.push(format!("{number:06}-{ending}.log"));
            name.into()
        };
        let request = Request {
            arguments: arguments.to_vec(),
            stdout_log: named("stdout"),
            stderr_log: named("stderr"),
            time_limit_ms: u64::try_from(patience.as_millis()).unwrap_or(u64::MAX),
            ..self.job.blank.clone()
        };
        let link = match self.link.take() {
            Some(link) => Ok(link),
            None => Link::start(&supervisor(self.job), &Walls::none(true)),
        };
        let report = link.and_then(|mut link| {
            let report = link.run(request, stop)?;
            self.link = Some(link);
            Ok(report)
        });
        report.unwrap_or_else(|error| Report::not_started(error.to_string()))
    }
}
