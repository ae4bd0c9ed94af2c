//! Makes the planned invocations, several at a time if asked, and watches what they write.

use crate::tool::folder;
use crate::tool::isolate::Walls;
use crate::tool::link::Link;
use crate::tool::options::Progress;
use crate::tool::options::RunOptions;
use crate::tool::options::Supervisor;
use crate::tool::plan::Layout;
use crate::tool::plan::Planned;
use crate::tool::raw_text::RawText;
use crate::tool::record::Ending;
use crate::tool::record::Invocation;
use crate::tool::record::MemoryGuard;
use crate::tool::supervise::Report;
use crate::tool::supervise::Request;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

/// Invocations that are made together.
pub(super) struct Batch<'a> {
    pub(super) planned: &'a [Planned],
    pub(super) logs: &'a Path,
    /// Logs are named `PREFIXnumber-stdout.log`.
    pub(super) prefix: &'a str,
    /// Those that have been made before.
    pub(super) done: &'a [Invocation],
    /// Told of each that has ended.
    pub(super) ended: &'a (dyn Fn(&Invocation) + Sync),
    /// Whether the limit of memory is none of their business, because they are ours.
    pub(super) own: bool,
}

impl<'a> Batch<'a> {
    /// All of them.
    pub(super) fn new(planned: &'a [Planned], logs: &'a Path, prefix: &'a str) -> Self {
        Self { planned, logs, prefix, done: &[], ended: &|_| {}, own: false }
    }
}

/// What all invocations of a run have in common.
pub(super) struct Crew<'a> {
    pub(super) options: &'a RunOptions,
    pub(super) walls: &'a Walls,
    pub(super) supervisor: &'a Supervisor,
    pub(super) layout: &'a Layout,
    pub(super) environment: Vec<(RawText, RawText)>,
    pub(super) time_limit: Duration,
    /// When the whole run is ended.
    pub(super) until: Option<Instant>,
    /// What a driver of ours may take beyond the limit.
    pub(super) margin: Duration,
    pub(super) memory_limit: Option<u64>,
    /// The private folder that is watched, and how much may lie in it.
    pub(super) root: &'a Path,
    /// The lock of that folder.
    pub(super) lock: PathBuf,
    pub(super) most_bytes: u64,
    pub(super) most_entries: u64,
    pub(super) cancel: &'a AtomicBool,
    pub(super) over_limit: AtomicBool,
    pub(super) logged: AtomicU64,
    /// What held the memory of the invocations.
    pub(super) guard: Mutex<Option<MemoryGuard>>,
}

