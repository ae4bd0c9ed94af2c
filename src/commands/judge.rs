//! From an output folder to a scorecard on disk: what `run` and `score` share.
//!
//! Patients are judged one by one and spooled to disk, because some verdicts depend on all of them: dates that were moved
//! by one number of days for everybody are recoverable. Then they are gone through again, written and counted.

mod aside;
mod cache;
mod outcome;
mod pictures;
mod spool;

pub use outcome::outcome;
pub use outcome::outcome_of;
pub use outcome::record_gate;

use crate::checkpoint;
use crate::cli::JudgeArgs;
use crate::commands::judge::aside::search_beside;
use crate::commands::judge::cache::Cache;
use crate::commands::judge::pictures::Album;
use crate::commands::judge::spool::Judged;
use crate::commands::judge::spool::Spool;
use crate::commands::terminal::Terminal;
use crate::detectors;
use crate::detectors::Notes;
use crate::detectors::beside::Beside;
use crate::detectors::evaluate;
use crate::detectors::evaluate::Answer;
use crate::detectors::evaluate::Files;
use crate::detectors::links;
use crate::detectors::links::Conclusions;
use crate::detectors::links::Survey;
use crate::detectors::ocr;
use crate::finding::Finding;
use crate::judgement::Judgement;
use crate::pairing::Pair;
use crate::pairing::Pairing;
use crate::pairing::PairingError;
use crate::pairing::Request;
use crate::pairing::archives;
use crate::pairing::regroup;
use crate::policy::Policy;
use crate::report::FindingsWriter;
use crate::score::Tally;
use crate::scorecard::Cost;
use crate::scorecard::DatasetFacts;
use crate::scorecard::EvidenceFacts;
use crate::scorecard::Explanation;
use crate::scorecard::InvocationFacts;
use crate::scorecard::Scorecard;
use crate::scorecard::ToolFacts;
use crate::tool::digest;
use crate::truth::Dataset;
use crate::truth::Kind;
use crate::truth::PatientTruth;
use crate::truth::TrapRecord;
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
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

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
    /// What the runner saw that no output shows.
    pub remarks: Vec<Finding>,
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
    terminal.note("pairing outputs with inputs");
    // The reader of text takes its time to start, and nobody waits for it yet.
    let (paired, (no_reader, _)) = rayon::join(|| pair(&case, terminal), || (ocr::problem(), own_digest()));
    if let Some(why) = no_reader {
        terminal.note(&format!("no second reader for burned text: {why}; lines are judged by their ink alone"));
    }
    let (opened, pairing) = paired?;
    let case = Case { output: &opened, ..case };
    let pairs = case.folder.join("pairs.csv");
    let file = File::create(&pairs).with_context(|| format!("could not write `{}`", pairs.display()))?;
    checkpoint::reach("pairs-half-written");
    pairing.write(BufWriter::new(file))?;
    checkpoint::reach("paired");
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
    let Beside { by_patient: mut beside, mut unsearched } = search_beside(&case, &pairing, terminal)?;
    unsearched.extend(case.remarks.iter().cloned());
    if let Some(first) = case.dataset.patients().first() {
        beside.entry(first.clone()).or_default().extend(unsearched);
    }

    checkpoint::reach("beside-searched");
    let mut album = Album::new(case.folder);
    let spool = judge_alone(&case, &pairing, &mut beside, &mut album, terminal, cancel)?;
    checkpoint::reach("all-judged");
    let tally = conclude(&case, spool, show_values, terminal, cancel)?;
    let evidence = album.finish(terminal);
    finish(case, &pairing, tally, evidence)
}

/// Opens archives, pairs, and pairs once more where inputs were split or merged. Gives the folder that was paired.
fn pair(case: &Case<'_>, terminal: &Terminal) -> anyhow::Result<(PathBuf, Pairing)> {
    let into = case.folder.join("opened");
    let bytes = case.dataset.record.bytes.saturating_mul(20).saturating_add(1 << 30);
    let bounds = archives::Bounds { bytes, entries: 1_000_000 };
    let opened = archives::open(case.output, &into, bounds)
        .map_err(|source| PairingError::Output { path: case.output.to_owned(), source })?;
    if opened.archives > 0 {
        terminal.note(&format!("opened {} archives among the outputs", opened.archives));
    }
    opened.notes.iter().for_each(|note| terminal.note(note));
    let bar = terminal.bar("pairing", case.dataset.record.instances);
    let read = |files: u64| bar.inc(files);
    let first = Request { progress: &read, ..request(case, &opened.output) };
    let mut pairing = Pairing::new(case.dataset, &first)?;
    bar.finish_and_clear();
    let mut output = opened.output.clone();
    let found = regroup::regroup(case.dataset, &request(case, &output), &pairing, &into)?;
    if !found.is_empty() {
        terminal.note(&format!(
            "{} inputs came back as single frames, and {} outputs hold frames of several inputs: put together anew in `{}`",
            found.joined,
            found.split,
            into.display()
        ));
        pairing = Pairing::new(case.dataset, &request(case, &into))?;
        found.explain(&mut pairing);
        output = into;
    }
    pairing.remarks.iter().for_each(|remark| terminal.note(remark));
    Ok((output, pairing))
}

