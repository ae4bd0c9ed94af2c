//! Writes a dataset of embedded phantoms, patient by patient, on all cores; a half-made one is resumed.

use crate::checkpoint;
use crate::dataset::Estimate;
use crate::dataset::Plan;
use crate::dataset::base;
use crate::dataset::base::BaseOptions;
use crate::dataset::coding;
use crate::dataset::design::Design;
use crate::dataset::design::design;
use crate::dataset::estimate::DiskTooSmall;
use crate::dataset::estimate::check_disk;
use crate::dataset::folder::Facts;
use crate::dataset::folder::claim;
use crate::dataset::folder::close;
use crate::dataset::patient;
use crate::dataset::patient::PatientError;
use crate::dataset::patient::PlantedStudy;
use crate::dataset::source::SourceError;
use crate::identity::Identity;
use crate::instance::Study;
use crate::truth::DatasetRecord;
use crate::truth::PatientTruth;
use crate::truth::SourceRecord;
use crate::truth::TruthError;
use rayon::prelude::*;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use thiserror::Error;

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
    /// The pictures can't be used.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No picture of a source passed the checks.
    #[error("no picture of `{path}` can be used: {reasons}; choose another --region, or other pictures")]
    NothingUsable {
        /// The source folder.
        path: PathBuf,
        /// The first reasons.
        reasons: String,
    },
    /// Stopped by the user.
    #[error("stopped; what is done is kept, and the same command goes on from there")]
    Cancelled,
}

/// The files, bytes and seconds that a plan will cost.
pub fn estimate(plan: &Plan, jobs: usize) -> Estimate {
    let designs = design(plan.seed, plan.suite, plan.patients, &plan.kinds);
    Estimate::new(&designs, jobs, |design| study(plan, design, &Identity::new(plan.seed, design.index)))
}

/// Makes the dataset of a plan in `folder`, or finishes it. `cost` is what [`estimate`] said: a disk too small for it is
/// refused. Gives what `dataset.json` holds.
pub fn generate(
    plan: &Plan,
    cost: Estimate,
    folder: &Path,
    progress: Progress<'_>,
    cancel: &AtomicBool,
) -> Result<DatasetRecord, GenerateError> {
    if let Some(record) = claim(&plan.options(), folder)? {
        return Ok(record);
    }
    checkpoint::reach("generate-begun");
    let designs = design(plan.seed, plan.suite, plan.patients, &plan.kinds);
    check_disk(folder, cost.bytes)?;
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
    let facts = Facts {
        seed: plan.seed,
        suite: plan.suite.to_string(),
        options: plan.options(),
        blind: plan.blind,
        source: SourceRecord {
            name: "embedded phantoms".to_owned(),
            licence: "made by the program; free of rights".to_owned(),
            notes: String::new(),
        },
    };
    let patients: Vec<String> = designs.into_iter().map(|design| design.patient).collect();
    close(facts, folder, &patients, Vec::new())
}

/// The study of a patient, before anything is planted.
pub(super) fn study(plan: &Plan, design: &Design, identity: &Identity) -> Study {
    let options = BaseOptions {
        blind: plan.blind,
        study_date: identity.study_date.da(),
        study_time: identity.study_time.clone(),
        character_set: identity.character_set.to_owned(),
        folder: Vec::new(),
    };
    let mut study = base::study(design.kind, &design.patient, plan.seed, &options);
    base::add_companions(&mut study, &design.companions, plan.seed, &options);
    study
}

fn make(plan: &Plan, folder: &Path, design: &Design) -> Result<(), PatientError> {
    let identity = Identity::new(plan.seed, design.index);
    let mut study = study(plan, design, &identity);
    for instance in study.all_mut() {
        instance.blind = plan.blind;
    }
    let mut truth = PatientTruth { patient: design.patient.clone(), ..PatientTruth::default() };
    patient::plant(plan.seed, &identity, &mut study, &design.traps, &mut truth);
    let source = format!("phantom {}", design.kind);
    coding::assign(plan.coding, plan.seed, &mut study);
    patient::write(folder, plan.seed, design.index, vec![PlantedStudy { study, source }], truth)?;
    Ok(())
}
