//! Where mutants play: a dataset of the patients that they concern, and what the oracle makes of it.

use crate::selftest::oracle::OracleError;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::known::Known;
use crate::selftest::oracle::treatment::PERFECT;
use crate::truth::DatasetRecord;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use thiserror::Error;
use walkdir::WalkDir;

/// The self-test could not be prepared. A mutant that is not caught is no error.
#[derive(Debug, Error)]
pub enum SelftestError {
    /// The oracle met a file that it cannot treat.
    #[error(transparent)]
    Oracle(#[from] OracleError),
    /// A file of the self-test cannot be made.
    #[error("could not make `{path}` for the self-test; is the disk full?")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// `dataset.json` cannot be understood.
    #[error("could not read `{path}`; make the dataset again")]
    Record {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
}

pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> SelftestError {
    move |source| SelftestError::Write { path: path.to_owned(), source }
}

/// A dataset with its truth, and what the oracle makes of every file.
pub struct Bench {
    root: PathBuf,
    dataset: PathBuf,
    /// What was planted.
    pub known: Known,
    scenes: Mutex<BTreeMap<Vec<usize>, Arc<Scene>>>,
}

/// A dataset of some of the patients.
pub struct Scene {
    /// The dataset's folder.
    pub dataset: PathBuf,
    /// What the oracle makes of it, as a folder of its own.
    pub oracle: PathBuf,
    /// The patients, by their number in the whole dataset, from 0.
    pub patients: Vec<usize>,
}

impl Bench {
    /// Treats every file of a dataset; `root` is an empty folder on a disk with room for as much again.
    ///
    /// # Errors
    /// The dataset is not what its truth says, or the folder cannot be written.
    pub fn new(dataset: &Path, root: &Path) -> Result<Self, SelftestError> {
        let known = Known::read(&dataset.join("truth"))?;
        let bench =
            Self { root: root.to_owned(), dataset: dataset.to_owned(), known, scenes: Mutex::new(BTreeMap::new()) };
        let files: Vec<File<'_>> = bench.known.files().collect();
        files.par_iter().try_for_each(|file| {
            if PERFECT.leaves_out(file) {
                return Ok(());
            }
            let (path, bytes) = PERFECT.treated(bench.input(file)?, file)?;
            write(&bench.root.join("oracle").join(path), &bytes)
        })?;
        Ok(bench)
    }

    /// Bytes of an input.
    ///
    /// # Errors
    /// It is gone.
    pub fn input(&self, file: &File<'_>) -> Result<Vec<u8>, SelftestError> {
        let path = self.dataset.join("input").join(&file.row.path);
        fs::read(&path).map_err(at(&path))
    }

    /// Path below the output folder of what the oracle makes of a file, and its bytes; `None` where it leaves it out.
    ///
    /// # Errors
    /// It is gone.
    pub fn perfect(&self, file: &File<'_>) -> Result<Option<(PathBuf, Vec<u8>)>, SelftestError> {
        if PERFECT.leaves_out(file) {
            return Ok(None);
        }
        let name = perfect_path(file);
        let path = self.root.join("oracle").join(&name);
        Ok(Some((name, fs::read(&path).map_err(at(&path))?)))
    }

    /// The files of some patients.
    pub fn files_of(&self, patients: &[usize]) -> impl Iterator<Item = File<'_>> {
        self.known.files().filter(move |file| patients.contains(&(file.patient - 1)))
    }

    /// A dataset of these patients alone. Files are shared with the whole one where the file system allows.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn scene(&self, patients: &[usize]) -> Result<Arc<Scene>, SelftestError> {
        let mut scenes = self.scenes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(scene) = scenes.get(patients) {
            return Ok(Arc::clone(scene));
        }
        let folder = self.root.join("scenes").join(scenes.len().to_string());
        let scene = Arc::new(Scene {
            dataset: folder.join("dataset"),
            oracle: folder.join("oracle"),
            patients: patients.to_vec(),
        });
        self.fill(&scene)?;
        scenes.insert(patients.to_vec(), Arc::clone(&scene));
        Ok(scene)
    }

    fn fill(&self, scene: &Scene) -> Result<(), SelftestError> {
        let mut record = self.record()?;
        let named: Vec<&str> = self.known.patients().iter().map(|truth| truth.patient.as_str()).collect();
        let wanted: Vec<&str> = scene.patients.iter().filter_map(|index| named.get(*index).copied()).collect();
        record.patients = wanted.len() as u64;
        record.patient_digests.retain(|patient, _| wanted.contains(&patient.as_str()));
        let files: Vec<File<'_>> = self.files_of(&scene.patients).collect();
        record.instances = files.len() as u64;
        record.bytes = files.iter().map(|file| file.row.bytes).sum();
        record.plants = files.iter().map(|file| file.plants().count() as u64).sum();
        for file in &files {
            let place = Path::new("input").join(&file.row.path);
            share(&self.dataset.join(&place), &scene.dataset.join(&place))?;
            if !PERFECT.leaves_out(file) {
                let name = perfect_path(file);
                share(&self.root.join("oracle").join(&name), &scene.oracle.join(&name))?;
            }
        }
        for patient in wanted {
            let from = self.dataset.join("truth").join(patient);
            share_folder(&from, &scene.dataset.join("truth").join(patient))?;
        }
        let path = scene.dataset.join("dataset.json");
        let text =
            serde_json::to_string(&record).map_err(|source| SelftestError::Record { path: path.clone(), source })?;
        write(&path, text.as_bytes())
    }

    fn record(&self) -> Result<DatasetRecord, SelftestError> {
        let path = self.dataset.join("dataset.json");
        let text = fs::read_to_string(&path).map_err(at(&path))?;
        serde_json::from_str(&text).map_err(|source| SelftestError::Record { path, source })
    }
}

fn perfect_path(file: &File<'_>) -> PathBuf {
    PathBuf::from(file.subject()).join(format!("{:04}.dcm", file.number))
}

/// Writes a file with its folders.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), SelftestError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    fs::write(path, bytes).map_err(at(path))
}

/// The same file at another place. Nobody writes into it there.
pub(super) fn share(from: &Path, to: &Path) -> Result<(), SelftestError> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to).map_err(at(to))?;
    }
    Ok(())
}

fn share_folder(from: &Path, to: &Path) -> Result<(), SelftestError> {
    for entry in WalkDir::new(from).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        share(entry.path(), &to.join(entry.path().strip_prefix(from).unwrap_or(entry.path())))?;
    }
    Ok(())
}
