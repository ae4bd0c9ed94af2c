//! Everything that is called in a run: setup, the tool, and what stops what was started.

use crate::checkpoint;
use crate::tool::definition::InPlaceUnit;
use crate::tool::definition::Mode;
use crate::tool::definition::Tool;
use crate::tool::folder;
use crate::tool::journal::Journal;
use crate::tool::journal::Past;
use crate::tool::options::Progress;
use crate::tool::options::Unwatched;
use crate::tool::plan;
use crate::tool::plan::Planned;
use crate::tool::raw_text::RawText;
use crate::tool::record::Ending;
use crate::tool::record::Invocation;
use crate::tool::record::MemoryGuard;
use crate::tool::run::StartToolError;
use crate::tool::server;
use crate::tool::server::Ports;
use crate::tool::server::ServerFacts;
use crate::tool::workers::Batch;
use crate::tool::workers::Crew;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

/// Seconds that a command may take that stops what a tool has started.
const STOP_TIME: Duration = Duration::from_secs(60);

/// What was called, and how it ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Calls {
    pub(super) setup: Vec<Invocation>,
    pub(super) stop: Vec<Invocation>,
    pub(super) invocations: Vec<Invocation>,
    pub(super) skipped: u64,
    pub(super) elapsed_microseconds: u64,
    pub(super) server: Option<ServerFacts>,
    /// Why the run ended early.
    pub(super) stopped: Option<Ending>,
    /// What held the memory of the tool.
    pub(super) memory: MemoryGuard,
}

/// What all calls need.
pub(super) struct Caller<'a> {
    pub(super) tool: &'a Tool,
    /// The original input.
    pub(super) input_dir: &'a Path,
    /// Its files.
    pub(super) files: &'a [PathBuf],
    pub(super) logs: &'a Path,
    pub(super) ports: &'a Ports,
    pub(super) find: &'a dyn Fn(&str) -> Option<PathBuf>,
    pub(super) journal: &'a Journal,
}

