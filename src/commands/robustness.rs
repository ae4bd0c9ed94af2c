//! `deidbench run --robustness`: broken files, one by one, kept apart from the scores.

use crate::cli::DatasetArgs;
use crate::commands::generate;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::table;
use crate::dataset::Coding;
use crate::dataset::Suite;
use crate::detectors::beside::Everybody;
use crate::detectors::beside::Role;
use crate::dicom::encode::Syntax;
use crate::dicom::scan::Scan;
use crate::instance::StudyKind;
use crate::robustness;
use crate::robustness::Bearing;
use crate::robustness::Case;
use crate::robustness::CaseResult;
use crate::robustness::Robustness;
use crate::seed::Seed;
use crate::tool;
use crate::tool::RunOptions;
use crate::tool::Tool;
use crate::tool::ToolRun;
use crate::tool::Unwatched;
use crate::tool::WorkFolder;
use crate::truth::Dataset;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use anyhow::Context;
use anyhow::bail;
use comfy_table::presets;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use walkdir::WalkDir;

/// Seconds that a tool may take for a broken file, unless it is given less.
const TIME: Duration = Duration::from_secs(30);
/// Bytes that its processes may hold, unless it is given less.
const MEMORY: u64 = 4 << 30;
/// Largest output that is taken apart.
const LARGEST: u64 = 256 << 20;

/// Gives the tool every broken file, writes `robustness.json` and prints a table.
pub fn execute(
    tool: &Tool,
    folder: &Path,
    options: &RunOptions,
    terminal: &Terminal,
    cancel: &AtomicBool,
) -> anyhow::Result<Robustness> {
    let root = WorkFolder::new(None).context("could not make a temporary folder for broken files")?;
    let make = DatasetArgs {
        seed: Seed(options.seed),
        suite: Suite::Quick,
        patients: Some(3),
        blind: false,
        kinds: vec![StudyKind::NuclearMedicine],
        transfer_syntax: Some(Coding::Only(Syntax::ExplicitLittleEndian)),
    };
    let dataset = root.path().join("dataset");
    generate::make(&make, &dataset, &Terminal::new(true, false), cancel)?;
    let dataset = Dataset::open(&dataset)?;
    let Some((truth, row)) = broken_one(&dataset)? else { bail!("the made-up patient has no image to break") };
    let good = fs::read(dataset.input().join(&row.path)).context("could not read a file that was just made")?;
    let bench = Bench { tool, options, dataset: &dataset, truth: &truth, row: &row, root: root.path(), cancel };
    let whole = Case { group: "good file", name: "as it is".to_owned(), bytes: good.clone(), among_good: false };
    let mut result = Robustness {
        format: robustness::FORMAT,
        tool: tool.name.clone(),
        version: None,
        good_file: bench.play(&whole)?.0,
        cases: Vec::new(),
    };
    let cases = robustness::cases(&good);
    let bar = terminal.bar("broken files", cases.len() as u64);
    for case in &cases {
        if cancel.load(Ordering::Relaxed) {
            bail!("stopped while the tool was given broken files");
        }
        let (played, run) = bench.play(case)?;
        result.version = run.tool.version;
        result.cases.push(played);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let path = folder.join("robustness.json");
    fs::write(&path, serde_json::to_string_pretty(&result)? + "\n")
        .with_context(|| format!("could not write `{}`; is the disk full?", path.display()))?;
    terminal.print(&described(&result))?;
    Ok(result)
}

/// The smallest image of a patient whose name is planted.
fn broken_one(dataset: &Dataset) -> anyhow::Result<Option<(PatientTruth, InstanceRow)>> {
    for patient in dataset.patients() {
        let truth = dataset.truth(patient)?;
        let smallest = truth.instances.iter().filter(|row| row.frames > 0).min_by_key(|row| row.bytes).cloned();
        if let Some(row) = smallest.filter(|_| truth.plants.iter().any(|plant| plant.direct)) {
            return Ok(Some((truth, row)));
        }
    }
    Ok(None)
}

struct Bench<'a> {
    tool: &'a Tool,
    options: &'a RunOptions,
    dataset: &'a Dataset,
    truth: &'a PatientTruth,
    row: &'a InstanceRow,
    root: &'a Path,
    cancel: &'a AtomicBool,
}

