//! Runs a tool over an input folder, from the private copy to the record.

use crate::checkpoint;
use crate::tool::calls::Caller;
use crate::tool::calls::Calls;
use crate::tool::collect;
use crate::tool::collect::Collected;
use crate::tool::definition::Mode;
use crate::tool::definition::Tool;
use crate::tool::folder;
use crate::tool::host;
use crate::tool::input;
use crate::tool::input::Input;
use crate::tool::journal::Journal;
use crate::tool::journal::Past;
use crate::tool::journal::can_go_on;
use crate::tool::locate;
use crate::tool::options::Limits;
use crate::tool::options::Progress;
use crate::tool::options::RunOptions;
use crate::tool::options::Supervisor;
use crate::tool::plan;
use crate::tool::plan::Layout;
use crate::tool::prepare;
use crate::tool::prepare::Guard;
use crate::tool::raw_text::RawText;
use crate::tool::record::Cost;
use crate::tool::record::Ending;
use crate::tool::record::FORMAT;
use crate::tool::record::Isolation;
use crate::tool::record::SupervisorKind;
use crate::tool::record::ToolRun;
use crate::tool::server;
use crate::tool::server::Ports;
use crate::tool::server::ports;
use crate::tool::side_files::SideFiles;
use crate::tool::version;
use crate::tool::work::WorkFolder;
use crate::tool::workers::Crew;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use thiserror::Error;

/// A tool could not be run at all, so there is nothing to score.
#[derive(Debug, Error)]
pub enum StartToolError {
    /// No such program.
    #[error("could not find the program `{program}` of the tool `{tool}`; is it installed and on the PATH?{install}")]
    NoProgram {
        /// The tool.
        tool: String,
        /// The first word of an argument list.
        program: String,
        /// How to install it, if the tool file says so; starts with a space.
        install: String,
    },
    /// There is something in the run folder already.
    #[error("could not run into `{path}`: it is not empty; choose another run folder")]
    RunFolderInUse {
        /// The folder.
        path: PathBuf,
    },
    /// The input cannot be copied.
    #[error("could not copy the input folder `{path}`")]
    Input {
        /// The folder.
        path: PathBuf,
        /// What failed.
        source: io::Error,
    },
    /// The private folder cannot be made.
    #[error("could not make a private work folder")]
    WorkFolder {
        /// What failed.
        source: io::Error,
    },
    /// A command before the first invocation failed.
    #[error("the setup command `{command}` of the tool `{tool}` did not succeed: {ending}")]
    Setup {
        /// The tool.
        tool: String,
        /// Its arguments.
        command: String,
        /// How it ended.
        ending: String,
    },
    /// A file that the tool file names cannot be copied.
    #[error("could not copy `{path}`, which the tool file names under [files]; does it exist?")]
    SideFile {
        /// The file.
        path: PathBuf,
        /// What failed.
        source: io::Error,
    },
    /// The results cannot be taken to the run folder.
    #[error("could not take the results to `{path}`")]
    Collect {
        /// The run folder.
        path: PathBuf,
        /// What failed.
        source: io::Error,
    },
}

