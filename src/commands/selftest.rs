//! `deidbench selftest`: mutants of a perfect tool, played through the stages that judge every tool.

use crate::cli::DatasetArgs;
use crate::cli::SelftestArgs;
use crate::commands::generate;
use crate::commands::judge;
use crate::commands::judge::Case;
use crate::commands::run::changed_input;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::cancel_flag;
use crate::commands::terminal::table;
use crate::dataset::Suite;
use crate::exit::Outcome;
use crate::finding::Finding;
use crate::instance::StudyKind;
use crate::policy::Policy;
use crate::scorecard::Cost;
use crate::scorecard::ToolFacts;
use crate::selftest;
use crate::selftest::Bench;
use crate::selftest::Deed;
use crate::selftest::Expect;
use crate::selftest::Group;
use crate::selftest::Mutant;
use crate::selftest::Scene;
use crate::selftest::Told;
use crate::selftest::cheat;
use crate::tool;
use crate::tool::Limits;
use crate::tool::RunOptions;
use crate::tool::Tool;
use crate::tool::ToolRun;
use crate::tool::Unwatched;
use crate::tool::WorkFolder;
use crate::truth::Dataset;
use anyhow::Context;
use anyhow::bail;
use comfy_table::presets;
use rayon::prelude::*;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

/// What a cheat may use up: enough for an honest answer, and soon reached by one that never ends.
const LIMITS: Limits = Limits {
    log_bytes: 1 << 20,
    all_log_bytes: 16 << 20,
    written_bytes: 64 << 20,
    written_times_input: 4,
    written_files: 20_000,
    grace_s: 1,
};

/// Seconds that a cheat may take.
const TIME: Duration = Duration::from_secs(60);
/// Seconds that a cheat may take that never ends.
const SHORT_TIME: Duration = Duration::from_secs(3);

/// Bytes that the processes of a cheat may hold.
const MEMORY: u64 = 512 << 20;

/// Makes a dataset, plays the mutants, and says what was caught.
pub fn execute(arguments: &SelftestArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let cancel = cancel_flag()?;
    let start = Instant::now();
    let temporary = WorkFolder::new(None).context("could not make a temporary folder for the self-test")?;
    let root = match &arguments.keep {
        None => temporary.path().to_owned(),
        Some(folder) => fresh(folder)?,
    };
    let place = root.join("dataset");
    let make = DatasetArgs {
        seed: arguments.seed,
        suite: Suite::Coverage,
        patients: Some(arguments.patients),
        blind: false,
        kinds: StudyKind::ALL.to_vec(),
        transfer_syntax: None,
    };
    generate::make(&make, &place, terminal, &cancel)?;
    terminal.note("treating every file as a perfect tool would");
    let bench = Bench::new(&place, &root)?;
    let stage = Stage { bench: &bench, root: &root, place: &place, keep: arguments.keep.is_some(), cancel: &cancel };
    let accusations = stage.oracle()?;
    let mut mutants = selftest::mutants(&bench.known);
    let wanted = |mutant: &Mutant| {
        arguments.only.is_empty() || arguments.only.iter().any(|word| mutant.to_string().starts_with(word))
    };
    mutants.retain(wanted);
    if mutants.is_empty() {
        bail!("no mutant has a name that begins so; the first words are {}", words());
    }
    let bar = terminal.bar("mutants", mutants.len() as u64);
    let played = mutants.par_iter().map(|mutant| {
        let told = stage.play(mutant);
        bar.inc(1);
        told
    });
    let told: Vec<Told> = played.collect::<anyhow::Result<_>>()?;
    bar.finish_and_clear();
    terminal.print(&described(&mutants, &told))?;
    terminal.print(&summary(&mutants, &told, &accusations))?;
    terminal.note(&format!("{:.0} s", start.elapsed().as_secs_f64()));
    let all_caught = !told.iter().any(|told| matches!(told, Told::Missed(_)));
    Ok(if all_caught && accusations.is_empty() { Outcome::Done } else { Outcome::GateFailed })
}

fn fresh(folder: &Path) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("could not make the folder `{}`", folder.display()))?;
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("`{}` is not empty; name a new folder", folder.display());
    }
    Ok(std::path::absolute(folder)?)
}

fn words() -> String {
    Group::ALL.iter().map(|group| group.word()).collect::<Vec<_>>().join(", ")
}

/// Where mutants are played.
struct Stage<'a> {
    bench: &'a Bench,
    root: &'a Path,
    place: &'a Path,
    keep: bool,
    cancel: &'a AtomicBool,
}

