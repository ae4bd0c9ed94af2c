//! Makes a dataset of somebody's pictures: every case is checked whole before anything of it is written.

use crate::dataset::Coding;
use crate::dataset::Estimate;
use crate::dataset::GenerateError;
use crate::dataset::Progress;
use crate::dataset::check_disk;
use crate::dataset::coding;
use crate::dataset::estimate::BYTES_A_SECOND;
use crate::dataset::folder::Facts;
use crate::dataset::folder::claim;
use crate::dataset::folder::close;
use crate::dataset::patient;
use crate::dataset::patient::PlantedStudy;
use crate::dataset::patient_name;
use crate::dataset::source::CasePlace;
use crate::dataset::source::Source;
use crate::dataset::source::SourceOptions;
use crate::dataset::source::SourcePatient;
use crate::dataset::source::SourceStudy;
use crate::dataset::source::UNKNOWN_TEXT;
use crate::dataset::source::case;
use crate::dataset::source::discover;
use crate::dicom::tags;
use crate::identity::Day;
use crate::identity::Identity;
use crate::identity::source_indices;
use crate::seed::Seed;
use crate::traps;
use crate::traps::Trap;
use crate::truth::DatasetRecord;
use crate::truth::ManifestRow;
use crate::truth::PatientTruth;
use crate::truth::SourceRecord;
use crate::truth::SourceStatus;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use walkdir::WalkDir;

/// Traps that every case of a source carries beside the core.
const BANNER: &str = "study-banner";
/// How many times larger than the files of a source a dataset may become: pictures are compressed, instances are not.
const MOST_TIMES_SOURCE: u64 = 8;

/// What a dataset of pictures follows from.
#[derive(Clone, Debug, PartialEq)]
pub struct SourcePlan {
    /// The seed.
    pub seed: Seed,
    /// Folder with the pictures.
    pub folder: PathBuf,
    /// Licence of the pictures, as the user states it.
    pub licence: String,
    /// How pictures become cases.
    pub options: SourceOptions,
    /// How images are encoded.
    pub coding: Coding,
}

impl SourcePlan {
    /// The options by name, as they are recorded and compared when a half-made dataset is found.
    fn options(&self) -> BTreeMap<String, String> {
        let options = &self.options;
        let masks = options.masks.as_ref().map(|masks| ("masks", masks.folder.display().to_string()));
        [
            ("seed", self.seed.to_string()),
            ("source", self.folder.display().to_string()),
            ("licence", self.licence.clone()),
            ("region", options.region.to_string()),
            (
                "brightness",
                format!("{} {} {}", options.brightness.mean, options.brightness.bright, options.brightness.share),
            ),
            ("cine", options.cine.to_string()),
            ("blind", options.blind.to_string()),
            ("transfer-syntax", self.coding.to_string()),
            ("generator", env!("CARGO_PKG_VERSION").to_owned()),
        ]
        .into_iter()
        .chain(masks)
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }
}

/// Makes the dataset of a source in `folder`, or finishes it. Gives what `dataset.json` holds.
pub fn generate_from_source(
    plan: &SourcePlan,
    folder: &Path,
    progress: Progress<'_>,
    cancel: &AtomicBool,
) -> Result<DatasetRecord, GenerateError> {
    let source = discover(&plan.folder)?;
    check_disk(folder, source_bytes(&plan.folder).saturating_mul(MOST_TIMES_SOURCE))?;
    if let Some(record) = claim(&plan.options(), folder)? {
        return Ok(record);
    }
    let ids: BTreeSet<String> = source.patients.iter().map(|patient| patient.source_id.clone()).collect();
    let indices = source_indices(plan.seed, &ids);
    let done: Vec<(String, bool, Vec<ManifestRow>)> = source
        .patients
        .par_iter()
        .enumerate()
        .map(|(number, patient)| {
            if cancel.load(Ordering::Relaxed) {
                return Err(GenerateError::Cancelled);
            }
            let name = patient_name(number as u64);
            let index = indices.get(&patient.source_id).copied().unwrap_or(number as u64);
            let (written, rows) = make(plan, folder, patient, &name, number as u32 + 1, index)?;
            progress(1);
            Ok((name, written, rows))
        })
        .collect::<Result<_, _>>()?;
    finish(plan, folder, source, done)
}