impl Bench<'_> {
    /// Runs the tool on one broken file, in folders of its own that are gone afterwards.
    fn play(&self, case: &Case) -> anyhow::Result<(CaseResult, ToolRun)> {
        let place = tempfile::tempdir_in(self.root).context("could not make a folder for a broken file")?;
        let (input, folder) = (place.path().join("input"), place.path().join("run"));
        let write = |path: &str, bytes: &[u8]| {
            let path = input.join(path);
            let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
            parent.and_then(|()| fs::write(&path, bytes)).context("could not write a broken file; is the disk full?")
        };
        write("study/broken.dcm", &case.bytes)?;
        let mut good_files = 0;
        if case.among_good {
            for row in self.truth.instances.iter().filter(|row| row.instance != self.row.instance) {
                good_files += 1;
                write(&format!("study/good-{good_files}.dcm"), &fs::read(self.dataset.input().join(&row.path))?)?;
            }
        }
        let own = self.options.time_limit.unwrap_or(Duration::from_secs(self.tool.time_limit_seconds()));
        let options = RunOptions {
            time_limit: Some(own.min(TIME)),
            memory_limit: Some(self.options.memory_limit.unwrap_or(MEMORY).min(MEMORY)),
            ..self.options.clone()
        };
        let run = tool::run(self.tool, &input, &folder, &options, &Unwatched, self.cancel)?;
        Ok((self.judged(case, &run, &folder.join("output"), good_files), run))
    }

    fn judged(&self, case: &Case, run: &ToolRun, output: &Path, good_files: u64) -> CaseResult {
        let files: Vec<PathBuf> = WalkDir::new(output)
            .sort_by_file_name()
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
            .map(walkdir::DirEntry::into_path)
            .collect();
        let usable = |file: &&PathBuf| Scan::open(file, LARGEST).is_ok_and(|scan| scan.problem.is_none());
        // What changed its copy in place, or copied without looking, left something that opens or not.
        let written = files.iter().filter(|file| fs::metadata(file).is_ok_and(|facts| facts.len() > 0)).count() as u64;
        let answers = files.iter().filter(usable).count() as u64;
        let answered = if case.among_good { answers > good_files } else { written > 0 };
        CaseResult {
            group: case.group.to_owned(),
            name: case.name.clone(),
            bearing: robustness::bearing(run, answered),
            ending: run.invocations.last().map_or_else(String::new, |call| call.ending.to_string()),
            // Beside good files one cannot say of which file a value came.
            identifiers_copied: if case.among_good { 0 } else { self.copied(&files) },
            good_files,
            good_files_lost: good_files - answers.min(good_files),
            wall_microseconds: run.cost.wall_microseconds,
            peak_rss_bytes: run.cost.peak_rss_bytes,
        }
    }

    /// Planted direct values of the patient that stand anywhere in what was written.
    fn copied(&self, files: &[PathBuf]) -> u64 {
        let mut everybody = Everybody::default();
        everybody.add(&self.truth.plants);
        let named: Vec<(String, &Path, Role)> =
            files.iter().map(|file| (String::new(), file.as_path(), Role::Output)).collect();
        let found = everybody.search(&named, &|| ()).by_patient.into_values().flatten();
        found.map(|finding| finding.value).collect::<BTreeSet<_>>().len() as u64
    }
}

fn described(result: &Robustness) -> String {
    let mut groups: Vec<&str> = Vec::new();
    for case in &result.cases {
        if !groups.contains(&case.group.as_str()) {
            groups.push(&case.group);
        }
    }
    let mut rows = table(["broken files", "cases", "survived", "refused", "crashed", "hung", "ate", "copied", "lost"]);
    rows.load_style(presets::NOTHING);
    for group in groups.into_iter().chain(["all"]) {
        let of = || result.cases.iter().filter(|case| group == "all" || case.group == group);
        let count = |bearing| of().filter(|case| case.bearing == bearing).count().to_string();
        let lost: u64 = of().map(|case| case.good_files_lost).sum();
        let good: u64 = of().map(|case| case.good_files).sum();
        rows.add_row([
            group.to_owned(),
            of().count().to_string(),
            count(Bearing::Survived),
            count(Bearing::Refused),
            count(Bearing::Crashed),
            count(Bearing::Hung),
            count(Bearing::AteResources),
            of().filter(|case| case.identifiers_copied > 0).count().to_string(),
            if good > 0 { format!("{lost} of {good}") } else { String::new() },
        ]);
    }
    let whole = &result.good_file;
    let mut text = format!("\nRobustness of {}; no part of any score\n{rows}\n", result.tool);
    text.push_str("ate: ended at its limit of memory or disk. copied: identifiers stand in what it wrote.\n");
    text.push_str("lost: good files beside a broken one that were not answered.\n");
    text.push_str(&format!(
        "the same file unbroken: {} ({}), {} planted identifiers copied\n",
        whole.bearing, whole.ending, whole.identifiers_copied
    ));
    let worst = result.cases.iter().filter(|case| !matches!(case.bearing, Bearing::Survived | Bearing::Refused));
    for case in worst.take(20) {
        text.push_str(&format!("  {}: {}: {} ({})\n", case.bearing, case.group, case.name, case.ending));
    }
    text
}
