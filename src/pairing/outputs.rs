//! What a tool left in its output folder.

use super::OutputFile;
use super::PairingError;
use super::fingerprint::Fingerprint;
use super::inputs::Geometry;
use super::names::Names;
use super::names::may_be_broken;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use std::path::Path;
use walkdir::WalkDir;

/// Ending of a file of which another one holds the frames.
pub(super) const PART: &str = ".part-of-joined";

/// Endings of copies that tools leave of what they overwrite, and of parts. They are never an answer.
const COPIES: [&str; 4] = [".bak", ".orig", "~", PART];

/// Small facts of one output.
#[derive(Clone, Debug, Default)]
pub(super) struct OutputKey {
    pub(super) file: OutputFile,
    /// Path below the output folder, with `/`, written lossily.
    pub(super) path: String,
    pub(super) sop_instance_uid: String,
    pub(super) meta_sop_instance_uid: String,
    pub(super) study_instance_uid: String,
    pub(super) geometry: Geometry,
    /// Taken by [`super::pictures::take_fingerprints`], where it is needed.
    pub(super) fingerprint: Option<Box<Fingerprint>>,
    /// What tells encapsulated frames without decoding them.
    pub(super) stored: Option<u128>,
    pub(super) has_pixels: bool,
}

/// What a file is for pairing.
pub(super) enum Sorted {
    Answer(Box<OutputKey>),
    Side(OutputFile),
}

/// Lists every file below the output folder, sorted; links and special files apart.
pub(super) fn list(folder: &Path) -> Result<(Vec<OutputFile>, Vec<OutputFile>), PairingError> {
    let (mut files, mut odd) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(folder).follow_links(false).min_depth(1).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => {
                return Err(PairingError::Output { path: folder.to_owned(), source: error.into() });
            }
            // A folder that can't be entered is something that the tool left.
            Err(error) => {
                let path = error.path().and_then(|path| path.strip_prefix(folder).ok()).unwrap_or(Path::new(""));
                let problem = format!("could not be listed: {error}");
                odd.push(OutputFile { path: path.to_owned(), problem, ..OutputFile::default() });
                continue;
            }
        };
        let kind = entry.file_type();
        if kind.is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned();
        let bytes = entry.metadata().map(|metadata| metadata.len()).unwrap_or(0);
        if kind.is_file() {
            files.push(OutputFile { path, bytes, ..OutputFile::default() });
        } else {
            let problem = if kind.is_symlink() { "a link, which is not followed" } else { "no regular file" };
            odd.push(OutputFile { path, bytes: 0, problem: problem.to_owned(), ..OutputFile::default() });
        }
    }
    Ok((files, odd))
}

/// Opens one file and takes its facts.
pub(super) fn sort(folder: &Path, mut file: OutputFile, names: &Names<'_>, limit: u64) -> Sorted {
    let path = file.lossy();
    let named = names.path(&path).is_some();
    let lower = path.to_lowercase();
    if !named && COPIES.iter().any(|ending| lower.ends_with(ending)) {
        return Sorted::Side(file);
    }
    let scan = match Scan::open(&folder.join(&file.path), limit) {
        Ok(scan) if scan.is_dicom() => scan,
        unusable => {
            file.problem = match unusable {
                Ok(scan) => scan.problem.unwrap_or_default(),
                Err(error) => error.to_string(),
            };
            let broken = named || (may_be_broken(&path) && names.find(&path).is_some());
            if !broken {
                return Sorted::Side(file);
            }
            return Sorted::Answer(Box::new(OutputKey { file, path, ..OutputKey::default() }));
        }
    };
    file.readable = true;
    file.problem = scan.problem.clone().unwrap_or_default();
    let text = |tag| scan.text(tag).unwrap_or_default();
    let reader = PixelReader::new(&scan).ok();
    let geometry = Geometry {
        rows: if scan.pixels.is_some() { scan.number(tags::ROWS).unwrap_or(0) } else { 0 },
        columns: if scan.pixels.is_some() { scan.number(tags::COLUMNS).unwrap_or(0) } else { 0 },
        frames: reader.as_ref().map_or(0, PixelReader::claimed_frames),
        series_number: text(tags::SERIES_NUMBER),
        instance_number: text(tags::INSTANCE_NUMBER),
        modality: text(tags::MODALITY),
    };
    Sorted::Answer(Box::new(OutputKey {
        sop_instance_uid: text(tags::SOP_INSTANCE_UID),
        study_instance_uid: text(tags::STUDY_INSTANCE_UID),
        meta_sop_instance_uid: scan.meta_text(tags::MEDIA_STORAGE_SOP_INSTANCE_UID).unwrap_or_default(),
        geometry,
        fingerprint: reader.as_ref().filter(|reader| !reader.is_encapsulated()).and_then(Fingerprint::of).map(Box::new),
        stored: reader.as_ref().and_then(PixelReader::stored_digest),
        has_pixels: reader.is_some(),
        file,
        path,
    }))
}