fn request<'a>(case: &'a Case<'_>, output: &'a Path) -> Request<'a> {
    Request { mapping: case.mapping.as_deref(), named: case.named, ..Request::new(output) }
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
    let cache = Cache::new(case);
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
                let judged = patient_judgement(case, &cache, patient, pairs, &doubled, beside);
                checkpoint::reach("patient-judged");
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
    let (judged, taken) = cache.counts();
    terminal.detail(&format!("{judged} patients judged; {taken} judgements taken over, because nothing changed"));
    Ok((spool, survey.finish()))
}

/// Adds to each patient what only all of them tell, writes `findings.csv`, and counts.
fn conclude(
    case: &Case<'_>,
    (spool, conclusions): (Spool, Conclusions),
    show_values: bool,
    terminal: &Terminal,
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
    let bar = terminal.bar("concluding", case.dataset.patients().len() as u64);
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
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    writer.finish().and_then(|mut out| out.flush()).with_context(at)?;
    checkpoint::reach("findings-half-written");
    fs::rename(&temporary, &path).with_context(at)?;
    Ok(tally)
}

fn patient_judgement(
    case: &Case<'_>,
    cache: &Cache,
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
    let key = cache.key(case, &truth, &answer, &beside);
    if let Some(kept) = cache.get(patient, &key) {
        return Ok(kept);
    }
    let (input, folder) = (case.dataset.input(), case.dataset.truth_folder(patient));
    let files = Files { input: &input, output: case.output, truth: &folder, dciodvfy: case.dciodvfy.as_ref() };
    let (judgement, links) = evaluate::patient(&truth, &files, &case.policy, &answer, beside)?;
    Ok(cache.put(patient, key, Judged { judgement, links }))
}

fn by_patient(pairing: &Pairing) -> BTreeMap<&str, Vec<&Pair>> {
    let mut by_patient: BTreeMap<&str, Vec<&Pair>> = BTreeMap::new();
    for pair in &pairing.pairs {
        by_patient.entry(pair.patient.as_str()).or_default().push(pair);
    }
    by_patient
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
        // A path of this machine is nobody's business.
        options: record.options.clone().into_iter().filter(|(name, _)| name != "source").collect(),
    };
    let mut scorecard = tally.finish(dataset, case.tool, case.cost, case.invocations);
    scorecard.evidence = evidence;
    scorecard.deidbench_sha256 = own_digest();
    scorecard.explanations = explanations(&record.traps);
    let reader = ocr::problem().map_or_else(ocr::version, |why| format!("none: {why}"));
    scorecard.readers.insert("text".to_owned(), reader);
    scorecard.headline.instances.unpaired_outputs = pairing.unpaired_outputs.len() as u64;
    scorecard.headline.instances.side_files = pairing.side_files.len() as u64;
    write_scorecard(&scorecard, &case.folder.join("scorecard.json"))?;
    checkpoint::reach("scored");
    Ok(scorecard)
}

/// Writes a scorecard whole or not at all.
pub fn write_scorecard(scorecard: &Scorecard, path: &Path) -> anyhow::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".part");
    let text = serde_json::to_string_pretty(scorecard)? + "\n";
    fs::write(&temporary, text)
        .and_then(|()| {
            checkpoint::reach("scorecard-half-written");
            fs::rename(&temporary, path)
        })
        .with_context(|| format!("could not write `{}`; is the disk full?", path.display()))
}

/// SHA-256 of this program's file, so that a result can be signed with what made it.
fn own_digest() -> Option<String> {
    static DIGEST: OnceLock<Option<String>> = OnceLock::new();
    DIGEST.get_or_init(|| digest::of_file(&std::env::current_exe().ok()?).ok()).clone()
}

/// Traps as the dataset records them, and the detectors of this build.
fn explanations(traps: &[TrapRecord]) -> BTreeMap<String, Explanation> {
    let traps = traps.iter().map(|trap| {
        let TrapRecord { title, why, standard, passes, .. } = trap.clone();
        (trap.id.clone(), Explanation { title, why, standard, passes })
    });
    let detectors = detectors::cards().into_iter().map(|card| {
        let [title, why, standard, passes] = [card.title, card.why, card.standard, card.passes].map(str::to_owned);
        (card.id.to_owned(), Explanation { title, why, standard, passes })
    });
    // A trap comes last, so that it counts where a detector had its name.
    detectors.chain(traps).collect()
}
