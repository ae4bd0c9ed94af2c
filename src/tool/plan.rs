//! Which invocations a tool takes for an input: what `--dry-run` shows, and what is executed.

use crate::tool::definition::InPlaceUnit;
use crate::tool::definition::Mode;
use crate::tool::definition::Tool;
use crate::tool::folder;
use crate::tool::locate;
use crate::tool::options::RunOptions;
use crate::tool::raw_text::RawText;
use crate::tool::server::Ports;
use crate::tool::server::ports;
use crate::tool::template;
use crate::tool::template::Values;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// The folders that a tool is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What it reads.
    pub input: PathBuf,
    /// What it writes.
    pub output: PathBuf,
    /// Its current folder.
    pub work: PathBuf,
    /// The database of a server.
    pub data: PathBuf,
    /// Its `HOME`.
    pub home: PathBuf,
    /// Its `TMPDIR`.
    pub tmp: PathBuf,
    /// Copies of the files that the tool file names.
    pub files: PathBuf,
}

impl Layout {
    /// The folders below one work folder.
    pub fn below(root: &Path, mode: Mode) -> Self {
        let output = root.join("output");
        Self {
            // A tool that works in place finds the copy where its result is looked for.
            input: if mode == Mode::InPlace { output.clone() } else { root.join("input") },
            output,
            work: root.join("work"),
            data: root.join("data"),
            home: root.join("home"),
            tmp: root.join("tmp"),
            files: root.join("files"),
        }
    }
}

/// One invocation before it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The argument list, program first.
    pub arguments: Vec<RawText>,
    /// The file or folder below the input; empty is all of it.
    pub unit: PathBuf,
    /// How many input files it covers.
    pub files: u64,
    /// A file for standard input.
    pub stdin: Option<PathBuf>,
    /// A file for standard output.
    pub stdout: Option<PathBuf>,
    /// A folder that is made before.
    pub makes: Option<PathBuf>,
    /// Environment variables of the tool file.
    pub environment: Vec<(RawText, RawText)>,
}

/// The invocations that a run over `input_dir` would make with `work_folder` as its private folder, and those of the
/// setup before them. Nothing is run or written.
///
/// # Errors
/// The input folder cannot be listed.
pub fn dry_run(tool: &Tool, input_dir: &Path, work_folder: &Path, options: &RunOptions) -> io::Result<DryRun> {
    let files = folder::regular_files(input_dir)?;
    let layout = Layout::below(work_folder, tool.mode);
    let path = options.variable("PATH");
    let search = path.as_ref().map(RawText::as_os_str);
    let find = |word: &str| locate::program(word, tool.folder.as_deref(), search);
    let ports = ports::choose(tool)?;
    let invocations = match tool.mode {
        Mode::Server => vec![server(tool, &files, &layout, options.seed, &ports, &find)],
        _ => invocations(tool, &files, &layout, options.seed, &find),
    };
    Ok(DryRun {
        setup: setup(tool, &layout, options.seed, &ports, &find),
        stop: stop(tool, &layout, options.seed, &ports, &find),
        invocations,
    })
}

/// What [`dry_run`] shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRun {
    /// Commands before the first invocation.
    pub setup: Vec<Planned>,
    /// The invocations in order.
    pub invocations: Vec<Planned>,
    /// Commands behind the last invocation.
    pub stop: Vec<Planned>,
}

type Find<'a> = &'a dyn Fn(&str) -> Option<PathBuf>;

/// The commands before the first invocation.
pub(super) fn setup(tool: &Tool, layout: &Layout, seed: u64, ports: &Ports, find: Find<'_>) -> Vec<Planned> {
    let unit = Unit { path: PathBuf::new(), files: 0 };
    let values = values(tool, layout, &layout.input, &layout.output, seed, ports);
    tool.setup.iter().map(|command| planned(tool, command, None, &unit, &values, find)).collect()
}

/// The commands behind the last invocation.
pub(super) fn stop(tool: &Tool, layout: &Layout, seed: u64, ports: &Ports, find: Find<'_>) -> Vec<Planned> {
    let unit = Unit { path: PathBuf::new(), files: 0 };
    let values = values(tool, layout, &layout.input, &layout.output, seed, ports);
    tool.stop.iter().map(|command| planned(tool, command, None, &unit, &values, find)).collect()
}