impl Crew<'_> {
    /// Makes all of them but those that have been made before; those after a stop are left out.
    pub(super) fn make(&self, batch: &Batch<'_>, jobs: usize, progress: &dyn Progress) -> Vec<Invocation> {
        let planned = batch.planned;
        let before: BTreeSet<u64> = batch.done.iter().map(|invocation| invocation.number).collect();
        let next = AtomicUsize::new(0);
        let ended = AtomicU64::new(u64::try_from(before.len()).unwrap_or(u64::MAX));
        let total = u64::try_from(planned.len()).unwrap_or(u64::MAX);
        let results = Mutex::new(batch.done.to_vec());
        let worker = || {
            let mut link = None;
            while self.stop().is_none() {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(one) = planned.get(index) else { return };
                let number = u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1);
                if before.contains(&number) {
                    continue;
                }
                let invocation = self.make_one(&mut link, one, number, batch);
                (batch.ended)(&invocation);
                results.lock().unwrap_or_else(PoisonError::into_inner).push(invocation);
                progress.advance(ended.fetch_add(1, Ordering::Relaxed) + 1, total);
            }
        };
        let finished = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| self.watch(&finished));
            std::thread::scope(|workers| {
                for _ in 1..jobs.clamp(1, planned.len().max(1)) {
                    workers.spawn(worker);
                }
                worker();
            });
            finished.store(true, Ordering::Relaxed);
        });
        let mut invocations = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        invocations.sort_by_key(|invocation: &Invocation| invocation.number);
        invocations
    }

    /// Does something of our own while what is written is watched.
    pub(super) fn while_watched<T>(&self, work: impl FnOnce() -> T) -> T {
        let finished = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| self.watch(&finished));
            let done = work();
            finished.store(true, Ordering::Relaxed);
            done
        })
    }

    /// Why the run is to be stopped.
    pub(super) fn stop(&self) -> Option<Ending> {
        if self.cancel.load(Ordering::Relaxed) {
            Some(Ending::Cancelled)
        } else if self.over_limit.load(Ordering::Relaxed) {
            Some(Ending::OutputLimit)
        } else if self.until.is_some_and(|until| Instant::now() >= until) {
            Some(Ending::TimedOut)
        } else {
            None
        }
    }

    /// What held the memory of the invocations.
    pub(super) fn memory(&self) -> MemoryGuard {
        self.guard.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or_default()
    }

    fn make_one(&self, link: &mut Option<Link>, one: &Planned, number: u64, batch: &Batch<'_>) -> Invocation {
        let log = batch.logs.join(format!("{}{number:06}", batch.prefix));
        let report = self.report(link, one, &log, batch.own).unwrap_or_else(|error| {
            *link = None;
            Report::not_started(error.to_string())
        });
        *self.guard.lock().unwrap_or_else(PoisonError::into_inner) = Some(report.memory);
        let log_bytes = self.options.limits.log_bytes;
        let kept = report.stdout_bytes.min(log_bytes) + report.stderr_bytes.min(log_bytes);
        self.logged.fetch_add(kept, Ordering::Relaxed);
        Invocation {
            number,
            arguments: one.arguments.clone(),
            unit: one.unit.clone().into(),
            files: one.files,
            ending: report.ending,
            cost: report.cost,
            leftover_processes: report.leftover_processes,
            stdout_bytes: report.stdout_bytes,
            stderr_bytes: report.stderr_bytes,
        }
    }

    fn report(&self, link: &mut Option<Link>, one: &Planned, log: &Path, own: bool) -> io::Result<Report> {
        if let Some(folder) = &one.makes {
            std::fs::create_dir_all(folder).map_err(|error| folder::at(folder, &error))?;
        }
        let limits = &self.options.limits;
        let left = limits.all_log_bytes.saturating_sub(self.logged.load(Ordering::Relaxed));
        let named = |ending: &str| -> RawText {
            let mut name = log.as_os_str().to_owned();
            name.push(ending);
            name.into()
        };
        let text = |path: &PathBuf| RawText::from(path.clone());
        let mut environment = self.environment.clone();
        environment.extend(one.environment.iter().cloned());
        let request = Request {
            arguments: one.arguments.clone(),
            environment,
            folder: text(&self.layout.work),
            stdin: one.stdin.as_ref().map(text),
            stdout: one.stdout.as_ref().map(text),
            stdout_log: named("-stdout.log"),
            stderr_log: named("-stderr.log"),
            log_bytes: limits.log_bytes.min(left),
            time_limit_ms: u64::try_from((self.time_limit + self.margin).as_millis()).unwrap_or(u64::MAX),
            memory_limit_bytes: self.memory_limit.filter(|_| !own),
            lock: Some(self.lock.clone().into()),
            grace_ms: limits.grace_s.saturating_mul(1000),
        };
        let link = match link {
            Some(link) => link,
            None => link.insert(Link::start(self.supervisor, self.walls)?),
        };
        link.run(request, &|| self.stop())
    }

    /// Weighs the private folder until all is done. Weighing takes at most about a fifth of a processor.
    fn watch(&self, finished: &AtomicBool) {
        let mut pause = Duration::from_millis(50);
        let mut last = Instant::now();
        while !finished.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(2));
            if last.elapsed() < pause {
                continue;
            }
            let start = Instant::now();
            let (bytes, entries) = folder::weigh(self.root, self.most_entries);
            if bytes > self.most_bytes || entries > self.most_entries {
                self.over_limit.store(true, Ordering::Relaxed);
                return;
            }
            last = Instant::now();
            pause = (start.elapsed() * 4).max(Duration::from_millis(100));
        }
    }
}
