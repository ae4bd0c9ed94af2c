//! One patient, from its files to its judgement.

use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::actions::Actions;
use crate::detectors::conformance::Conformance;
use crate::detectors::dciodvfy::NewErrors;
use crate::detectors::dciodvfy::Validation;
use crate::detectors::file_time;
use crate::detectors::header_damage::HeaderDamage;
use crate::detectors::keeps_lost::KeepsLost;
use crate::detectors::links::LinkFacts;
use crate::detectors::links::PatientLinks;
use crate::detectors::organs::OrgansDamaged;
use crate::detectors::pixel_damage::PixelDamageDetector;
use crate::detectors::pixel_leak::PixelLeak;
use crate::detectors::search::ResidualSearch;
use crate::detectors::self_claims::SelfClaims;
use crate::detectors::words_lost::WordsLost;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::dicom::scan::ScanError;
use crate::dicom::uid_name;
use crate::dicom::uids;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::judgement::Judgement;
use crate::policy::Policy;
use crate::scorecard::InstanceCounts;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use crate::validators::Dciodvfy;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// Detectors that need no preparation for a patient, in the order of running.
///
/// Actions, claims and lost words build on what the search and the pixels showed, so they come after these.
pub static ALL: &[&dyn Detector] = &[
    &PixelLeak,
    &HeaderDamage,
    &PixelDamageDetector,
    &KeepsLost,
    &OrgansDamaged,
    &Conformance,
    &NewErrors,
    &Actions,
    &SelfClaims,
    &WordsLost,
];

/// Files larger than this many times their input, and than this many bytes, are not read.
const MOST_TIMES_INPUT: u64 = 4;
const LEAST_LIMIT: u64 = 64 << 20;
/// Decoded bytes of a file that are kept: leaks, damage and marks are looked for in the same frames.
pub const KEPT_FRAMES: usize = 128 << 20;

/// Where the files of one patient are.
pub struct Files<'a> {
    /// `input/` of the dataset.
    pub input: &'a Path,
    /// The output folder.
    pub output: &'a Path,
    /// The patient's folder below `truth/`.
    pub truth: &'a Path,
    /// The validator, where it is installed and wanted.
    pub dciodvfy: Option<&'a Dciodvfy>,
}

/// The answer to one input.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Path below the output folder; `None` where nothing came back.
    pub output: Option<PathBuf>,
    /// Whether there was a second output for the same input.
    pub doubled: bool,
}

/// A patient could not be judged. Nothing that a tool does leads here.
#[derive(Debug, Error)]
pub enum EvaluateError {
    /// Our own input is gone or damaged.
    #[error("the input `{path}` of the dataset can't be read; restore it, or make the dataset again")]
    Input {
        /// The file.
        path: String,
        /// Why.
        source: ScanError,
    },
}

/// Judges one patient by itself, and gives the links that other patients may have a say in. `answer` gives the output
/// of an instance; `beside` are findings in files that answer no input.
pub fn patient(
    truth: &PatientTruth,
    files: &Files<'_>,
    policy: &Policy,
    answer: &dyn Fn(&InstanceRow) -> Answer,
    beside: Vec<Finding>,
) -> Result<(Judgement, PatientLinks), EvaluateError> {
    let search = ResidualSearch::new(truth);
    let mut notes = Notes::new(truth, policy.clone());
    notes.judgement.findings = beside;
    notes.judgement.false_matches.needles = search.controls() as u64;
    let mut facts = LinkFacts::default();
    let came_back = truth.instances.iter().any(|row| !is_directory(row) && answer(row).output.is_some());
    for row in &truth.instances {
        let answer = answer(row);
        if came_back && is_directory(row) && answer.output.is_none() {
            // A directory lists the original files: a tool that hands the others on without it does right.
            notes.judgement.instances.inputs += 1;
            notes.judgement.instances.usable += 1;
            notes.opened(truth, &row.instance);
            continue;
        }
        let before = notes.judgement.instances.clone();
        instance(truth, row, files, &answer, &search, &mut notes, &mut facts)?;
        note_sort(row, &before, &mut notes.judgement);
    }
    let links = facts.finish(&mut notes);
    Ok((notes.judgement, links))
}

/// Counts a file among those of its transfer syntax and class.
fn note_sort(row: &InstanceRow, before: &InstanceCounts, judgement: &mut Judgement) {
    let named = |name: String, uid: &str| if name == uid { name } else { format!("{name} ({uid})") };
    let syntax = named(uid_name::syntax_name(&row.transfer_syntax_uid), &row.transfer_syntax_uid);
    let class = named(uid_name::class_name(&row.sop_class_uid), &row.sop_class_uid);
    let sort = judgement.came_back.entry(syntax).or_default().entry(class).or_default();
    sort.inputs += 1;
    sort.usable += judgement.instances.usable - before.usable;
    sort.missing += judgement.instances.missing - before.missing;
}

