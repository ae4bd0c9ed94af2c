//! The ground truth, as a tool would never have it.

use crate::dicom::uids;
use crate::selftest::oracle::OracleError;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use crate::truth::Plant;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// A copy of `truth/`.
pub struct Known {
    folder: PathBuf,
    patients: Vec<PatientTruth>,
}

/// What is known of one input.
pub struct File<'a> {
    /// The patient.
    pub truth: &'a PatientTruth,
    /// The file.
    pub row: &'a InstanceRow,
    /// The recorded pictures of burned lines.
    pub patches: PathBuf,
    /// Number of the patient, from 1.
    pub patient: usize,
    /// Number of the file among those of the patient, from 1.
    pub number: usize,
}

impl Known {
    /// Reads a folder `truth/`.
    ///
    /// # Errors
    /// It is no truth of a dataset.
    pub fn read(folder: &Path) -> Result<Self, OracleError> {
        let at = |what: String| OracleError { path: folder.display().to_string(), what };
        let entries = fs::read_dir(folder).map_err(|error| at(error.to_string()))?;
        let mut names: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.join("plants.csv").is_file())
            .collect();
        names.sort();
        let patients = names.iter().map(|path| PatientTruth::read(path)).collect::<Result<_, _>>();
        Ok(Self { folder: folder.to_owned(), patients: patients.map_err(|error| at(error.to_string()))? })
    }

    /// What is known of the input with this path.
    pub fn file(&self, path: &Path) -> Option<File<'_>> {
        self.files().find(|file| Path::new(&file.row.path) == path)
    }

    /// Every file, by patient.
    pub fn files(&self) -> impl Iterator<Item = File<'_>> {
        self.patients.iter().enumerate().flat_map(move |(patient, truth)| {
            truth.instances.iter().enumerate().map(move |(number, row)| File {
                truth,
                row,
                patches: self.folder.join(&truth.patient).join("patches"),
                patient: patient + 1,
                number: number + 1,
            })
        })
    }

    /// Every patient.
    pub fn patients(&self) -> &[PatientTruth] {
        &self.patients
    }
}

impl File<'_> {
    /// The plants of this file.
    pub fn plants(&self) -> impl Iterator<Item = &Plant> {
        self.truth.plants.iter().filter(|plant| plant.instance == self.row.instance)
    }

    /// Whether it is the directory of a medium.
    pub fn is_directory(&self) -> bool {
        self.row.sop_class_uid == uids::MEDIA_STORAGE_DIRECTORY_STORAGE
    }

    /// A name for the patient that tells nothing.
    pub fn subject(&self) -> String {
        format!("SUBJECT-{:04}", self.patient)
    }
}
