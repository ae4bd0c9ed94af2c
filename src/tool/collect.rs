//! Takes what a tool left out of its work folder: files as they are, and nothing else as content.

use crate::tool::folder;
use crate::tool::pattern;
use crate::tool::raw_text::RawText;
use crate::tool::record::ChangedInput;
use crate::tool::record::InputChange;
use crate::tool::record::OddFile;
use std::collections::BTreeMap;
use std::fs::FileType;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;

/// How many entries of a list are kept; the count beside it is of all.
const LISTED: usize = 1000;

/// What was met while collecting.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) odd_files: Vec<OddFile>,
    pub(super) odd_file_count: u64,
    pub(super) changed_inputs: Vec<ChangedInput>,
    pub(super) changed_input_count: u64,
    pub(super) set_aside: u64,
}

impl Collected {
    /// Moves what is below `from` to `to`, which may be on another file system. What `side_paths` cover goes below
    /// `aside` instead. Odd files are recorded under `label` and removed.
    ///
    /// # Errors
    /// A folder or file cannot be moved; the error names it.
    pub(super) fn take(
        &mut self,
        label: &str,
        from: &Path,
        to: &Path,
        side: Option<(&[String], &Path)>,
    ) -> io::Result<()> {
        match std::fs::symlink_metadata(from) {
            Ok(facts) if facts.is_dir() => {}
            Ok(facts) => {
                self.odd(label, Path::new(""), from, facts.file_type());
                return std::fs::create_dir_all(to);
            }
            // The tool removed the whole folder.
            Err(_) => return std::fs::create_dir_all(to),
        }
        folder::make_accessible(from);
        let mut aside = Vec::new();
        for entry in WalkDir::new(from).min_depth(1) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(from).to_path_buf();
                    self.record(label, path.strip_prefix(from).unwrap_or(&path), "unreadable", None);
                    continue;
                }
            };
            let relative = entry.path().strip_prefix(from).unwrap_or(entry.path());
            if !entry.file_type().is_file() && !entry.file_type().is_dir() {
                self.odd(label, relative, entry.path(), entry.file_type());
            } else if entry.file_type().is_file()
                && let Some((patterns, _)) = side
                && patterns.iter().any(|pattern| pattern::covers(pattern, relative.as_os_str().as_bytes()))
            {
                aside.push(relative.to_path_buf());
            }
        }
        if let Some((_, aside_folder)) = side {
            self.set_aside += u64::try_from(aside.len()).unwrap_or(u64::MAX);
            aside.iter().try_for_each(|file| move_file(&from.join(file), &aside_folder.join(file)))?;
        }
        move_folder(from, to)
    }

    /// Compares the tool's copy of the input with what it was, and takes changed and added files to `to`.
    ///
    /// # Errors
    /// A file cannot be moved; the error names it.
    pub(super) fn compare_input(
        &mut self,
        input: &Path,
        before: &BTreeMap<PathBuf, String>,
        to: &Path,
    ) -> io::Result<()> {
        let real = std::fs::symlink_metadata(input).is_ok_and(|facts| facts.is_dir());
        let mut present = Vec::new();
        if real {
            folder::make_accessible(input);
            for entry in WalkDir::new(input).min_depth(1).into_iter().flatten() {
                let relative = entry.path().strip_prefix(input).unwrap_or(entry.path()).to_path_buf();
                if entry.file_type().is_file() {
                    present.push(relative);
                } else if !entry.file_type().is_dir() {
                    self.odd("input", &relative, entry.path(), entry.file_type());
                }
            }
        }
        present.sort();
        let after = folder::digests(&present, input)?;
        for file in before.keys().filter(|file| !after.contains_key(*file)) {
            self.changed(file, InputChange::Deleted);
        }
        for (file, digest) in &after {
            let change = match before.get(file) {
                Some(old) if old == digest => continue,
                Some(_) => InputChange::Changed,
                None => InputChange::Added,
            };
            self.changed(file, change);
            move_file(&input.join(file), &to.join(file))?;
        }
        Ok(())
    }

    fn changed(&mut self, path: &Path, change: InputChange) {
        self.changed_input_count += 1;
        if self.changed_inputs.len() < LISTED {
            self.changed_inputs.push(ChangedInput { path: path.to_path_buf().into(), change });
        }
    }

    fn odd(&mut self, label: &str, relative: &Path, path: &Path, file_type: FileType) {
        let kind = match () {
            () if file_type.is_symlink() => "symlink",
            () if file_type.is_fifo() => "fifo",
            () if file_type.is_socket() => "socket",
            () if file_type.is_block_device() || file_type.is_char_device() => "device",
            () => "unreadable",
        };
        let target = std::fs::read_link(path).ok();
        self.record(label, relative, kind, target);
        // Where it cannot be removed it is moved with its folder: still never followed.
        let _ = std::fs::remove_file(path);
    }

    fn record(&mut self, label: &str, relative: &Path, kind: &str, target: Option<PathBuf>) {
        self.odd_file_count += 1;
        if self.odd_files.len() < LISTED {
            let path =
                if relative.as_os_str().is_empty() { PathBuf::from(label) } else { Path::new(label).join(relative) };
            self.odd_files.push(OddFile {
                path: path.into(),
                kind: kind.to_owned(),
                target: target.map(RawText::from),
            });
        }
    }
}

fn move_folder(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent).map_err(|error| folder::at(parent, &error))?;
    }
    // An empty folder may be there already; renaming over it is allowed.
    if std::fs::rename(from, to).is_ok() {
        return Ok(());
    }
    std::fs::create_dir_all(to).map_err(|error| folder::at(to, &error))?;
    for entry in WalkDir::new(from).min_depth(1).into_iter().flatten() {
        let target = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).map_err(|error| folder::at(&target, &error))?;
        } else if entry.file_type().is_file() {
            move_file(entry.path(), &target)?;
        }
    }
    Ok(())
}

fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent).map_err(|error| folder::at(parent, &error))?;
    }
    if std::fs::rename(from, to).is_ok() {
        return Ok(());
    }
    std::fs::copy(from, to).map_err(|error| folder::at(from, &error))?;
    std::fs::remove_file(from).map_err(|error| folder::at(from, &error))
}
