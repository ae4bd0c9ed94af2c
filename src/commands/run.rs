//! `deidbench run`: the main job.

mod begun;
mod remarks;

pub use remarks::changed_input;

use crate::checkpoint;
use crate::cli::JudgeArgs;
use crate::cli::RunArgs;
use crate::commands::generate;
use crate::commands::judge;
use crate::commands::judge::Case;
use crate::commands::repeat;
use crate::commands::report;
use crate::commands::results;
use crate::commands::robustness;
use crate::commands::run::begun::BEGUN;
use crate::commands::run::begun::Begun;
use crate::commands::run::begun::JOURNAL;
use crate::commands::run::begun::begin;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::cancel_flag;
use crate::dataset::check_disk;
use crate::exit::Outcome;
use crate::policy::Policy;
use crate::report::Target;
use crate::scorecard::Cost;
use crate::scorecard::InvocationFacts;
use crate::scorecard::ToolFacts;
use crate::tool;
use crate::tool::Invocation;
use crate::tool::MemoryGuard;
use crate::tool::Mode;
use crate::tool::Network;
use crate::tool::RunOptions;
use crate::tool::Tool;
use crate::tool::ToolRun;
use crate::truth::Dataset;
use anyhow::Context;
use anyhow::bail;
use serde::Deserialize;
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Content of `run.json`.
#[derive(Serialize, Deserialize)]
struct RunRecord {
    /// The dataset that the tool was given.
    dataset: PathBuf,
    /// Its digest.
    dataset_digest: String,
    /// When the tool was started, in universal time.
    #[serde(default)]
    started: Option<String>,
    /// The tool and what became of it.
    run: ToolRun,
}

/// Generates unless a dataset is named, runs the tool, pairs, scores, reports.
pub fn execute(arguments: &RunArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let tool = tool::resolve(&arguments.tool)?;
    let targets = report::targets(&arguments.judging.results)?;
    let cancel = cancel_flag()?;
    let folder = arguments.out.clone().unwrap_or_else(|| default_folder(&tool.name));
    let place = arguments.dataset.clone().unwrap_or_else(|| folder.join("dataset"));
    if arguments.dataset.is_none() {
        generate::make(&arguments.make, &place, terminal, &cancel)?;
    }
    let dataset = Dataset::open(&place)?;
    let options = RunOptions {
        seed: dataset.record.seed,
        time_limit: arguments.time_limit.map(Duration::from_secs),
        memory_limit: arguments.memory_limit.map(|mebibytes| mebibytes.saturating_mul(1 << 20)),
        hide: vec![place.clone()],
        ..RunOptions::default()
    };
    if arguments.dry_run {
        return show(&tool, &dataset, &options, terminal);
    }
    let record = run_tool(&tool, &dataset, &place, &folder, &options, terminal, &cancel)?;
    if cancel.load(Ordering::Relaxed) {
        bail!(
            "stopped while the tool was running; the same command goes on in `{}`: behind the last call that had ended, or from \
             the start where there is one call",
            folder.display()
        );
    }
    if arguments.repeat > 1 {
        repeat::execute(&tool, &dataset, &folder, &options, arguments.repeat, terminal, &cancel)?;
    }
    let outcome = score(&record, &dataset, &folder, &arguments.judging, &targets, terminal, &cancel)?;
    if arguments.robustness {
        robustness::execute(&tool, &folder, &options, terminal, &cancel)?;
    }
    Ok(outcome)
}

/// Scores a run folder again.
pub fn score_again(
    folder: &Path,
    judging: &JudgeArgs,
    targets: &[Target],
    terminal: &Terminal,
    cancel: &AtomicBool,
) -> anyhow::Result<Outcome> {
    let record = read(folder)?.with_context(|| format!("there is no run in `{}`", folder.display()))?;
    let dataset = Dataset::open(&record.dataset)?;
    if dataset.record.digest != record.dataset_digest {
        bail!(
            "`{}` is not the dataset that the tool was given; restore it, or run the tool again",
            record.dataset.display()
        );
    }
    score(&record, &dataset, folder, judging, targets, terminal, cancel)
}

