//! Where a program is.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;

/// Whether a file can be executed by somebody.
pub(super) fn is_executable(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
}

/// A program by name. The path is absolute and its links are kept, because a Python environment is told by them.
pub(super) fn on_path(name: &str, search_path: Option<&OsStr>) -> Option<PathBuf> {
    let folders = std::env::split_paths(search_path?).collect::<Vec<_>>();
    let mut candidates = folders.into_iter().map(|folder| folder.join(name));
    candidates.find(|candidate| is_executable(candidate)).and_then(|found| std::path::absolute(found).ok())
}

/// The program of an argument list: by name on the `PATH`, or relative to the folder of the tool file.
pub(super) fn program(word: &str, folder: Option<&Path>, search_path: Option<&OsStr>) -> Option<PathBuf> {
    if !word.contains('/') {
        return on_path(word, search_path);
    }
    let path = match folder {
        Some(folder) => folder.join(word),
        None => PathBuf::from(word),
    };
    if is_executable(&path) { std::path::absolute(path).ok() } else { None }
}
