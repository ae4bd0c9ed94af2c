//! From an output folder to a scorecard on disk: what `run` and `score` share.
//!
//! Patients are judged one by one and spooled to disk, because some verdicts depend on all of them: dates that were moved
//! by one number of days for everybody are recoverable. Then they are gone through again, written and counted.

mod pictures;
mod spool;

use crate::cli::FailOn;
use crate::cli::JudgeArgs;
use crate::cli::ResultArgs;
use crate::commands::judge::pictures::Album;
use crate::commands::judge::spool::Judged;
use crate::commands::judge::spool::Spool;
use crate::commands::terminal::Terminal;
use crate::detectors::Notes;
use crate::detectors::beside::Everybody;
use crate::detectors::beside::Role;
use crate::detectors::evaluate;
use crate::detectors::evaluate::Answer;
use crate::detectors::evaluate::Files;
use crate::detectors::links;
use crate::detectors::links::Conclusions;
use crate::detectors::links::Survey;
use crate::detectors::ocr;
use crate::exit::Outcome;
use crate::finding::Finding;
use crate::judgement::Judgement;
use crate::pairing::Pair;
use crate::pairing::Pairing;
use crate::pairing::Request;
use crate::policy::Policy;
use crate::report::FindingsWriter;
use crate::score::Tally;
use crate::scorecard::Cost;
use crate::scorecard::DatasetFacts;
use crate::scorecard::EvidenceFacts;
use crate::scorecard::InvocationFacts;
use crate::scorecard::Scorecard;
use crate::scorecard::ToolFacts;
use crate::truth::Dataset;
use crate::truth::Kind;
use crate::truth::PatientTruth;
use crate::validators::Dciodvfy;
use anyhow::Context;
use anyhow::bail;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use walkdir::WalkDir;

/// Patients that are judged side by side before their findings are written: memory stays flat.
const BATCH: usize = 32;

/// What is scored.
pub struct Case<'a> {
    /// The dataset that the tool was given.
    pub dataset: &'a Dataset,
    /// What came back.
    pub output: &'a Path,
    /// Where the results go.
    pub folder: &'a Path,
    /// The tool's own mapping file.
    pub mapping: Option<PathBuf>,
    /// Whether the harness named the path of each output.
    pub named: bool,
    /// What the tool claims.
    pub policy: Policy,
    /// What was measured.
    pub tool: ToolFacts,
    /// What the calls took.
    pub cost: Cost,
    /// How they ended.
    pub invocations: Vec<InvocationFacts>,
    /// Folders with what the tool said, or left outside its output.
    pub said: Vec<PathBuf>,
    /// The validator, where it is installed and wanted.
    pub dciodvfy: Option<Dciodvfy>,
}

/// The validator, where it is installed and wanted.
pub fn dciodvfy(judging: &JudgeArgs) -> Option<Dciodvfy> {
    if judging.no_dciodvfy { None } else { Dciodvfy::installed() }
}

/// Pairs, judges and adds up; writes `pairs.csv`, `findings.csv` and `scorecard.json`.
pub fn judge(case: Case<'_>, show_values: bool, terminal: &Terminal, cancel: &AtomicBool) -> anyhow::Result<Scorecard> {
    fs::create_dir_all(case.folder)
        .with_context(|| format!("could not make the folder `{}` for the results", case.folder.display()))?;
    if let Some(why) = ocr::problem() {
        terminal.note(&format!("no second reader for burned text: {why}; lines are judged by their ink alone"));
    }
    terminal.note("pairing outputs with inputs");
    let request = Request { mapping: case.mapping.as_deref(), named: case.named, ..Request::new(case.output) };
    let pairing = Pairing::new(case.dataset, &request)?;
    let pairs = case.folder.join("pairs.csv");
    let file = File::create(&pairs).with_context(|| format!("could not write `{}`", pairs.display()))?;
    pairing.write(BufWriter::new(file))?;
    let answered = pairing.pairs.iter().filter(|pair| pair.output.is_some()).count();
    terminal.detail(&format!(
        "{answered} of {} inputs have an output; {} second answers, {} outputs without an input, {} other files, \
         {} links and the like",
        pairing.pairs.len(),
        pairing.doubled.len(),
        pairing.unpaired_outputs.len(),
        pairing.side_files.len(),
        pairing.odd_files.len(),
    ));
    let mut beside = search_beside(&case, &pairing)?;

    let mut album = Album::new(case.folder);
    let spool = judge_alone(&case, &pairing, &mut beside, &mut album, terminal, cancel)?;
    let tally = conclude(&case, spool, show_values, cancel)?;
    let evidence = album.finish(terminal);
    finish(case, &pairing, tally, evidence)
}