/// Runs the tool, or takes what an earlier call of the same command left whole.
fn run_tool(
    tool: &Tool,
    dataset: &Dataset,
    place: &Path,
    folder: &Path,
    options: &RunOptions,
    terminal: &Terminal,
    cancel: &AtomicBool,
) -> anyhow::Result<RunRecord> {
    if let Some(record) = read(folder)? {
        let same_dataset = record.dataset_digest == dataset.record.digest;
        let same_tool =
            record.run.tool.name == tool.name && record.run.tool.definition_sha256 == tool.definition_sha256;
        if !(same_dataset && same_tool) {
            bail!("`{}` holds a run of another tool or dataset; choose another --out, or remove it", folder.display());
        }
        terminal.note("the tool has run already; scoring what it left");
        return Ok(record);
    }
    check_input(dataset)?;
    // A private copy of the input, and an output about as large.
    check_disk(&std::env::temp_dir(), dataset.record.bytes.saturating_mul(2))?;
    fs::create_dir_all(folder).with_context(|| format!("could not make the run folder `{}`", folder.display()))?;
    let begun = Begun::of(tool, dataset);
    begin(&begun, folder, terminal)?;
    checkpoint::reach("run-begun");
    let journal = folder.join(JOURNAL);
    let options = &RunOptions { journal: Some(journal.clone()), ..options.clone() };
    terminal.note(&format!("running {} ({})", tool.name, tool.mode.name()));
    let bar = terminal.bar("running", 1);
    let progress = |done: u64, total: u64| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let started = Some(jiff::Timestamp::now().strftime(results::TIME).to_string());
    let run = tool::run(tool, &dataset.input(), folder, options, &progress, cancel)?;
    bar.finish_and_clear();
    for note in &run.notes {
        terminal.note(note);
    }
    if let Some(startup) = run.startup_microseconds {
        terminal
            .detail(&format!("its version command takes {:.2} s, which is about its start-up", startup as f64 / 1e6));
    }
    terminal.detail(&format!(
        "{} calls; network: {}, folders hidden from the tool: {}, other processes: {}, memory: {}, input files changed: {}",
        run.invocations.len(),
        match run.isolation.network {
            Network::Off => "off",
            Network::Requested => "on, as the tool file asks",
            Network::NotIsolated => "not isolated, because this machine offers no way",
        },
        run.isolation.hidden.len(),
        if run.isolation.processes { "hidden" } else { "visible, because this machine offers no way" },
        match run.isolation.memory {
            MemoryGuard::None => "no limit",
            MemoryGuard::ControlGroup => "held by a control group",
            MemoryGuard::DataLimit => "held by a limit of data for each process, and watched",
            MemoryGuard::Watched => "watched",
        },
        run.changed_input_count,
    ));
    if let Some(server) = &run.server {
        let fates = server.fates.iter().map(|(fate, files)| format!("{files} {}", fate.words()));
        let fates: Vec<String> = fates.collect();
        terminal.detail(&format!("files sent: {}; results: {}", fates.join(", "), server.results));
        let phases = server.phases.iter().filter_map(|phase| Some((&phase.name, phase.problem.as_ref()?)));
        phases.for_each(|(phase, problem)| terminal.note(&format!("{phase}: the server {problem}")));
        server.problems.iter().take(5).for_each(|problem| terminal.note(problem));
    }
    let dataset_folder = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
    let record = RunRecord { dataset: dataset_folder, dataset_digest: dataset.record.digest.clone(), started, run };
    if !cancel.load(Ordering::Relaxed) {
        let path = folder.join("run.json");
        let half = folder.join("run.json.part");
        let text = serde_json::to_string_pretty(&record)? + "\n";
        let write = || {
            fs::write(&half, text)?;
            checkpoint::reach("run-record-half-written");
            fs::rename(&half, &path)
        };
        write().with_context(|| format!("could not write `{}`; is the disk full?", path.display()))?;
        // Where they stay, the record counts.
        let _ = fs::remove_file(folder.join(BEGUN));
        let _ = fs::remove_file(journal);
        checkpoint::reach("run-recorded");
    }
    Ok(record)
}

/// A tool is not blamed for files that it never got.
fn check_input(dataset: &Dataset) -> anyhow::Result<()> {
    for patient in dataset.patients() {
        for row in dataset.truth(patient)?.instances {
            let path = dataset.input().join(&row.path);
            if fs::metadata(&path).ok().is_none_or(|file| file.len() != row.bytes) {
                bail!("the input `{}` is gone or was changed; restore it, or make the dataset again", path.display());
            }
        }
    }
    Ok(())
}

fn score(
    record: &RunRecord,
    dataset: &Dataset,
    folder: &Path,
    judging: &JudgeArgs,
    targets: &[Target],
    terminal: &Terminal,
    cancel: &AtomicBool,
) -> anyhow::Result<Outcome> {
    let run = &record.run;
    let claimed = judging.claimed().unwrap_or_else(|| claimed(run, terminal));
    let case = Case {
        dataset,
        output: &folder.join("output"),
        folder,
        mapping: run.tool.mapping.as_ref().map(|file| folder.join("output").join(file)),
        named: matches!(run.tool.mode, Mode::PerFile | Mode::InPlace | Mode::Stdio),
        tool: ToolFacts { started: record.started.clone(), ..facts(run, &claimed) },
        policy: claimed,
        cost: cost(run, dataset),
        invocations: run.invocations.iter().map(invocation).chain(fates(run)).collect(),
        said: vec![folder.join("logs"), folder.join("side")],
        remarks: changed_input(run),
        dciodvfy: judge::dciodvfy(judging),
    };
    let results = &judging.results;
    let mut scorecard = judge::judge(case, results.show_values, terminal, cancel)?;
    judge::record_gate(&mut scorecard, folder, results)?;
    report::draw(&scorecard, folder, &report::with_page(targets, folder), results, terminal)?;
    terminal.note(&format!("results in {}", folder.display()));
    Ok(judge::outcome(&scorecard, results))
}

