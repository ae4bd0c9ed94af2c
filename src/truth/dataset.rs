//! `dataset.json`: what a dataset is, and the way into its folders.

use crate::truth::FORMAT;
use crate::truth::PatientTruth;
use crate::truth::TruthError;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// Content of `dataset.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetRecord {
    /// Format of everything in the folder.
    pub format: u32,
    /// Version of the program that made it.
    pub generator: String,
    /// Its seed.
    pub seed: u64,
    /// `quick`, `standard`, `full`, or `source` for one made from somebody's pictures.
    pub suite: String,
    /// The options that it was made with, by name.
    pub options: BTreeMap<String, String>,
    /// Whether every mark that says "synthetic" was left out of the files.
    pub blind: bool,
    /// Number of patients.
    pub patients: u64,
    /// Number of files.
    pub instances: u64,
    /// Number of plants.
    pub plants: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// The traps in use.
    pub traps: Vec<TrapRecord>,
    /// Where the base pictures are from.
    pub sources: Vec<SourceRecord>,
    /// Digest of each patient.
    pub patient_digests: BTreeMap<String, String>,
    /// Digest over all patients.
    pub digest: String,
    /// Always true: every identity in this dataset is invented.
    pub synthetic: bool,
}

/// A trap in use, as its card describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrapRecord {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// Why tools miss it. Like the next two, empty in datasets of builds that did not record it.
    #[serde(default)]
    pub why: String,
    /// The clause of the standard, or the paper.
    #[serde(default)]
    pub standard: String,
    /// What a tool must do so that the trap holds.
    #[serde(default)]
    pub passes: String,
}

/// Where base pictures are from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// A folder's name, or `embedded phantoms`.
    pub name: String,
    /// Their licence, as the user states it.
    pub licence: String,
    /// What is unknown of them, for example text that was in the pixels before.
    pub notes: String,
}

/// A dataset folder that was opened for scoring.
#[derive(Clone, Debug)]
pub struct Dataset {
    folder: PathBuf,
    /// What it is.
    pub record: DatasetRecord,
    patients: Vec<String>,
}

/// A folder is no usable dataset.
#[derive(Debug, Error)]
pub enum OpenDatasetError {
    /// No `dataset.json`.
    #[error("no dataset at `{path}`; is this a folder made by `deidbench generate`, and was it finished?")]
    NoRecord {
        /// The file that was looked for.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// `dataset.json` is damaged.
    #[error("`{path}` can't be understood; make the dataset again, or restore the file")]
    BadRecord {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// Made by a newer release.
    #[error("the dataset `{path}` has format {found}, and this build reads up to {newest}; use a newer deidbench")]
    TooNew {
        /// The folder.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// Ours.
        newest: u32,
    },
    /// The truth is gone.
    #[error("no ground truth at `{path}`; is this a folder made by `deidbench generate`?")]
    NoTruth {
        /// The folder that was looked for.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Fewer patients than recorded.
    #[error("the dataset `{path}` records {recorded} patients but has the truth of {found}; make it again")]
    Incomplete {
        /// The folder.
        path: PathBuf,
        /// As recorded.
        recorded: u64,
        /// As found.
        found: u64,
    },
}

impl Dataset {
    /// Opens a dataset: reads `dataset.json` and lists the patients.
    pub fn open(folder: &Path) -> Result<Self, OpenDatasetError> {
        let path = folder.join("dataset.json");
        let text =
            fs::read_to_string(&path).map_err(|source| OpenDatasetError::NoRecord { path: path.clone(), source })?;
        let bad = |source| OpenDatasetError::BadRecord { path: path.clone(), source };
        // The format is read first: a newer record may lack what this build expects.
        let value: serde_json::Value = serde_json::from_str(&text).map_err(bad)?;
        let found = value.get("format").and_then(serde_json::Value::as_u64).unwrap_or(0);
        if found > u64::from(FORMAT) {
            let found = u32::try_from(found).unwrap_or(u32::MAX);
            return Err(OpenDatasetError::TooNew { path: folder.to_owned(), found, newest: FORMAT });
        }
        let record: DatasetRecord = serde_json::from_value(value).map_err(bad)?;
        let truth = folder.join("truth");
        let no_truth = |source| OpenDatasetError::NoTruth { path: truth.clone(), source };
        let mut patients = Vec::new();
        for entry in fs::read_dir(&truth).map_err(no_truth)? {
            let entry = entry.map_err(no_truth)?;
            if entry.file_type().map_err(no_truth)?.is_dir()
                && let Ok(name) = entry.file_name().into_string()
                && !name.starts_with('.')
            {
                patients.push(name);
            }
        }
        patients.sort();
        let found = patients.len() as u64;
        if found != record.patients {
            let recorded = record.patients;
            return Err(OpenDatasetError::Incomplete { path: folder.to_owned(), recorded, found });
        }
        Ok(Self { folder: folder.to_owned(), record, patients })
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All that a tool ever sees.
    pub fn input(&self) -> PathBuf {
        self.folder.join("input")
    }

    /// The patients, sorted.
    pub fn patients(&self) -> &[String] {
        &self.patients
    }

    /// Folder with the truth of one patient.
    pub fn truth_folder(&self, patient: &str) -> PathBuf {
        self.folder.join("truth").join(patient)
    }

    /// Reads the truth of one patient.
    pub fn truth(&self, patient: &str) -> Result<PatientTruth, TruthError> {
        PatientTruth::read(&self.truth_folder(patient))
    }
}