/// Patients by themselves, judged side by side, in the order of the dataset; and what they say of each other.
fn judge_alone(
    case: &Case<'_>,
    pairing: &Pairing,
    beside: &mut BTreeMap<String, Vec<Finding>>,
    album: &mut Album,
    terminal: &Terminal,
    cancel: &AtomicBool,
) -> anyhow::Result<(Spool, Conclusions)> {
    let mut spool = Spool::new(case.folder)?;
    let mut survey = Survey::default();
    let by_patient = by_patient(pairing);
    let doubled: BTreeSet<&str> = pairing.doubled.iter().map(|doubled| doubled.instance.as_str()).collect();
    let bar = terminal.bar("scoring", case.dataset.patients().len() as u64);
    for batch in case.dataset.patients().chunks(BATCH) {
        if cancel.load(Ordering::Relaxed) {
            bail!("stopped while scoring; score the run again with the same command");
        }
        let findings: Vec<Vec<Finding>> =
            batch.iter().map(|patient| beside.remove(patient).unwrap_or_default()).collect();
        let judged: Vec<anyhow::Result<Judged>> = batch
            .par_iter()
            .zip(findings)
            .map(|(patient, beside)| {
                let pairs = by_patient.get(patient.as_str()).map(Vec::as_slice).unwrap_or_default();
                let judged = patient_judgement(case, patient, pairs, &doubled, beside);
                bar.inc(1);
                judged
            })
            .collect();
        let mut judged: Vec<Judged> = judged.into_iter().collect::<anyhow::Result<_>>()?;
        album.draw(case, &by_patient, &mut judged);
        for judged in judged {
            survey.add(&judged.links);
            spool.write(&judged)?;
        }
    }
    bar.finish_and_clear();
    Ok((spool, survey.finish()))
}

/// Adds to each patient what only all of them tell, writes `findings.csv`, and counts.
fn conclude(
    case: &Case<'_>,
    (spool, conclusions): (Spool, Conclusions),
    show_values: bool,
    cancel: &AtomicBool,
) -> anyhow::Result<Tally> {
    let path = case.folder.join("findings.csv");
    let temporary = case.folder.join("findings.csv.part");
    let at = || format!("could not write `{}`; is the disk full?", path.display());
    let out = BufWriter::new(File::create(&temporary).with_context(at)?);
    let salt = &case.dataset.record.digest;
    let mut writer = if show_values { FindingsWriter::in_clear(out) } else { FindingsWriter::redacted(out, salt) };
    let mut tally = Tally::default();
    let mut replay = spool.replay()?;
    loop {
        if cancel.load(Ordering::Relaxed) {
            bail!("stopped while scoring; score the run again with the same command");
        }
        let batch = replay.next(BATCH)?;
        if batch.is_empty() {
            break;
        }
        let concluded: Vec<anyhow::Result<(PatientTruth, Judgement)>> = batch
            .par_iter()
            .map(|line| {
                let Judged { judgement, links } = spool::read(line)?;
                let truth = case.dataset.truth(&judgement.patient)?;
                let mut notes = Notes { judgement, policy: case.policy.clone() };
                links::conclude(&links, &conclusions, &truth, &mut notes);
                Ok((truth, notes.judgement))
            })
            .collect();
        for concluded in concluded {
            let (truth, judgement) = concluded?;
            let planted: BTreeSet<(Kind, &str)> = truth
                .plants
                .iter()
                .flat_map(|plant| [(plant.kind, plant.value.as_str()), (plant.kind, plant.written.as_str())])
                .collect();
            writer.write(&judgement.findings, &planted.into_iter().collect::<Vec<_>>()).with_context(at)?;
            tally.add(&truth, &judgement);
        }
    }
    writer.finish().and_then(|mut out| out.flush()).with_context(at)?;
    fs::rename(&temporary, &path).with_context(at)?;
    Ok(tally)
}

