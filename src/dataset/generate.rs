//! Writes a dataset of embedded phantoms, patient by patient, on all cores; a half-made one is resumed.

use crate::dataset::Estimate;
use crate::dataset::Plan;
use crate::dataset::base;
use crate::dataset::base::BaseOptions;
use crate::dataset::design::Design;
use crate::dataset::design::design;
use crate::dataset::estimate::DiskTooSmall;
use crate::dataset::estimate::check_disk;
use crate::dataset::patient;
use crate::dataset::patient::PatientError;
use crate::identity::Identity;
use crate::instance::Study;
use crate::truth::DatasetRecord;
use crate::truth::FORMAT;
use crate::truth::PatientTruth;
use crate::truth::SourceRecord;
use crate::truth::TrapRecord;
use crate::truth::TruthError;
use crate::truth::patient::write_table;
use rayon::prelude::*;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use thiserror::Error;

/// Marks a folder as a dataset in the making, and says of which plan.
const UNFINISHED: &str = "dataset.unfinished.json";

/// Told whenever a patient is done.
pub type Progress<'a> = &'a (dyn Fn(u64) + Sync);

/// A dataset could not be made.
#[derive(Debug, Error)]
pub enum GenerateError {
    /// The folder is taken.
    #[error("`{path}` holds something that is no dataset; choose another --out, or empty it")]
    Taken {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds another dataset.
    #[error("`{path}` holds a dataset made with other options ({differs}); choose another --out, or remove it")]
    Other {
        /// The folder.
        path: PathBuf,
        /// The first option that differs.
        differs: String,
    },
    /// No room.
    #[error(transparent)]
    Disk(#[from] DiskTooSmall),
    /// A patient failed.
    #[error("could not make the patient {patient}; what is done is kept, and the same command goes on from there")]
    Patient {
        /// The patient.
        patient: String,
        /// Why.
        source: PatientError,
    },
    /// Reading back failed.
    #[error(transparent)]
    Truth(#[from] TruthError),
    /// A file of the dataset itself.
    #[error("could not write `{path}`; is the disk full, or the folder read-only?")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Stopped by the user.
    #[error("stopped; what is done is kept, and the same command goes on from there")]
    Cancelled,
}

/// The files, bytes and seconds that a plan will cost.
pub fn estimate(plan: &Plan, jobs: usize) -> Estimate {
    let designs = design(plan.seed, plan.suite, plan.patients);
    Estimate::new(&designs, jobs, |design| study(plan, design, &Identity::new(plan.seed, design.index)))
}

/// Makes the dataset of a plan in `folder`, or finishes it. Gives what `dataset.json` holds.
pub fn generate(
    plan: &Plan,
    folder: &Path,
    progress: Progress<'_>,
    cancel: &AtomicBool,
) -> Result<DatasetRecord, GenerateError> {
    if let Some(record) = claim(plan, folder)? {
        return Ok(record);
    }
    let designs = design(plan.seed, plan.suite, plan.patients);
    check_disk(folder, estimate(plan, 1).bytes)?;
    designs.par_iter().try_for_each(|design| {
        if cancel.load(Ordering::Relaxed) {
            return Err(GenerateError::Cancelled);
        }
        if !folder.join("truth").join(&design.patient).is_dir() {
            make(plan, folder, design)
                .map_err(|source| GenerateError::Patient { patient: design.patient.clone(), source })?;
        }
        progress(1);
        Ok(())
    })?;
    finish(plan, folder, &designs)
}

/// Takes the folder for the plan. A finished dataset of the same plan is given back as it is.
fn claim(plan: &Plan, folder: &Path) -> Result<Option<DatasetRecord>, GenerateError> {
    let io_error = |path: &Path| {
        let path = path.to_owned();
        move |source| GenerateError::Io { path, source }
    };
    let compare = |options: &BTreeMap<String, String>| {
        let wanted = plan.options();
        match wanted.iter().find(|(name, value)| options.get(*name) != Some(value)) {
            None => Ok(()),
            Some((name, value)) => {
                let found = options.get(name).map_or("nothing", String::as_str);
                let differs = format!("{name} is {found} there, and {value} here");
                Err(GenerateError::Other { path: folder.to_owned(), differs })
            }
        }
    };
    if let Ok(text) = fs::read_to_string(folder.join("dataset.json")) {
        let record: DatasetRecord =
            serde_json::from_str(&text).map_err(|_| GenerateError::Taken { path: folder.to_owned() })?;
        compare(&record.options)?;
        return Ok(Some(record));
    }
    let mark = folder.join(UNFINISHED);
    if let Ok(text) = fs::read_to_string(&mark) {
        let options = serde_json::from_str(&text).map_err(|_| GenerateError::Taken { path: folder.to_owned() })?;
        compare(&options)?;
    } else if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(GenerateError::Taken { path: folder.to_owned() });
    }
    for name in ["input", "truth"] {
        let path = folder.join(name);
        fs::create_dir_all(&path).map_err(io_error(&path))?;
    }
    let text = serde_json::to_string_pretty(&plan.options()).unwrap_or_default();
    fs::write(&mark, text).map_err(io_error(&mark))?;
    Ok(None)
}

fn study(plan: &Plan, design: &Design, identity: &Identity) -> Study {
    let options = BaseOptions {
        blind: plan.blind,
        study_date: identity.study_date.da(),
        study_time: identity.study_time.clone(),
        character_set: identity.character_set.to_owned(),
        folder: Vec::new(),
    };
    base::study(design.kind, &design.patient, plan.seed, &options)
}

fn make(plan: &Plan, folder: &Path, design: &Design) -> Result<(), PatientError> {
    let identity = Identity::new(plan.seed, design.index);
    let mut study = study(plan, design, &identity);
    for instance in &mut study.instances {
        instance.blind = plan.blind;
    }
    let truth = patient::plant(plan.seed, &identity, &mut study, &design.traps);
    patient::write(folder, plan.seed, design.index, study, truth, &format!("phantom {}", design.kind))?;
    Ok(())
}

/// Writes the tables over all patients, and `dataset.json` last: it says that the dataset is whole.
fn finish(plan: &Plan, folder: &Path, designs: &[Design]) -> Result<DatasetRecord, GenerateError> {
    let truth = folder.join("truth");
    let mut record = DatasetRecord {
        format: FORMAT,
        generator: env!("CARGO_PKG_VERSION").to_owned(),
        seed: plan.seed.0,
        suite: plan.suite.to_string(),
        options: plan.options(),
        blind: plan.blind,
        patients: designs.len() as u64,
        instances: 0,
        plants: 0,
        bytes: 0,
        traps: used_traps(designs),
        sources: vec![SourceRecord {
            name: "embedded phantoms".to_owned(),
            licence: "made by the program; free of rights".to_owned(),
            notes: String::new(),
        }],
        patient_digests: BTreeMap::new(),
        digest: String::new(),
        synthetic: true,
    };
    let (mut identities, mut sources) = (Vec::new(), Vec::new());
    for design in designs {
        let patient = PatientTruth::read(&truth.join(&design.patient))?;
        record.instances += patient.instances.len() as u64;
        record.plants += patient.plants.len() as u64;
        record.bytes += patient.instances.iter().map(|row| row.bytes).sum::<u64>();
        record.patient_digests.insert(design.patient.clone(), patient.digest());
        identities.extend(patient.identities);
        sources.extend(patient.sources);
    }
    record.digest = overall(&record.patient_digests);
    write_table(&truth, "identity_map.csv", &identities)?;
    write_table(&truth, "run_manifest.csv", &sources)?;
    let path = folder.join("dataset.json");
    let text = serde_json::to_string_pretty(&record).unwrap_or_default() + "\n";
    let temporary = folder.join("dataset.json.part");
    let write = || {
        fs::write(&temporary, text)?;
        fs::rename(&temporary, &path)?;
        fs::remove_file(folder.join(UNFINISHED))
    };
    write().map_err(|source| GenerateError::Io { path: path.clone(), source })?;
    Ok(record)
}

/// SHA-256 over the digests of all patients.
fn overall(patients: &BTreeMap<String, String>) -> String {
    let mut hash = Sha256::new();
    for (patient, digest) in patients {
        hash.update(format!("{patient} {digest}\n"));
    }
    crate::dicom::write::hexadecimal(&hash.finalize())
}

fn used_traps(designs: &[Design]) -> Vec<TrapRecord> {
    let used = |id: &str| designs.iter().any(|design| design.traps.iter().any(|trap| trap.card().id == id));
    crate::traps::all()
        .map(|trap| trap.card())
        .filter(|card| used(card.id))
        .map(|card| TrapRecord { id: card.id.to_owned(), version: card.version, title: card.title.to_owned() })
        .collect()
}
