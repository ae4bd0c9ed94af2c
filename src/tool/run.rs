//! Runs a tool over an input folder, from the private copy to the record.

use crate::checkpoint;
use crate::tool::collect::Collected;
use crate::tool::definition::Mode;
use crate::tool::definition::Tool;
use crate::tool::folder;
use crate::tool::host;
use crate::tool::locate;
use crate::tool::options::Limits;
use crate::tool::options::Progress;
use crate::tool::options::RunOptions;
use crate::tool::options::Supervisor;
use crate::tool::options::Unwatched;
use crate::tool::plan;
use crate::tool::plan::Layout;
use crate::tool::prepare;
use crate::tool::raw_text::RawText;
use crate::tool::record::Cost;
use crate::tool::record::Ending;
use crate::tool::record::FORMAT;
use crate::tool::record::Invocation;
use crate::tool::record::Isolation;
use crate::tool::record::MemoryGuard;
use crate::tool::record::SupervisorKind;
use crate::tool::record::ToolRun;
use crate::tool::server;
use crate::tool::server::Ports;
use crate::tool::server::ServerFacts;
use crate::tool::server::ports;
use crate::tool::side_files::SideFiles;
use crate::tool::version;
use crate::tool::workers::Crew;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;
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
/// What `side_paths` cover goes to `left-out/`. Whatever the tool does is in the record and never an error.
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
    let run_dir = &std::path::absolute(run_dir).map_err(|source| StartToolError::WorkFolder { source })?;
    prepare::require_unused(run_dir)?;
    let work = prepare::private_folder(options).map_err(|source| StartToolError::WorkFolder { source })?;
    let layout = Layout::below(work.path(), tool.mode);
    prepare::make_folders(&layout, run_dir).map_err(|source| StartToolError::WorkFolder { source })?;
    let input = copy_input(tool, input_dir, &layout)
        .map_err(|source| StartToolError::Input { path: input_dir.to_path_buf(), source })?;
    checkpoint::reach("input-copied");
    let side_files = SideFiles::copy(tool, &layout.files)?;
    let ports = ports::choose(tool).map_err(|source| StartToolError::WorkFolder { source })?;
    prepare::write_settings(tool, &plan::values(tool, &layout, &layout.input, &layout.output, options.seed, &ports))
        .map_err(|source| StartToolError::WorkFolder { source })?;
    let guard = prepare::guard(tool, options, &[run_dir, work.path(), &program]);
    let limits = limits(tool, options);
    let mut crew = Crew {
        options,
        walls: &guard.walls,
        supervisor: &guard.supervisor,
        layout: &layout,
        environment: prepare::environment(tool, options, &layout),
        time_limit: options.time_limit.unwrap_or(Duration::from_secs(tool.time_limit_seconds())),
        margin: if tool.mode == Mode::Server { server::MARGIN } else { Duration::ZERO },
        memory_limit: options.memory_limit.or(tool.memory_limit_mib.map(|mebibytes| mebibytes.saturating_mul(1 << 20))),
        until: None,
        root: work.path(),
        most_bytes: most_bytes(input.bytes, &limits).saturating_add(side_files.bytes),
        most_entries: folder::weigh(work.path(), u64::MAX).1.saturating_add(limits.written_files),
        cancel,
        over_limit: AtomicBool::new(false),
        logged: AtomicU64::new(0),
    };
    checkpoint::reach("tool-to-be-started");
    let calls = make_calls(tool, &mut crew, &input.files, run_dir, &ports, &find, progress)?;
    checkpoint::reach("tool-ended");
    let collected = collect(tool, &layout, run_dir, input.digests.as_ref())
        .map_err(|source| StartToolError::Collect { path: run_dir.to_path_buf(), source })?;
    // What the tool closed or left would otherwise keep the work folder from being removed.
    folder::make_accessible(work.path());
    let (facts, startup_microseconds) = version::facts(tool, &program, options, &guard);
    let isolation = Isolation {
        memory: if crew.memory_limit.is_some() { MemoryGuard::Watched } else { MemoryGuard::None },
        private_folder: prepare::is_apart(work.path(), input_dir, run_dir),
        hidden: guard.walls.hidden(),
        network: guard.walls.network(),
        supervisor: match guard.supervisor {
            Supervisor::Program(_) => SupervisorKind::Process,
            Supervisor::InProcess => SupervisorKind::InProcess,
        },
    };
    Ok(ToolRun {
        format: FORMAT,
        tool: facts,
        host: host::facts(),
        isolation,
        limits,
        run_time_limit_s: tool.run_time_limit_s,
        startup_microseconds,
        side_files: side_files.compared(&layout.files),
        stop_commands: calls.stop,
        time_limit_s: crew.time_limit.as_secs(),
        memory_limit_bytes: crew.memory_limit,
        jobs: count(options.jobs.max(1)),
        seed: options.seed,
        work_folder: work.path().to_path_buf().into(),
        input_files: count(input.files.len()),
        input_bytes: input.bytes,
        skipped: calls.skipped,
        stopped: crew.stop(),
        cost: calls.invocations.iter().fold(Cost::default(), |sum, one| sum.and(one.cost)),
        elapsed_microseconds: calls.elapsed_microseconds,
        setup: calls.setup,
        invocations: calls.invocations,
        changed_inputs: collected.changed_inputs,
        changed_input_count: collected.changed_input_count,
        odd_files: collected.odd_files,
        odd_file_count: collected.odd_file_count,
        set_aside: collected.set_aside,
        server: calls.server,
        notes: guard.notes,
    })
}