/// Runs `tool` over a private copy of `input_dir`, and leaves `output/`, `logs/` and `side/` in `run_dir`.
///
/// What `side_paths` cover goes to `left-out/`. Whatever the tool does is in the record and never an error. With a journal in
/// the options, a run that was broken off goes on, from the first invocation that had not ended where there are several.
///
/// # Errors
/// The program or a setup command is missing or fails, the run folder is in use, or our own copying fails.
pub fn run(
    tool: &Tool,
    input_dir: &Path,
    run_dir: &Path,
    options: &RunOptions,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<ToolRun, StartToolError> {
    let path = options.variable("PATH");
    let find = |word: &str| locate::program(word, tool.folder.as_deref(), path.as_ref().map(RawText::as_os_str));
    let program = prepare::find_programs(tool, &find)?;
    // The supervisor, which writes the logs, has a current folder of its own.
    let run_dir = &std::path::absolute(run_dir).map_err(in_work)?;
    let (journal, mut past) = Journal::open(options.journal.as_deref()).map_err(in_work)?;
    if let Some(whole) = past.whole.take() {
        return Ok(whole);
    }
    let ports = ports::choose(tool).map_err(in_work)?;
    let (work, past) = begin(tool, run_dir, options, &journal, past)?;
    let place =
        Place { tool, input_dir, run_dir, options, program: &program, layout: Layout::below(work.path(), tool.mode) };
    let (input, side_files, guard, entries) = place.prepare(&work, &past, &journal, &ports)?;
    let limits = input::limits(tool, options);
    let logs = run_dir.join("logs");
    let caller =
        Caller { tool, input_dir, files: &input.files, logs: &logs, ports: &ports, find: &find, journal: &journal };
    let mut crew = Crew {
        options,
        walls: &guard.walls,
        supervisor: &guard.supervisor,
        layout: &place.layout,
        environment: prepare::environment(tool, options, &place.layout),
        time_limit: options.time_limit.unwrap_or(Duration::from_secs(tool.time_limit_seconds())),
        margin: if tool.mode == Mode::Server { server::MARGIN } else { Duration::ZERO },
        memory_limit: options.memory_limit.or(tool.memory_limit_mib.map(|mebibytes| mebibytes.saturating_mul(1 << 20))),
        until: None,
        root: work.path(),
        lock: work.lock(),
        most_bytes: input.most_bytes(&limits).saturating_add(side_files.bytes),
        most_entries: entries.saturating_add(limits.written_files),
        cancel,
        over_limit: AtomicBool::new(false),
        logged: AtomicU64::new(0),
        guard: Mutex::new(None),
    };
    if past.begun && past.setup.is_none() {
        // What an earlier call has started may still be there.
        caller.stop(&crew);
    }
    checkpoint::reach("tool-to-be-started");
    let calls = match past.calls.clone() {
        Some(calls) => calls,
        None => caller.make(&mut crew, &past, progress)?,
    };
    if journal.is_kept() && calls.stopped == Some(Ending::Cancelled) {
        let run = place.record(&guard, &crew, &limits, &input, side_files, calls, Collected::default());
        if can_go_on(tool) && !run.invocations.is_empty() {
            work.keep();
        }
        return Ok(run);
    }
    let noted = if past.calls.is_none() { journal.called(&calls) } else { Ok(()) };
    noted.map_err(in_work)?;
    checkpoint::reach("tool-ended");
    let left = place.collect(&input, &past, &journal)?;
    // What the tool closed or left would otherwise keep the work folder from being removed.
    folder::make_accessible(work.path());
    let run = place.record(&guard, &crew, &limits, &input, side_files, calls, left);
    journal.whole(&run).map_err(in_work)?;
    Ok(run)
}

fn in_work(source: io::Error) -> StartToolError {
    StartToolError::WorkFolder { source }
}

/// The private folder: that of a run which goes on, or a new one. What a run has left that does not go on is removed.
fn begin(
    tool: &Tool,
    run_dir: &Path,
    options: &RunOptions,
    journal: &Journal,
    past: Past,
) -> Result<(WorkFolder, Past), StartToolError> {
    if past.goes_on(tool)
        && let Some(work) = past.work.as_deref().and_then(WorkFolder::take_over)
    {
        return Ok((work, past));
    }
    if let Some(old) = &past.work {
        WorkFolder::discard(old);
    }
    if past.begun {
        prepare::clear(run_dir).map_err(in_work)?;
    }
    prepare::require_unused(run_dir)?;
    let work = WorkFolder::new(options.work_base.as_deref()).map_err(in_work)?;
    if journal.is_kept() {
        work.mark().and_then(|()| journal.work(work.path())).map_err(in_work)?;
    }
    Ok((work, Past { begun: past.begun, ..Past::default() }))
}

/// Where a run is made.
struct Place<'a> {
    tool: &'a Tool,
    input_dir: &'a Path,
    run_dir: &'a Path,
    options: &'a RunOptions,
    program: &'a Path,
    layout: Layout,
}