/// The policy of the tool file. Words that nobody knows are said and taken for the basic profile.
fn claimed(run: &ToolRun, terminal: &Terminal) -> Policy {
    let policy = &run.tool.policy;
    let words: Vec<&str> =
        std::iter::once(policy.profile.as_str()).chain(policy.options.iter().map(String::as_str)).collect();
    words.join(",").parse().unwrap_or_else(|error| {
        terminal
            .note(&format!("the tool file claims a policy that is not known, so the basic profile is used: {error}"));
        Policy::basic()
    })
}

/// The dataset that the run in this folder was given; none where there is no run.
pub fn dataset_of(folder: &Path) -> anyhow::Result<Option<PathBuf>> {
    Ok(read(folder)?.map(|record| record.dataset))
}

fn read(folder: &Path) -> anyhow::Result<Option<RunRecord>> {
    let path = folder.join("run.json");
    if !path.exists() {
        return Ok(None);
    }
    let at = || format!("could not read `{}`; remove the folder and run again", path.display());
    let text = fs::read_to_string(&path).with_context(at)?;
    Ok(Some(serde_json::from_str(&text).with_context(at)?))
}

/// `runs/TOOL-YYYYMMDD-HHMMSS`, in universal time.
fn default_folder(tool: &str) -> PathBuf {
    let now = jiff::Timestamp::now().strftime("%Y%m%d-%H%M%S");
    let name: String = tool
        .chars()
        .map(|letter| if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '_' })
        .collect();
    Path::new("runs").join(format!("{name}-{now}"))
}

fn show(tool: &Tool, dataset: &Dataset, options: &RunOptions, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let work = std::env::temp_dir().join("WORK");
    let plan = tool::dry_run(tool, &dataset.input(), &work, options).context("could not list the input")?;
    let mut text = String::new();
    for planned in plan.setup.iter().chain(&plan.invocations).chain(&plan.stop) {
        let words: Vec<String> =
            planned.arguments.iter().map(|word| format!("{:?}", word.as_os_str().to_string_lossy())).collect();
        text.push_str(&format!("{}\n", words.join(" ")));
    }
    if let Some(server) = &tool.server {
        text.push_str("\nhow the server is used:\n");
        text.push_str(&toml::to_string(server).context("could not show how the server is used")?);
    }
    terminal.print(&text)?;
    Ok(Outcome::Done)
}

fn facts(run: &ToolRun, policy: &Policy) -> ToolFacts {
    ToolFacts {
        name: run.tool.name.clone(),
        version: run.tool.version.clone().unwrap_or_default(),
        argv: run.tool.command.clone(),
        mode: run.tool.mode.name().to_owned(),
        policy: vec![policy.to_string()],
        sha256: run.tool.program_sha256.clone(),
        started: None,
    }
}

fn cost(run: &ToolRun, dataset: &Dataset) -> Cost {
    let seconds = run.elapsed_microseconds as f64 / 1e6;
    let per_second = |amount: f64| (seconds > 0.0 && run.started()).then(|| amount / seconds);
    Cost {
        wall_s: run.started().then_some(seconds),
        cpu_s: run.started().then(|| cpu_seconds(run.cost)),
        peak_rss_bytes: run.started().then_some(run.cost.peak_rss_bytes),
        instances_per_s: per_second(dataset.record.instances as f64),
        mb_per_s: per_second(dataset.record.bytes as f64 / 1e6),
    }
}

fn cpu_seconds(cost: tool::Cost) -> f64 {
    (cost.user_microseconds + cost.system_microseconds) as f64 / 1e6
}

/// Files that a server did not simply take, by what became of them.
fn fates(run: &ToolRun) -> impl Iterator<Item = InvocationFacts> {
    let fates = run.server.iter().flat_map(|server| &server.fates);
    fates.filter(|(fate, _)| !fate.is_simple()).map(|(fate, files)| InvocationFacts {
        files: *files,
        ending: format!("file {}", fate.words()),
        wall_s: 0.0,
        cpu_s: Some(0.0),
        peak_rss_bytes: Some(0),
        count: *files,
    })
}

fn invocation(call: &Invocation) -> InvocationFacts {
    InvocationFacts {
        files: call.files,
        ending: call.ending.to_string(),
        wall_s: call.cost.wall_microseconds as f64 / 1e6,
        cpu_s: Some(cpu_seconds(call.cost)),
        peak_rss_bytes: Some(call.cost.peak_rss_bytes),
        count: 1,
    }
}