struct Calls {
    setup: Vec<Invocation>,
    stop: Vec<Invocation>,
    invocations: Vec<Invocation>,
    skipped: u64,
    elapsed_microseconds: u64,
    server: Option<ServerFacts>,
}

fn make_calls(
    tool: &Tool,
    crew: &mut Crew<'_>,
    files: &[PathBuf],
    run_dir: &Path,
    ports: &Ports,
    find: &dyn Fn(&str) -> Option<PathBuf>,
    progress: &dyn Progress,
) -> Result<Calls, StartToolError> {
    let logs = run_dir.join("logs");
    let seed = crew.options.seed;
    let setup = crew.make(&plan::setup(tool, crew.layout, seed, ports, find), &logs, "setup-", 1, &Unwatched);
    let ready = require_success(tool, &setup);
    if tool.mode == Mode::Server && ready.is_ok() {
        let made = server::make_calls(tool, crew, files, &logs, ports, find);
        let stop = make_stops(tool, crew, &logs, ports, find);
        let made = made.map_err(|source| StartToolError::WorkFolder { source })?;
        return Ok(Calls {
            setup,
            stop,
            skipped: 0,
            invocations: made.invocations,
            elapsed_microseconds: made.elapsed_microseconds,
            server: Some(made.facts),
        });
    }
    let planned = if ready.is_ok() { plan::invocations(tool, files, crew.layout, seed, find) } else { Vec::new() };
    let start = Instant::now();
    crew.until = tool.run_time_limit_s.and_then(|seconds| start.checked_add(Duration::from_secs(seconds)));
    let invocations = crew.make(&planned, &logs, "", crew.options.jobs, progress);
    let elapsed_microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    // What a setup has started is stopped also where the setup failed.
    let stop = make_stops(tool, crew, &logs, ports, find);
    ready?;
    Ok(Calls {
        setup,
        stop,
        skipped: count(planned.len().saturating_sub(invocations.len())),
        invocations,
        elapsed_microseconds,
        server: None,
    })
}

/// Seconds that a command may take that stops what a tool has started.
const STOP_TIME: Duration = Duration::from_secs(60);

/// Stops what the tool has started, also where the run was cancelled or ended at a limit.
fn make_stops(
    tool: &Tool,
    crew: &Crew<'_>,
    logs: &Path,
    ports: &Ports,
    find: &dyn Fn(&str) -> Option<PathBuf>,
) -> Vec<Invocation> {
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
        ..*crew
    };
    crew.make(&plan::stop(tool, crew.layout, crew.options.seed, ports, find), logs, "stop-", 1, &Unwatched)
}

/// What the tool file says of what may be written, and else what the options say.
fn limits(tool: &Tool, options: &RunOptions) -> Limits {
    let mut limits = options.limits;
    if let Some(mebibytes) = tool.output_limit_mib {
        limits.written_bytes = mebibytes.saturating_mul(1 << 20);
        limits.written_times_input = 0;
    }
    limits.written_files = tool.output_files_limit.unwrap_or(limits.written_files);
    limits
}

struct Input {
    files: Vec<PathBuf>,
    bytes: u64,
    /// Absent where the tool is meant to change its copy.
    digests: Option<BTreeMap<PathBuf, String>>,
}

fn copy_input(tool: &Tool, input_dir: &Path, layout: &Layout) -> io::Result<Input> {
    let files = folder::regular_files(input_dir)?;
    let bytes = folder::copy(&files, input_dir, &layout.input)?;
    let digests = match tool.mode {
        Mode::InPlace => None,
        _ => Some(folder::digests(&files, &layout.input)?),
    };
    Ok(Input { files, bytes, digests })
}

fn most_bytes(input_bytes: u64, limits: &Limits) -> u64 {
    let allowed = input_bytes.saturating_mul(limits.written_times_input);
    input_bytes.saturating_add(allowed).saturating_add(limits.written_bytes)
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

fn collect(
    tool: &Tool,
    layout: &Layout,
    run_dir: &Path,
    digests: Option<&BTreeMap<PathBuf, String>>,
) -> io::Result<Collected> {
    let mut collected = Collected::default();
    let side = run_dir.join("side");
    if let Some(digests) = digests {
        collected.compare_input(&layout.input, digests, &side.join("input"))?;
    }
    checkpoint::reach("input-compared");
    let left_out = run_dir.join("left-out");
    collected.take("output", &layout.output, &run_dir.join("output"), Some((&tool.side_paths, &left_out)))?;
    checkpoint::reach("output-collected");
    for (label, folder) in [("home", &layout.home), ("tmp", &layout.tmp), ("work", &layout.work)] {
        collected.take(label, folder, &side.join(label), None)?;
    }
    checkpoint::reach("all-collected");
    Ok(collected)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