impl Caller<'_> {
    /// Makes all calls that have not been made before.
    pub(super) fn make(
        &self,
        crew: &mut Crew<'_>,
        past: &Past,
        progress: &dyn Progress,
    ) -> Result<Calls, StartToolError> {
        let setup = self.set_up(crew, past)?;
        let ready = require_success(self.tool, &setup);
        if self.tool.mode == Mode::Server && ready.is_ok() {
            let made = server::make_calls(self.tool, crew, self.files, self.logs, self.ports, self.find);
            let stop = self.stop(crew);
            let made = made.map_err(|source| StartToolError::WorkFolder { source })?;
            return Ok(Calls {
                setup,
                stop,
                skipped: 0,
                invocations: made.invocations,
                elapsed_microseconds: made.elapsed_microseconds,
                server: Some(made.facts),
                stopped: crew.stop(),
                memory: made.memory,
            });
        }
        let planned = if ready.is_ok() { self.planned(crew) } else { Vec::new() };
        self.clean(crew, &planned, past).map_err(|source| StartToolError::WorkFolder { source })?;
        let before = Duration::from_micros(past.elapsed_microseconds);
        let start = Instant::now();
        let elapsed = || u64::try_from((before + start.elapsed()).as_micros()).unwrap_or(u64::MAX);
        let left = |seconds| start.checked_add(Duration::from_secs(seconds).saturating_sub(before));
        crew.until = self.tool.run_time_limit_s.and_then(left);
        let note = |invocation: &Invocation| {
            self.journal.done(invocation, elapsed());
            checkpoint::reach("invocation-noted");
        };
        let batch = Batch { done: &past.done, ended: &note, ..Batch::new(&planned, self.logs, "") };
        let invocations = crew.make(&batch, crew.options.jobs, progress);
        let elapsed_microseconds = elapsed();
        // What a setup has started is stopped also where the setup failed.
        let stop = self.stop(crew);
        ready?;
        let made = invocations.len();
        Ok(Calls {
            setup,
            stop,
            skipped: u64::try_from(planned.len().saturating_sub(made)).unwrap_or(u64::MAX),
            invocations,
            elapsed_microseconds,
            server: None,
            stopped: crew.stop(),
            memory: crew.memory(),
        })
    }

    fn set_up(&self, crew: &Crew<'_>, past: &Past) -> Result<Vec<Invocation>, StartToolError> {
        if let Some(made) = &past.setup {
            return Ok(made.clone());
        }
        let planned = plan::setup(self.tool, crew.layout, crew.options.seed, self.ports, self.find);
        let setup = crew.make(&Batch::new(&planned, self.logs, "setup-"), 1, &Unwatched);
        if crew.stop().is_none() {
            self.journal.setup(&setup).map_err(|source| StartToolError::WorkFolder { source })?;
        }
        Ok(setup)
    }

    fn planned(&self, crew: &Crew<'_>) -> Vec<Planned> {
        plan::invocations(self.tool, self.files, crew.layout, crew.options.seed, self.find)
    }

    /// Takes away what calls that were broken off have left, where some have been made before.
    fn clean(&self, crew: &Crew<'_>, planned: &[Planned], past: &Past) -> io::Result<()> {
        if past.done.is_empty() {
            return Ok(());
        }
        let done: BTreeSet<&RawText> = past.done.iter().map(|invocation| &invocation.unit).collect();
        let units: BTreeSet<&Path> = planned.iter().map(|one| one.unit.as_path()).collect();
        for one in planned.iter().filter(|one| !done.contains(&RawText::from(one.unit.clone()))) {
            let output = crew.layout.output.join(&one.unit);
            match (self.tool.mode, self.tool.in_place) {
                (Mode::InPlace, InPlaceUnit::File) => {
                    folder::copy(std::slice::from_ref(&one.unit), self.input_dir, &crew.layout.output)?;
                }
                (Mode::InPlace, _) => {
                    empty(&output, &one.unit, &units)?;
                    let own: Vec<PathBuf> =
                        self.files.iter().filter(|file| file.parent() == Some(&one.unit)).cloned().collect();
                    folder::copy(&own, self.input_dir, &crew.layout.output)?;
                }
                (Mode::PerLeafDir, _) => empty(&output, &one.unit, &units)?,
                _ => remove(&output)?,
            }
        }
        Ok(())
    }

    /// Stops what the tool has started, also where the run was cancelled or ended at a limit.
    pub(super) fn stop(&self, crew: &Crew<'_>) -> Vec<Invocation> {
        let never = AtomicBool::new(false);
        let crew = Crew {
            environment: crew.environment.clone(),
            time_limit: STOP_TIME,
            until: None,
            most_bytes: u64::MAX,
            most_entries: u64::MAX,
            cancel: &never,
            over_limit: AtomicBool::new(false),
            logged: AtomicU64::new(crew.logged.load(Ordering::Relaxed)),
            guard: Mutex::new(None),
            lock: crew.lock.clone(),
            ..*crew
        };
        let planned = plan::stop(self.tool, crew.layout, crew.options.seed, self.ports, self.find);
        crew.make(&Batch::new(&planned, self.logs, "stop-"), 1, &Unwatched)
    }
}

/// Removes what lies in a folder, but for the folders of other units.
fn empty(folder: &Path, unit: &Path, units: &BTreeSet<&Path>) -> io::Result<()> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let below = unit.join(entry.file_name());
        if !units.iter().any(|other| other.starts_with(&below)) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    let removed = match std::fs::symlink_metadata(path) {
        Ok(facts) if facts.is_dir() => {
            folder::make_accessible(path);
            std::fs::remove_dir_all(path)
        }
        Ok(_) => std::fs::remove_file(path),
        Err(_) => Ok(()),
    };
    removed.map_err(|error| folder::at(path, &error))
}

fn require_success(tool: &Tool, setup: &[Invocation]) -> Result<(), StartToolError> {
    let failed = setup.iter().find(|one| !matches!(one.ending, Ending::Exited(0) | Ending::Cancelled));
    let Some(failed) = failed else { return Ok(()) };
    Err(StartToolError::Setup {
        tool: tool.name.clone(),
        command: failed.arguments.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        ending: failed.ending.to_string(),
    })
}