/// Makes one patient. Gives whether anything was written, and the rows of what was not.
fn make(
    plan: &SourcePlan,
    folder: &Path,
    source: &SourcePatient,
    name: &str,
    number: u32,
    index: u64,
) -> Result<(bool, Vec<ManifestRow>), GenerateError> {
    if folder.join("truth").join(name).is_dir() {
        return Ok((true, Vec::new()));
    }
    let mut truth = PatientTruth { patient: name.to_owned(), ..PatientTruth::default() };
    let (mut studies, mut refused) = (Vec::new(), Vec::new());
    let mut place = CasePlace { patient: name.to_owned(), patient_number: number, case_number: 0, first_instance: 1 };
    for wanted in &source.cases {
        place.case_number += 1;
        let row = |status, reason| ManifestRow {
            source: wanted.relative_path.clone(),
            patient: name.to_owned(),
            status,
            reason,
            files: 0,
        };
        match case(wanted, &place, plan.seed, &plan.options) {
            Err(quarantine) => refused.push(row(quarantine.status, quarantine.reason)),
            Ok(found) => match plant(plan, found, index, &mut truth) {
                Err(reason) => refused.push(row(SourceStatus::Quarantined, reason)),
                Ok(mut study) => {
                    place.first_instance += study.study.instances.len() as u32;
                    study.source.clone_from(&wanted.relative_path);
                    studies.push(study);
                }
            },
        }
    }
    if studies.is_empty() {
        return Ok((false, refused));
    }
    truth.sources = refused;
    patient::write(folder, plan.seed, index, studies, truth)
        .map_err(|source| GenerateError::Patient { patient: name.to_owned(), source })?;
    Ok((true, Vec::new()))
}

/// Plants the core and the banner in one case. Where a line does not fit, nothing of the case is kept.
fn plant(plan: &SourcePlan, found: SourceStudy, index: u64, truth: &mut PatientTruth) -> Result<PlantedStudy, String> {
    let mut identity = Identity::new(plan.seed, index);
    if let Ok(day) = jiff::civil::Date::strptime("%Y%m%d", &found.case.study_date) {
        identity.study_date = Day(day);
    }
    let carried = |trap: &&'static dyn Trap| trap.is_core() || trap.card().id == BANNER;
    let traps: Vec<&'static dyn Trap> = traps::all().filter(carried).collect();
    let before = truth.clone();
    let mut study = found.study;
    for instance in &mut study.instances {
        instance.blind = plan.options.blind;
        instance.object.set_str(tags::SPECIFIC_CHARACTER_SET, identity.character_set);
    }
    let problems = patient::plant(plan.seed, &identity, &mut study, &traps, truth);
    if let Some(problem) = problems.into_iter().next() {
        *truth = before;
        return Err(format!("the lines do not fit into the burn region {}: {problem}", found.region));
    }
    // The region was chosen so; this holds whatever a trap made of it.
    let touched = study.instances.iter().find_map(|instance| {
        let organs = instance.organs.as_ref()?;
        instance.burns.iter().find_map(|burn| organs.touched(burn.line_box, |frame| burn.frames.contains(frame)))
    });
    if let Some(organ) = touched {
        *truth = before;
        return Err(format!("a line would stand over the {organ}"));
    }
    coding::assign(plan.coding, plan.seed, &mut study);
    Ok(PlantedStudy { study, source: String::new() })
}

fn finish(
    plan: &SourcePlan,
    folder: &Path,
    source: Source,
    done: Vec<(String, bool, Vec<ManifestRow>)>,
) -> Result<DatasetRecord, GenerateError> {
    let left_out = source.left_out.into_iter().map(|left| ManifestRow {
        source: left.relative_path,
        patient: String::new(),
        status: left.status,
        reason: left.reason,
        files: 0,
    });
    let mut others: Vec<ManifestRow> = left_out.collect();
    let mut patients = Vec::new();
    for (name, written, rows) in done {
        if written {
            patients.push(name);
        }
        others.extend(rows.into_iter().map(|row| ManifestRow { patient: String::new(), ..row }));
    }
    if patients.is_empty() {
        let reasons: Vec<String> = others.iter().take(3).map(|row| format!("{}: {}", row.source, row.reason)).collect();
        return Err(GenerateError::NothingUsable { path: plan.folder.clone(), reasons: reasons.join("; ") });
    }
    let facts = Facts {
        seed: plan.seed,
        suite: "source".to_owned(),
        options: plan.options(),
        blind: plan.options.blind,
        source: SourceRecord {
            name: plan.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            licence: plan.licence.clone(),
            notes: UNKNOWN_TEXT.to_owned(),
        },
    };
    close(facts, folder, &patients, others)
}

/// What a source will cost, before it is read: cases, bytes at most, and seconds, on the slow side.
pub fn estimate_source(folder: &Path) -> Result<Estimate, GenerateError> {
    let cases: usize = discover(folder)?.patients.iter().map(|patient| patient.cases.len()).sum();
    let bytes = source_bytes(folder).saturating_mul(MOST_TIMES_SOURCE);
    Ok(Estimate {
        files: cases as u64,
        bytes,
        seconds: bytes / BYTES_A_SECOND / rayon::current_num_threads() as u64 + 1,
    })
}

fn source_bytes(folder: &Path) -> u64 {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    entries.filter_map(|entry| fs::symlink_metadata(entry.path()).ok()).map(|facts| facts.len()).sum()
}
