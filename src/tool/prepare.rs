//! What must hold before a tool is run.

use crate::tool::definition::Tool;
use crate::tool::folder;
use crate::tool::isolate::Mount;
use crate::tool::isolate::Walls;
use crate::tool::link::Link;
use crate::tool::options::RunOptions;
use crate::tool::options::Supervisor;
use crate::tool::plan::Layout;
use crate::tool::raw_text::RawText;
use crate::tool::run::StartToolError;
use crate::tool::template;
use crate::tool::template::Values;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::path::PathBuf;

/// Variables that every tool gets, where the harness has them.
const PASSED: &[&str] = &["PATH", "LANG", "LC_ALL", "TZ"];

/// What a run makes in its folder.
const RESULTS: [&str; 4] = ["output", "logs", "side", "left-out"];

/// The program of the command; those of the setup must exist too.
pub(super) fn find_programs(tool: &Tool, find: &dyn Fn(&str) -> Option<PathBuf>) -> Result<PathBuf, StartToolError> {
    let require = |word: &str| {
        find(word).ok_or_else(|| StartToolError::NoProgram {
            tool: tool.name.clone(),
            program: word.to_owned(),
            install: if tool.install.is_empty() { String::new() } else { format!(" Try `{}`", tool.install) },
        })
    };
    for command in tool.setup.iter().chain(tool.server.iter().flat_map(|server| server.commands())) {
        require(command.first().map_or("", String::as_str))?;
    }
    match &tool.program {
        Some(program) => Ok(program.clone()),
        None => require(tool.command.first().map_or("", String::as_str)),
    }
}

/// Refuses a run folder that already holds results.
pub(super) fn require_unused(run_dir: &Path) -> Result<(), StartToolError> {
    for name in RESULTS {
        let path = run_dir.join(name);
        let in_use = match std::fs::symlink_metadata(&path) {
            Ok(facts) if facts.is_dir() => std::fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_some()),
            Ok(_) => true,
            Err(_) => false,
        };
        if in_use {
            return Err(StartToolError::RunFolderInUse { path });
        }
    }
    Ok(())
}

/// Removes what a run left that was broken off.
pub(super) fn clear(run_dir: &Path) -> io::Result<()> {
    for name in RESULTS {
        let half = run_dir.join(name);
        if half.exists() {
            folder::make_accessible(&half);
            std::fs::remove_dir_all(&half).map_err(|error| folder::at(&half, &error))?;
        }
    }
    Ok(())
}

/// Whether no folder above the work folder holds the dataset or the run.
pub(super) fn is_apart(work: &Path, input_dir: &Path, run_dir: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let work = real(work);
    let input = real(input_dir);
    // The truth lies beside the input, in the folder above it.
    let dataset = input.parent().unwrap_or(&input);
    !work.starts_with(dataset) && !work.starts_with(real(run_dir))
}

/// Makes the folders of the tool and those of the run.
pub(super) fn make_folders(layout: &Layout, run_dir: &Path) -> io::Result<()> {
    let run_folders = [run_dir.join("logs"), run_dir.join("side")];
    let folders = [&layout.input, &layout.output, &layout.work, &layout.data, &layout.home, &layout.tmp];
    folders
        .into_iter()
        .chain(run_folders.iter())
        .try_for_each(|path| std::fs::create_dir_all(path).map_err(|error| folder::at(path, &error)))
}

/// Writes the settings of the tool file into its current folder.
pub(super) fn write_settings(tool: &Tool, values: &Values<'_>) -> io::Result<()> {
    tool.settings.iter().try_for_each(|(name, text)| {
        let path = values.work_dir.join(name);
        std::fs::write(&path, template::fill(text, values).as_bytes()).map_err(|error| folder::at(&path, &error))
    })
}

/// The allow-list and the private folders; nothing else of our environment reaches a tool.
pub(super) fn environment(tool: &Tool, options: &RunOptions, layout: &Layout) -> Vec<(RawText, RawText)> {
    let names = PASSED.iter().copied().chain(tool.env.iter().map(String::as_str));
    let mut environment: Vec<_> =
        names.filter_map(|name| options.variable(name).map(|value| (RawText::from(name), value))).collect();
    for (name, path) in [("HOME", &layout.home), ("TMPDIR", &layout.tmp)] {
        environment.push((name.into(), path.clone().into()));
    }
    environment
}

/// Who starts the tool, and behind which walls.
pub(super) struct Guard {
    pub(super) supervisor: Supervisor,
    pub(super) walls: Walls,
    pub(super) notes: Vec<String>,
}

impl Guard {
    /// This process, for commands that only print.
    pub(super) fn without_walls() -> Self {
        Self { supervisor: Supervisor::InProcess, walls: Walls::none(true), notes: Vec::new() }
    }
}

/// The supervisor that was asked for, or this process where that one does not answer.
pub(super) fn guard(tool: &Tool, options: &RunOptions, needed: &[&Path], mounts: &[Mount]) -> Guard {
    let Supervisor::Program(program) = &options.supervisor else {
        let walls = Walls::none(tool.network);
        return Guard { supervisor: Supervisor::InProcess, walls, notes: Vec::new() };
    };
    let needed: Vec<&Path> = needed.iter().copied().chain([program.as_path()]).collect();
    let walls = Walls::find(tool.network, options, &needed, mounts);
    match Link::start(&options.supervisor, &walls).and_then(|mut link| link.probe()) {
        Ok(()) => Guard { supervisor: options.supervisor.clone(), walls, notes: Vec::new() },
        Err(error) => Guard {
            supervisor: Supervisor::InProcess,
            walls: Walls::none(tool.network),
            notes: vec![format!(
                "the supervisor `{}` could not be used ({error}): peak memory is never below the harness's own, and \
                 processes that leave their group are not ended",
                program.display()
            )],
        },
    }
}
