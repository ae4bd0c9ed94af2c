//! Contact sheets: the labels checked by eye.
//!
//! Boxes of identifiers are red, their lines orange, benign marks green. Pictures that are not in the dataset stand on
//! sheets of their own, with the reason.

mod cell;
mod draw;

use crate::collection::FileKind;
use crate::collection::Place;
use crate::inspection::Survey;
use crate::truth::Dataset;
use crate::truth::ManifestRow;
use crate::truth::PatientTruth;
use crate::truth::TruthError;
use crate::truth::patient::read_table;
use cell::Cell;
use cell::cell_of_file;
use cell::cell_of_instance;
use cell::cell_of_source;
use draw::Sheet;
use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// Cells of one sheet.
const ON_A_SHEET: usize = 20;
/// Pictures that are drawn; of a larger set they are taken at even distances.
const MOST_PICTURES: usize = 2000;

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Sheets.
    pub sheets: u64,
    /// Pictures on them.
    pub pictures: u64,
    /// Pictures that there are.
    pub of: u64,
    /// Quarantined sources on them.
    pub quarantined: u64,
}

/// Sheets could not be written.
#[derive(Debug, Error)]
pub enum PreviewError {
    /// The folder.
    #[error("could not write contact sheets into `{path}`; is the disk full, or read-only?")]
    Write {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The truth.
    #[error(transparent)]
    Truth(#[from] TruthError),
}

/// Writes contact sheets into `folder`, which is made.
pub fn preview(
    place: &Place,
    survey: &Survey,
    folder: &Path,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Preview, PreviewError> {
    let write_error = |source| PreviewError::Write { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(write_error)?;
    let mut done = Preview::default();
    let write = |name: String, cells: Vec<Cell>| {
        let sheet = Sheet::of(&cells);
        sheet.save(&folder.join(name)).map_err(write_error)
    };
    match &place.dataset {
        Some(dataset) => {
            let shown = instances(dataset)?;
            done.of = shown.len() as u64;
            let chosen = evenly(shown);
            done.pictures = chosen.len() as u64;
            for (number, chunk) in chosen.chunks(ON_A_SHEET).enumerate() {
                let cells = chunk
                    .par_iter()
                    .map(|(patient, instance)| {
                        let truth = dataset.truth(patient)?;
                        progress(1);
                        Ok(cell_of_instance(dataset, &truth, *instance))
                    })
                    .collect::<Result<Vec<Cell>, TruthError>>()?;
                write(format!("sheet-{:04}.png", number + 1), cells)?;
                done.sheets += 1;
            }
            let manifest: Vec<ManifestRow> = read_table(&dataset.folder().join("truth"), "run_manifest.csv")?;
            let source = dataset.record.options.get("source").map(PathBuf::from);
            let refused: Vec<ManifestRow> =
                manifest.into_iter().filter(|row| !row.reason.is_empty()).take(MOST_PICTURES).collect();
            done.quarantined = refused.len() as u64;
            for (number, chunk) in refused.chunks(ON_A_SHEET).enumerate() {
                let cells = chunk.par_iter().map(|row| cell_of_source(source.as_deref(), row)).collect();
                write(format!("not-in-the-dataset-{:04}.png", number + 1), cells)?;
                done.sheets += 1;
            }
        }
        None => {
            let files: Vec<&str> = survey
                .entries
                .iter()
                .filter(|entry| entry.facts.kind != FileKind::Other)
                .map(|entry| entry.facts.path.as_str())
                .collect();
            done.of = files.len() as u64;
            let chosen = evenly(files);
            done.pictures = chosen.len() as u64;
            for (number, chunk) in chosen.chunks(ON_A_SHEET).enumerate() {
                let cells = chunk
                    .par_iter()
                    .map(|path| {
                        progress(1);
                        cell_of_file(&place.files, path)
                    })
                    .collect();
                write(format!("sheet-{:04}.png", number + 1), cells)?;
                done.sheets += 1;
            }
        }
    }
    Ok(done)
}

/// Patient and number among its instances of every file with pixels.
fn instances(dataset: &Dataset) -> Result<Vec<(String, usize)>, TruthError> {
    let of_patient = |patient: &String| -> Result<Vec<(String, usize)>, TruthError> {
        let truth: PatientTruth = dataset.truth(patient)?;
        let with_pixels = truth.instances.iter().enumerate().filter(|(_, row)| row.frames > 0);
        Ok(with_pixels.map(|(number, _)| (patient.clone(), number)).collect())
    };
    let found: Vec<Vec<(String, usize)>> = dataset.patients().par_iter().map(of_patient).collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// At most so many, at even distances.
fn evenly<T>(all: Vec<T>) -> Vec<T> {
    let count = all.len();
    if count <= MOST_PICTURES {
        return all;
    }
    let is_taken = |place: usize| place * MOST_PICTURES / count != (place + 1) * MOST_PICTURES / count;
    all.into_iter().enumerate().filter(|(place, _)| is_taken(*place)).map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_set_is_thinned_evenly() {
        let taken = evenly((0..5000).collect());
        assert_eq!(taken.len(), MOST_PICTURES);
        assert!(taken.windows(2).all(|pair| (2..=3).contains(&(pair[1] - pair[0]))));
        assert_eq!(evenly(vec![1, 2]), [1, 2]);
    }
}