fn is_directory(row: &InstanceRow) -> bool {
    row.sop_class_uid == uids::MEDIA_STORAGE_DIRECTORY_STORAGE
}

fn instance(
    truth: &PatientTruth,
    row: &InstanceRow,
    files: &Files<'_>,
    answer: &Answer,
    search: &ResidualSearch,
    notes: &mut Notes,
    facts: &mut LinkFacts,
) -> Result<(), EvaluateError> {
    notes.judgement.instances.inputs += 1;
    notes.judgement.instances.doubled += u64::from(answer.doubled);
    if row.frames > 0 {
        notes.judgement.damage.pixels.instances += 1;
    }
    let Some(relative) = &answer.output else {
        notes.judgement.instances.missing += 1;
        lost(truth, row, notes, "", "nothing came back for this input");
        return Ok(());
    };
    let path = relative.to_string_lossy();
    // A compressed input may come back in native samples.
    let limit = row.bytes.max(native_bytes(row)).saturating_mul(MOST_TIMES_INPUT).max(LEAST_LIMIT);
    let place = files.output.join(relative);
    let output = match Scan::open(&place, limit) {
        Ok(mut output) => {
            output.keep_frames(KEPT_FRAMES);
            output
        }
        Err(error) => {
            lost(truth, row, notes, &path, &format!("the output can't be read: {error}"));
            return Ok(());
        }
    };
    notes.judgement.findings.extend(file_time::planted(truth, row, &place, &path));
    let source = files.input.join(&row.path);
    let mut input = Scan::open(&source, limit)
        .map_err(|error| EvaluateError::Input { path: source.display().to_string(), source: error })?;
    input.keep_frames(KEPT_FRAMES);
    let patches = files.truth.join("patches");
    let dciodvfy = files.dciodvfy.map(|program| Validation { program, input: &source, output: &place });
    let evidence = Evidence { truth, row, input: &input, output: &output, path: &path, patches: &patches, dciodvfy };
    if let Some(problem) = &output.problem {
        // What can be read of it is still searched; what is not found in it is not measured.
        lost(truth, row, notes, &path, problem);
        search.inspect(&evidence, notes);
        return Ok(());
    }
    notes.opened(truth, &row.instance);
    let before = notes.judgement.findings.len();
    search.inspect(&evidence, notes);
    for detector in ALL {
        detector.inspect(&evidence, notes);
    }
    facts.collect(&evidence);
    notes.judgement.instances.usable += u64::from(pixels_decode(row, &input, &output));
    // What the validator says is counted apart, so that the count of damaged files does not depend on the machine.
    let damage = |finding: &Finding| {
        matches!(finding.topic, Topic::HeaderDamage | Topic::PixelDamage | Topic::Conformance)
            && finding.detector != NewErrors.card().id
    };
    let damaged = notes.judgement.findings.iter().skip(before).any(damage);
    notes.judgement.instances.damaged += u64::from(damaged);
    Ok(())
}

/// Bytes of the frames without compression, at most: three samples of two bytes a pixel.
fn native_bytes(row: &InstanceRow) -> u64 {
    let pixels = u64::from(row.rows).saturating_mul(u64::from(row.columns));
    pixels.saturating_mul(6).saturating_mul(u64::from(row.frames))
}

/// Whether every expected frame decodes; an instance without pixels has none to expect. What came back as it was decodes as
/// the input does, which was tested when the dataset was made.
fn pixels_decode(row: &InstanceRow, input: &Scan, output: &Scan) -> bool {
    row.frames == 0
        || PixelReader::new(output).is_ok_and(|reader| {
            let same = || PixelReader::new(input).is_ok_and(|input| input.same_bytes(&reader));
            reader.frames() >= row.frames && (reader.native_all().is_some() || same())
                || (0..row.frames).all(|frame| reader.native(frame).is_ok())
        })
}

/// An input without a usable output: not measured for leaks, damaged, and said so.
fn lost(truth: &PatientTruth, row: &InstanceRow, notes: &mut Notes, path: &str, why: &str) {
    notes.judgement.instances.damaged += 1;
    if row.frames > 0 {
        notes.judgement.damage.pixels.not_measured += 1;
    }
    notes.judgement.findings.push(Finding {
        topic: Topic::Coverage,
        detector: "coverage".to_owned(),
        verdict: Some(Verdict::NotMeasured),
        patient: truth.patient.clone(),
        instance: row.instance.clone(),
        plant: String::new(),
        trap: String::new(),
        surface: None,
        kind: None,
        direct: false,
        moved: false,
        output: path.to_owned(),
        seen_at: row.path.clone(),
        form: String::new(),
        evidence: why.to_owned(),
        value: String::new(),
        crop: String::new(),
    });
}
