//! Finding patients and cases in a folder.

use crate::dataset::source::natural;
use crate::picture::content::Content;
use crate::picture::content::judge;
use crate::picture::content::regular;
use crate::truth::SourceStatus;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;
use walkdir::WalkDir;

/// Everything that a source folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The patients, sorted by their id.
    pub patients: Vec<SourcePatient>,
    /// What goes into no case, sorted by its path.
    pub left_out: Vec<LeftOut>,
}

/// One patient: a folder of the first level, or one picture that lies beside these folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePatient {
    /// Path below the source folder, made unique where it is no UTF-8.
    pub source_id: String,
    /// The cases, in natural order of their paths.
    pub cases: Vec<SourceCase>,
}

/// One case: what becomes one study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCase {
    /// Path below the source folder, made unique where it is no UTF-8. Chance is drawn from it.
    pub source_id: String,
    /// The same path for people, with `/` between folders and replacement characters where it is no UTF-8.
    pub relative_path: String,
    /// The files.
    pub files: CaseFiles,
}

/// The files of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseFiles {
    /// The pictures of a leaf folder, in natural order: the frames of a cine.
    Cine(Vec<PathBuf>),
    /// One loose picture.
    Still(PathBuf),
    /// One DICOM file.
    Dicom(PathBuf),
}

/// A file or folder that goes into no case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Path below the source folder.
    pub relative_path: String,
    /// `skipped`, or `failed` where it could not be read.
    pub status: SourceStatus,
    /// Why.
    pub reason: String,
}

/// A source folder that can't be used.
#[derive(Debug, Error)]
pub enum SourceError {
    /// It is not there, or can't be listed.
    #[error("could not list the source folder `{path}`; is the path right, and may it be read?")]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is a file.
    #[error("`{path}` is no folder; give the folder that holds one folder per patient")]
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
    /// It holds nothing to make a case of.
    #[error("no picture and no DICOM file among the {files} files below `{path}`; expected patient/zone/frame.png")]
    Empty {
        /// The folder.
        path: PathBuf,
        /// Files that were looked at.
        files: usize,
    },
}

/// Lists patients and cases below `folder`.
///
/// Symbolic links are followed to files inside the folder only, and never to folders: so nothing outside is read and no
/// loop is entered. Files are judged by their first bytes.
pub fn discover(folder: &Path) -> Result<Source, SourceError> {
    let unreadable = |source| SourceError::Unreadable { path: folder.to_owned(), source };
    let root = fs::canonicalize(folder).map_err(unreadable)?;
    if !root.is_dir() {
        return Err(SourceError::NotAFolder { path: folder.to_owned() });
    }
    fs::read_dir(&root).map_err(unreadable)?;
    let mut found = Found::default();
    for entry in WalkDir::new(&root).min_depth(1).follow_links(false).sort_by_file_name() {
        match entry {
            Ok(entry) => found.take(&root, entry.path(), entry.file_type()),
            Err(error) => {
                let path = error.path().map(|path| relative(&root, path)).unwrap_or_default();
                found.leave(path, SourceStatus::Failed, format!("could not be listed: {error}"));
            }
        }
    }
    let files = found.files;
    let source = found.into_source(&root);
    if source.patients.is_empty() {
        return Err(SourceError::Empty { path: folder.to_owned(), files });
    }
    Ok(source)
}

/// What was met so far.
#[derive(Default)]
struct Found {
    /// Pictures and DICOM files by their folder, as paths below the root.
    folders: BTreeMap<PathBuf, Vec<(PathBuf, Content)>>,
    left_out: Vec<LeftOut>,
    files: usize,
}

impl Found {
    fn take(&mut self, root: &Path, path: &Path, kind: fs::FileType) {
        if kind.is_dir() {
            return;
        }
        self.files += 1;
        if let Err(reason) = regular(root, path, kind) {
            return self.leave(relative(root, path), SourceStatus::Skipped, reason.to_owned());
        }
        match judge(path) {
            Ok(Content::Other(reason)) => {
                self.leave(relative(root, path), SourceStatus::Skipped, reason.to_owned());
            }
            Ok(content) => {
                let folder = path.parent().and_then(|parent| parent.strip_prefix(root).ok()).unwrap_or(Path::new(""));
                self.folders.entry(folder.to_owned()).or_default().push((path.to_owned(), content));
            }
            Err(error) => self.leave(relative(root, path), SourceStatus::Failed, format!("could not be read: {error}")),
        }
    }

    fn leave(&mut self, relative_path: String, status: SourceStatus, reason: String) {
        self.left_out.push(LeftOut { relative_path, status, reason });
    }

    fn into_source(mut self, root: &Path) -> Source {
        let mut patients: BTreeMap<String, SourcePatient> = BTreeMap::new();
        let mut folders = self.folders.into_iter().peekable();
        while let Some((folder, files)) = folders.next() {
            // Paths are ordered by component, so a folder is directly followed by what lies below it.
            let is_leaf = !folders.peek().is_some_and(|(next, _)| next.starts_with(&folder));
            let cases = cases_of(root, &folder, files, is_leaf);
            match folder.components().next() {
                Some(first) => {
                    let source_id = source_id(Path::new(&first));
                    let patient = patients
                        .entry(source_id.clone())
                        .or_insert_with(|| SourcePatient { source_id, cases: Vec::new() });
                    patient.cases.extend(cases);
                }
                None => patients.extend(cases.into_iter().map(|case| {
                    let source_id = case.source_id.clone();
                    (source_id.clone(), SourcePatient { source_id, cases: vec![case] })
                })),
            }
        }
        for patient in patients.values_mut() {
            patient.cases.sort_by(|one, two| natural::compare(&one.source_id, &two.source_id));
        }
        self.left_out.sort_by(|one, two| one.relative_path.cmp(&two.relative_path));
        Source { patients: patients.into_values().collect(), left_out: self.left_out }
    }
}

/// The cases of one folder.
fn cases_of(root: &Path, folder: &Path, files: Vec<(PathBuf, Content)>, is_leaf: bool) -> Vec<SourceCase> {
    let case =
        |path: &Path, files: CaseFiles| SourceCase { source_id: source_id(path), relative_path: slashed(path), files };
    let below = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
    let (dicom, mut pictures): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, kind)| *kind == Content::Dicom);
    let mut cases: Vec<SourceCase> =
        dicom.into_iter().map(|(path, _)| case(&below(&path), CaseFiles::Dicom(path))).collect();
    if is_leaf && !folder.as_os_str().is_empty() {
        pictures.sort_by(|(one, _), (two, _)| {
            natural::compare(&relative(root, one), &relative(root, two)).then_with(|| one.cmp(two))
        });
        if !pictures.is_empty() {
            cases.push(case(folder, CaseFiles::Cine(pictures.into_iter().map(|(path, _)| path).collect())));
        }
    } else {
        cases.extend(pictures.into_iter().map(|(path, _)| case(&below(&path), CaseFiles::Still(path))));
    }
    cases
}

fn relative(root: &Path, path: &Path) -> String {
    slashed(path.strip_prefix(root).unwrap_or(path))
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// The path as text. Two names that are no UTF-8 may read the same, and must not share an identity.
fn source_id(path: &Path) -> String {
    let text = slashed(path);
    if path.to_str().is_some() {
        return text;
    }
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    let mark: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{text}#{mark}")
}