/// How a server is started for these files.
pub(super) fn server(
    tool: &Tool,
    files: &[PathBuf],
    layout: &Layout,
    seed: u64,
    ports: &Ports,
    find: Find<'_>,
) -> Planned {
    let unit = Unit { path: PathBuf::new(), files: u64::try_from(files.len()).unwrap_or(u64::MAX) };
    let values = values(tool, layout, &layout.input, &layout.output, seed, ports);
    planned(tool, &tool.command, tool.program.clone(), &unit, &values, find)
}

/// The invocations for these files, which are sorted and relative to the input.
pub(super) fn invocations(tool: &Tool, files: &[PathBuf], layout: &Layout, seed: u64, find: Find<'_>) -> Vec<Planned> {
    let single =
        matches!((tool.mode, tool.in_place), (Mode::PerFile | Mode::Stdio, _) | (Mode::InPlace, InPlaceUnit::File));
    let no_ports = Ports::new();
    units(tool, files)
        .into_iter()
        .map(|unit| {
            let input = joined(&layout.input, &unit.path);
            let output = joined(&layout.output, &unit.path);
            let values = values(tool, layout, &input, &output, seed, &no_ports);
            let program = tool.program.clone();
            let mut planned = planned(tool, &tool.command, program, &unit, &values, find);
            planned.makes = match tool.mode {
                Mode::InPlace => None,
                _ if single => output.parent().map(Path::to_path_buf),
                _ => Some(output.clone()),
            };
            if tool.mode == Mode::Stdio {
                planned.stdin = Some(input);
                planned.stdout = Some(output);
            }
            planned
        })
        .collect()
}

struct Unit {
    path: PathBuf,
    files: u64,
}

fn units(tool: &Tool, files: &[PathBuf]) -> Vec<Unit> {
    let by = match (tool.mode, tool.in_place) {
        (Mode::PerFile | Mode::Stdio, _) | (Mode::InPlace, InPlaceUnit::File) => {
            return files.iter().map(|path| Unit { path: path.clone(), files: 1 }).collect();
        }
        (Mode::PerLeafDir, _) | (Mode::InPlace, InPlaceUnit::LeafDir) => Path::parent,
        (Mode::PerDir | Mode::Server, _) | (Mode::InPlace, InPlaceUnit::Dir) => |_: &Path| Some(Path::new("")),
    };
    let mut counts: BTreeMap<PathBuf, u64> = BTreeMap::new();
    for file in files {
        *counts.entry(by(file).unwrap_or(Path::new("")).to_path_buf()).or_default() += 1;
    }
    counts.into_iter().map(|(path, files)| Unit { path, files }).collect()
}

/// Joining an empty path would add a slash.
fn joined(base: &Path, path: &Path) -> PathBuf {
    if path.as_os_str().is_empty() { base.to_path_buf() } else { base.join(path) }
}

/// What the placeholders stand for.
pub(super) fn values<'a>(
    tool: &'a Tool,
    layout: &'a Layout,
    input: &'a Path,
    output: &'a Path,
    seed: u64,
    ports: &'a Ports,
) -> Values<'a> {
    Values {
        ports,
        input,
        output,
        input_dir: &layout.input,
        output_dir: &layout.output,
        work_dir: &layout.work,
        files_dir: &layout.files,
        data_dir: &layout.data,
        tool_dir: tool.folder.as_deref().unwrap_or(&layout.work),
        seed,
    }
}

fn planned(
    tool: &Tool,
    command: &[String],
    program: Option<PathBuf>,
    unit: &Unit,
    values: &Values<'_>,
    find: Find<'_>,
) -> Planned {
    let mut arguments: Vec<RawText> = command.iter().map(|text| template::fill(text, values).into()).collect();
    let found = program.or_else(|| command.first().and_then(|word| find(word)));
    if let (Some(found), Some(first)) = (found, arguments.first_mut()) {
        *first = found.into();
    }
    let filled = tool.set_env.iter().map(|(name, value)| (name.clone().into(), template::fill(value, values).into()));
    Planned {
        arguments,
        unit: unit.path.clone(),
        files: unit.files,
        stdin: None,
        stdout: None,
        makes: None,
        environment: filled.collect(),
    }
}
