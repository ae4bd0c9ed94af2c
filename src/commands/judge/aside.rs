//! Everything that no pair of input and output covers.

use crate::commands::judge::Case;
use crate::commands::terminal::Terminal;
use crate::detectors::beside;
use crate::detectors::beside::Beside;
use crate::detectors::beside::Everybody;
use crate::detectors::beside::Role;
use crate::pairing::Pairing;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;

/// Findings in files that answer no input: second answers, strangers, side files, and what the tool said; and in extended
/// attributes of all.
pub(super) fn search_beside(case: &Case<'_>, pairing: &Pairing, terminal: &Terminal) -> anyhow::Result<Beside> {
    let extra = pairing.unpaired_outputs.iter().chain(&pairing.side_files);
    let extra = extra.chain(pairing.doubled.iter().map(|doubled| &doubled.output));
    let mut files: Vec<(String, PathBuf, Role)> =
        extra.map(|file| (file.lossy(), case.output.join(&file.path), Role::Output)).collect();
    for folder in &case.said {
        let base = folder.parent().unwrap_or(folder);
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
        for entry in walk.filter(|entry| entry.file_type().is_file()) {
            let name = entry.path().strip_prefix(base).unwrap_or(entry.path()).to_string_lossy().into_owned();
            files.push((name, entry.into_path(), Role::Said));
        }
    }
    for output in pairing.pairs.iter().filter_map(|pair| pair.output.as_ref()) {
        let path = case.output.join(&output.path);
        if beside::has_attributes(&path) {
            files.push((output.lossy(), path, Role::Answer));
        }
    }
    if files.is_empty() {
        return Ok(Beside::default());
    }
    let mut everybody = Everybody::default();
    for patient in case.dataset.patients() {
        everybody.add(&case.dataset.truth(patient)?.plants);
    }
    let files: Vec<(String, &Path, Role)> =
        files.iter().map(|(name, path, role)| (name.clone(), path.as_path(), *role)).collect();
    let bar = terminal.bar("searching", everybody.steps(files.len()));
    let beside = everybody.search(&files, &|| bar.inc(1));
    bar.finish_and_clear();
    Ok(beside)
}
