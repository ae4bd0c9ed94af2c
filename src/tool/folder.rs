//! Listing, copying, hashing and weighing folders, without ever following a link.

use crate::tool::digest;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;

/// Every regular file, relative to the folder, sorted.
///
/// # Errors
/// The folder or one below it cannot be listed.
pub(super) fn regular_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(io::Error::from)?;
        if entry.file_type().is_file() {
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            files.push(relative.to_path_buf());
        }
    }
    files.sort();
    Ok(files)
}

/// Copies files below another folder, where the owner may write them; returns the bytes of all.
///
/// # Errors
/// A file cannot be read, or its copy cannot be written; the error names it.
pub(super) fn copy(files: &[PathBuf], from: &Path, to: &Path) -> io::Result<u64> {
    for file in files {
        if let Some(parent) = to.join(file).parent() {
            std::fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
        }
    }
    let sizes = files.par_iter().map(|file| {
        let (source, target) = (from.join(file), to.join(file));
        let size = std::fs::copy(&source, &target).map_err(|error| at(&source, &error))?;
        let mode = std::fs::metadata(&target).map_or(0o644, |facts| facts.permissions().mode());
        if mode & 0o600 != 0o600 {
            std::fs::set_permissions(&target, std::fs::Permissions::from_mode(mode | 0o600))?;
        }
        Ok(size)
    });
    sizes.try_reduce(|| 0, |one, other| Ok(one + other))
}

/// SHA-256 of each file.
///
/// # Errors
/// A file cannot be read; the error names it.
pub(super) fn digests(files: &[PathBuf], folder: &Path) -> io::Result<BTreeMap<PathBuf, String>> {
    files
        .par_iter()
        .map(|file| {
            let path = folder.join(file);
            let digest = digest::of_file(&path).map_err(|error| at(&path, &error))?;
            Ok((file.clone(), digest))
        })
        .collect()
}

/// The same kind of error, with the path in its text.
pub(super) fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}

/// How much lies below a folder: apparent bytes, and entries.
///
/// Stops counting entries beyond `most_entries`, so that weighing a million of them stays short.
pub(super) fn weigh(folder: &Path, most_entries: u64) -> (u64, u64) {
    let (mut bytes, mut entries) = (0_u64, 0_u64);
    // What vanishes while we look, or cannot be listed, weighs nothing.
    for entry in WalkDir::new(folder).min_depth(1).into_iter().flatten() {
        entries += 1;
        if entries > most_entries {
            break;
        }
        if entry.file_type().is_file() {
            bytes = bytes.saturating_add(entry.metadata().map_or(0, |facts| facts.len()));
        }
    }
    (bytes, entries)
}

/// Gives the owner back the right to list, read and remove, which a tool may have taken away.
pub fn make_accessible(folder: &Path) {
    open(folder, 0o700);
    let mut opened = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).into_iter().flatten() {
        if entry.file_type().is_file() {
            open(entry.path(), 0o600);
        } else if entry.file_type().is_dir() && open(entry.path(), 0o700) {
            opened.push(entry.into_path());
        }
    }
    // The walk had tried to list these before they were open.
    for folder in opened {
        make_accessible(&folder);
    }
}

/// Adds rights; says whether that changed anything.
fn open(path: &Path, wanted: u32) -> bool {
    let Ok(facts) = std::fs::symlink_metadata(path) else { return false };
    let mode = facts.permissions().mode();
    let lacks = !facts.file_type().is_symlink() && mode & wanted != wanted;
    lacks && std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode | wanted)).is_ok()
}
