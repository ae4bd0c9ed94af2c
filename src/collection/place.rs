//! What is looked at: a dataset with its truth, or any folder.

use crate::truth::Dataset;
use crate::truth::OpenDatasetError;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// A folder to look at.
#[derive(Debug)]
pub struct Place {
    /// The folder as it was named.
    pub folder: PathBuf,
    /// Where its files are: `input/` of a dataset, the folder itself otherwise.
    pub files: PathBuf,
    /// The dataset, where it is one.
    pub dataset: Option<Dataset>,
}

/// A folder that can't be looked at.
#[derive(Debug, Error)]
pub enum PlaceError {
    /// It is not there, or can't be listed.
    #[error("could not list `{path}`; is the path right, and may it be read?")]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is a file.
    #[error("`{0}` is no folder; name a dataset, or a folder of DICOM files or pictures")]
    NotAFolder(PathBuf),
    /// It is a damaged dataset.
    #[error(transparent)]
    Dataset(#[from] OpenDatasetError),
}

impl Place {
    /// Opens a folder; as a dataset where it has a `dataset.json`.
    pub fn open(folder: &Path) -> Result<Self, PlaceError> {
        let unreadable = |source| PlaceError::Unreadable { path: folder.to_owned(), source };
        if !std::fs::metadata(folder).map_err(unreadable)?.is_dir() {
            return Err(PlaceError::NotAFolder(folder.to_owned()));
        }
        let dataset = folder.join("dataset.json").is_file().then(|| Dataset::open(folder)).transpose()?;
        let files = dataset.as_ref().map_or_else(|| folder.to_owned(), Dataset::input);
        std::fs::read_dir(&files).map_err(|source| PlaceError::Unreadable { path: files.clone(), source })?;
        Ok(Self { folder: folder.to_owned(), files, dataset })
    }
}