impl Stage<'_> {
    /// What the oracle is accused of, on every patient.
    fn oracle(&self) -> anyhow::Result<Vec<Finding>> {
        let all: Vec<usize> = (0..self.bench.known.patients().len()).collect();
        let scene = self.bench.scene(&all)?;
        let folder = self.root.join("runs/oracle");
        let outcome = self.judge(&scene, &scene.oracle, &folder, None)?;
        Ok(outcome.findings)
    }

    fn play(&self, mutant: &Mutant) -> anyhow::Result<Told> {
        if self.cancel.load(Ordering::Relaxed) {
            bail!("stopped during the self-test");
        }
        let scene = self.bench.scene(&mutant.patients)?;
        let folder = self.root.join("runs").join(mutant.to_string().replace(' ', "-"));
        let told = match &mutant.deed {
            Deed::Cheat(word) => {
                let run = self.run(word, &scene, &folder, &mutant.expect)?;
                let outcome = self.judge(&scene, &folder.join("output"), &folder, Some(run))?;
                mutant.expect.told(&outcome)
            }
            _ => {
                let output = folder.join("output");
                match mutant.write(self.bench, &scene, &output)? {
                    0 => Told::Untested("no file of the dataset has what it changes".to_owned()),
                    _ => mutant.expect.told(&self.judge(&scene, &output, &folder, None)?),
                }
            }
        };
        if !self.keep || !matches!(told, Told::Missed(_)) {
            fs::remove_dir_all(&folder).with_context(|| format!("could not remove `{}`", folder.display()))?;
        }
        Ok(told)
    }

    /// Runs a cheat as any tool is run.
    fn run(&self, word: &str, scene: &Scene, folder: &Path, expect: &Expect) -> anyhow::Result<ToolRun> {
        let program = std::env::current_exe().context("could not find this program itself")?;
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let words = [cheat::ARGUMENT, word, "{input_dir}", "{output_dir}", &text(&scene.oracle), &text(self.place)];
        let mut tool = Tool::from_program(&program);
        tool.command = std::iter::once(text(&program)).chain(words.map(str::to_owned)).collect();
        let endless = matches!(expect, Expect::Ended(tool::Ending::TimedOut));
        let options = RunOptions {
            limits: LIMITS,
            time_limit: Some(if endless { SHORT_TIME } else { TIME }),
            memory_limit: Some(MEMORY),
            hide: vec![self.place.to_owned(), scene.dataset.clone()],
            ..RunOptions::default()
        };
        fs::create_dir_all(folder).with_context(|| format!("could not make `{}`", folder.display()))?;
        Ok(tool::run(&tool, &scene.dataset.join("input"), folder, &options, &Unwatched, self.cancel)?)
    }

    /// Judges an output as `score` does, and reads what was written.
    fn judge(
        &self,
        scene: &Scene,
        output: &Path,
        folder: &Path,
        run: Option<ToolRun>,
    ) -> anyhow::Result<selftest::Outcome> {
        let dataset = Dataset::open(&scene.dataset)?;
        let case = Case {
            dataset: &dataset,
            output,
            folder,
            mapping: None,
            named: false,
            tool: ToolFacts { name: "mutant".to_owned(), ..ToolFacts::default() },
            policy: Policy::basic(),
            cost: Cost::default(),
            invocations: Vec::new(),
            said: vec![folder.join("logs"), folder.join("side")],
            remarks: run.as_ref().map(changed_input).unwrap_or_default(),
            dciodvfy: None,
        };
        let scorecard = judge::judge(case, false, &Terminal::new(true, false), self.cancel)?;
        let path = folder.join("findings.csv");
        let mut reader =
            csv::Reader::from_path(&path).with_context(|| format!("could not read `{}`", path.display()))?;
        let findings = reader.deserialize().collect::<Result<Vec<Finding>, _>>();
        let findings = findings.with_context(|| format!("could not understand `{}`", path.display()))?;
        Ok(selftest::Outcome { scorecard, findings, run })
    }
}

/// Every mutant with the signal that told it.
fn described(mutants: &[Mutant], told: &[Told]) -> String {
    let mut rows = table(["mutant", "caught by"]);
    rows.load_style(presets::NOTHING);
    for (mutant, told) in mutants.iter().zip(told) {
        rows.add_row([mutant.to_string(), told.to_string()]);
    }
    format!("{rows}\n")
}

fn summary(mutants: &[Mutant], told: &[Told], accusations: &[Finding]) -> String {
    let mut rows = table(["mutants that", "caught", "missed", "not tested"]);
    rows.load_style(presets::NOTHING);
    let mut sum = [0; 3];
    for group in Group::ALL {
        let mut counts = [0; 3];
        for (_, told) in mutants.iter().zip(told).filter(|(mutant, _)| mutant.group == *group) {
            match told {
                Told::Caught(_) => counts[0] += 1,
                Told::Missed(_) => counts[1] += 1,
                Told::Untested(_) => counts[2] += 1,
            }
        }
        if counts.iter().sum::<u64>() > 0 {
            rows.add_row([group.title().to_owned()].into_iter().chain(counts.map(|count| count.to_string())));
        }
        sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    rows.add_row(["all".to_owned()].into_iter().chain(sum.map(|count: u64| count.to_string())));
    let mut text = format!("\n{rows}\n");
    match accusations.first() {
        None => text.push_str("the perfect tool was accused of nothing\n"),
        Some(first) => text.push_str(&format!(
            "the perfect tool was accused {} times, first of {}\n",
            accusations.len(),
            selftest::in_words(first)
        )),
    }
    text
}