fn patient_judgement(
    case: &Case<'_>,
    patient: &str,
    pairs: &[&Pair],
    doubled: &BTreeSet<&str>,
    beside: Vec<Finding>,
) -> anyhow::Result<Judged> {
    let truth = case.dataset.truth(patient)?;
    let answers: BTreeMap<&str, PathBuf> =
        pairs.iter().filter_map(|pair| Some((pair.instance.as_str(), pair.output.as_ref()?.path.clone()))).collect();
    let answer = |row: &crate::truth::InstanceRow| Answer {
        output: answers.get(row.instance.as_str()).cloned(),
        doubled: doubled.contains(row.instance.as_str()),
    };
    let (input, folder) = (case.dataset.input(), case.dataset.truth_folder(patient));
    let files = Files { input: &input, output: case.output, truth: &folder, dciodvfy: case.dciodvfy.as_ref() };
    let (judgement, links) = evaluate::patient(&truth, &files, &case.policy, &answer, beside)?;
    Ok(Judged { judgement, links })
}

fn by_patient(pairing: &Pairing) -> BTreeMap<&str, Vec<&Pair>> {
    let mut by_patient: BTreeMap<&str, Vec<&Pair>> = BTreeMap::new();
    for pair in &pairing.pairs {
        by_patient.entry(pair.patient.as_str()).or_default().push(pair);
    }
    by_patient
}

/// Findings in files that answer no input: second answers, strangers, side files, and what the tool said.
fn search_beside(case: &Case<'_>, pairing: &Pairing) -> anyhow::Result<BTreeMap<String, Vec<Finding>>> {
    let extra = pairing.unpaired_outputs.iter().chain(&pairing.side_files);
    let extra = extra.chain(pairing.doubled.iter().map(|doubled| &doubled.output));
    let mut files: Vec<(String, PathBuf, Role)> =
        extra.map(|file| (file.lossy(), case.output.join(&file.path), Role::Output)).collect();
    for folder in &case.said {
        let base = folder.parent().unwrap_or(folder);
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
        for entry in walk.filter(|entry| entry.file_type().is_file()) {
            let name = entry.path().strip_prefix(base).unwrap_or(entry.path()).to_string_lossy().into_owned();
            files.push((name, entry.into_path(), Role::Said));
        }
    }
    if files.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut everybody = Everybody::default();
    for patient in case.dataset.patients() {
        everybody.add(&case.dataset.truth(patient)?.plants);
    }
    let files: Vec<(String, &Path, Role)> =
        files.iter().map(|(name, path, role)| (name.clone(), path.as_path(), *role)).collect();
    Ok(everybody.search(&files))
}

/// Adds up and writes `scorecard.json`.
fn finish(case: Case<'_>, pairing: &Pairing, tally: Tally, evidence: EvidenceFacts) -> anyhow::Result<Scorecard> {
    let record = &case.dataset.record;
    let dataset = DatasetFacts {
        seed: record.seed,
        suite: record.suite.clone(),
        digest: record.digest.clone(),
        patients: record.patients,
        instances: record.instances,
    };
    let mut scorecard = tally.finish(dataset, case.tool, case.cost, case.invocations);
    scorecard.evidence = evidence;
    let reader = ocr::problem().map_or_else(ocr::version, |why| format!("none: {why}"));
    scorecard.readers.insert("text".to_owned(), reader);
    scorecard.headline.instances.unpaired_outputs = pairing.unpaired_outputs.len() as u64;
    scorecard.headline.instances.side_files = pairing.side_files.len() as u64;
    let path = case.folder.join("scorecard.json");
    let temporary = case.folder.join("scorecard.json.part");
    let text = serde_json::to_string_pretty(&scorecard)? + "\n";
    fs::write(&temporary, text)
        .and_then(|()| fs::rename(&temporary, &path))
        .with_context(|| format!("could not write `{}`; is the disk full?", path.display()))?;
    Ok(scorecard)
}

/// How the command ends for this result.
pub fn outcome(scorecard: &Scorecard, results: &ResultArgs) -> Outcome {
    let headline = &scorecard.headline;
    if headline.plants.planted > 0 && headline.plants.measured == 0 {
        return Outcome::NothingMeasured;
    }
    let failed = |what: &FailOn| match what {
        FailOn::Leak => headline.patients.leaking > 0,
        FailOn::Damage => headline.instances.damaged > 0,
        FailOn::Unmeasured => headline.plants.not_measured > 0,
    };
    if results.fail_on.iter().any(failed) { Outcome::GateFailed } else { Outcome::Done }
}
