//! The ground truth, as a tool would never have it.

use deidbench::dicom::uids;
use deidbench::truth::InstanceRow;
use deidbench::truth::PatientTruth;
use deidbench::truth::Plant;
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
    /// Reads the folder that `FAKE_TRUTH` names.
    pub fn read() -> Self {
        let folder = PathBuf::from(std::env::var_os("FAKE_TRUTH").unwrap());
        let mut names: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.join("plants.csv").is_file())
            .collect();
        names.sort();
        let patients = names.iter().map(|path| PatientTruth::read(path).unwrap()).collect();
        Self { folder, patients }
    }

    /// What is known of the input with this path.
    pub fn file(&self, path: &Path) -> File<'_> {
        let path = path.to_str().unwrap();
        let places = self.patients.iter().enumerate().flat_map(|(patient, truth)| {
            truth.instances.iter().enumerate().map(move |(number, row)| (patient + 1, truth, number + 1, row))
        });
        let (patient, truth, number, row) = places.into_iter().find(|(_, _, _, row)| row.path == path).unwrap();
        File { truth, row, patches: self.folder.join(&truth.patient).join("patches"), patient, number }
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