impl Place<'_> {
    /// Everything that the tool gets, who starts it, and how many files and folders are there before.
    fn prepare(
        &self,
        work: &WorkFolder,
        past: &Past,
        journal: &Journal,
        ports: &Ports,
    ) -> Result<(Input, SideFiles, Guard, u64), StartToolError> {
        let (tool, options, layout) = (self.tool, self.options, &self.layout);
        let input = |source| StartToolError::Input { path: self.input_dir.to_path_buf(), source };
        let needed = [self.run_dir, work.path(), self.program];
        if let Some(entries) = past.entries {
            let files = Input::again(tool, self.input_dir).map_err(input)?;
            let side_files = SideFiles::find(tool)?;
            let guard = prepare::guard(tool, options, &needed, &side_files.mounts(&layout.files));
            let side_files = side_files.again(&guard, &layout.files)?;
            return Ok((files, side_files, guard, entries));
        }
        prepare::make_folders(layout, self.run_dir).map_err(in_work)?;
        let files = Input::copy(tool, self.input_dir, layout, options.seed).map_err(input)?;
        checkpoint::reach("input-copied");
        let side_files = SideFiles::find(tool)?;
        side_files.make_places(&layout.files)?;
        let guard = prepare::guard(tool, options, &needed, &side_files.mounts(&layout.files));
        let side_files = side_files.give(&guard, &layout.files)?;
        let values = plan::values(tool, layout, &layout.input, &layout.output, options.seed, ports);
        prepare::write_settings(tool, &values).map_err(in_work)?;
        let entries = folder::weigh(work.path(), u64::MAX).1;
        journal.ready(entries).map_err(in_work)?;
        Ok((files, side_files, guard, entries))
    }

    /// Takes what the tool left to the run folder.
    fn collect(&self, input: &Input, past: &Past, journal: &Journal) -> Result<Collected, StartToolError> {
        let failed = |source| StartToolError::Collect { path: self.run_dir.to_path_buf(), source };
        let left = match &past.left {
            Some(left) => left.clone(),
            None => {
                let left = Collected::look(self.tool, &self.layout, input.digests.as_ref()).map_err(failed)?;
                journal.left(&left).map_err(failed)?;
                left
            }
        };
        checkpoint::reach("left-noted");
        collect::bring(&left, &self.tool.side_paths, &self.layout, self.run_dir).map_err(failed)?;
        Ok(left)
    }

    #[expect(clippy::too_many_arguments, reason = "everything that a run came to goes into its record")]
    fn record(
        &self,
        guard: &Guard,
        crew: &Crew<'_>,
        limits: &Limits,
        input: &Input,
        side_files: SideFiles,
        calls: Calls,
        left: Collected,
    ) -> ToolRun {
        let (facts, startup_microseconds) = version::facts(self.tool, self.program, self.options, guard);
        let isolation = Isolation {
            memory: calls.memory,
            private_folder: prepare::is_apart(crew.root, self.input_dir, self.run_dir),
            hidden: guard.walls.hidden(),
            processes: guard.walls.hides_processes(),
            network: guard.walls.network(),
            supervisor: match guard.supervisor {
                Supervisor::Program(_) => SupervisorKind::Process,
                Supervisor::InProcess => SupervisorKind::InProcess,
            },
        };
        ToolRun {
            format: FORMAT,
            tool: facts,
            host: host::facts(),
            isolation,
            limits: *limits,
            run_time_limit_s: self.tool.run_time_limit_s,
            startup_microseconds,
            side_files: side_files.compared(&self.layout.files),
            stop_commands: calls.stop,
            time_limit_s: crew.time_limit.as_secs(),
            memory_limit_bytes: crew.memory_limit,
            jobs: count(self.options.jobs.max(1)),
            seed: self.options.seed,
            work_folder: crew.root.to_path_buf().into(),
            input_files: count(input.files.len()),
            input_bytes: input.bytes,
            skipped: calls.skipped,
            stopped: calls.stopped,
            cost: calls.invocations.iter().fold(Cost::default(), |sum, one| sum.and(one.cost)),
            elapsed_microseconds: calls.elapsed_microseconds,
            setup: calls.setup,
            invocations: calls.invocations,
            changed_inputs: left.changed_inputs,
            changed_input_count: left.changed_input_count,
            odd_files: left.odd_files,
            odd_file_count: left.odd_file_count,
            set_aside: left.set_aside,
            server: calls.server,
            notes: guard.notes.clone(),
        }
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
