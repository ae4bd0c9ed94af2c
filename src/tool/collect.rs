//! Takes what a tool left out of its work folder: files as they are, and nothing else as content.

use crate::checkpoint;
use crate::tool::definition::Tool;
use crate::tool::folder;
use crate::tool::pattern;
use crate::tool::plan::Layout;
use crate::tool::raw_text::RawText;
use crate::tool::record::ChangedInput;
use crate::tool::record::InputChange;
use crate::tool::record::OddFile;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::fs::FileType;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;

/// How many entries of a list are kept; the count beside it is of all.
const LISTED: usize = 1000;

/// What a tool left, as far as its content does not say it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Collected {
    pub(super) odd_files: Vec<OddFile>,
    pub(super) odd_file_count: u64,
    pub(super) changed_inputs: Vec<ChangedInput>,
    pub(super) changed_input_count: u64,
    pub(super) set_aside: u64,
    /// Files of its copy of the input that are kept: changed or added.
    kept_inputs: Vec<RawText>,
}

impl Collected {
    /// Looks at everything and moves nothing. `before` are the digests of the input, where it was not to be changed.
    ///
    /// # Errors
    /// A file cannot be read; the error names it.
    pub(super) fn look(tool: &Tool, layout: &Layout, before: Option<&BTreeMap<PathBuf, String>>) -> io::Result<Self> {
        let mut found = Self::default();
        if let Some(before) = before {
            found.compare_input(&layout.input, before)?;
        }
        checkpoint::reach("input-compared");
        for (label, folder) in folders(layout) {
            let patterns = if label == OUTPUT { tool.side_paths.as_slice() } else { &[] };
            found.look_at(label, folder, patterns);
        }
        Ok(found)
    }

    fn look_at(&mut self, label: &str, from: &Path, side_paths: &[String]) {
        match std::fs::symlink_metadata(from) {
            Ok(facts) if facts.is_dir() => {}
            Ok(facts) => return self.odd(label, Path::new(""), from, facts.file_type()),
            // The tool removed the whole folder.
            Err(_) => return,
        }
        folder::make_accessible(from);
        for entry in WalkDir::new(from).min_depth(1) {
            match entry {
                Ok(entry) => {
                    let relative = entry.path().strip_prefix(from).unwrap_or(entry.path());
                    if is_odd(entry.file_type()) {
                        self.odd(label, relative, entry.path(), entry.file_type());
                    } else if entry.file_type().is_file() && is_aside(side_paths, relative) {
                        self.set_aside += 1;
                    }
                }
                Err(error) => {
                    let path = error.path().unwrap_or(from).to_path_buf();
                    self.record(label, path.strip_prefix(from).unwrap_or(&path), "unreadable", None);
                }
            }
        }
    }

    /// Compares the tool's copy of the input with what it was.
    fn compare_input(&mut self, input: &Path, before: &BTreeMap<PathBuf, String>) -> io::Result<()> {
        let real = std::fs::symlink_metadata(input).is_ok_and(|facts| facts.is_dir());
        let mut present = Vec::new();
        if real {
            folder::make_accessible(input);
            for entry in WalkDir::new(input).min_depth(1).into_iter().flatten() {
                let relative = entry.path().strip_prefix(input).unwrap_or(entry.path()).to_path_buf();
                if entry.file_type().is_file() {
                    present.push(relative);
                } else if is_odd(entry.file_type()) {
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
            self.kept_inputs.push(file.clone().into());
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
        self.record(label, relative, kind, std::fs::read_link(path).ok());
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

/// The folder that is scored.
const OUTPUT: &str = "output";

fn folders(layout: &Layout) -> [(&'static str, &Path); 4] {
    [(OUTPUT, &layout.output), ("home", &layout.home), ("tmp", &layout.tmp), ("work", &layout.work)]
}

fn is_odd(kind: FileType) -> bool {
    !kind.is_file() && !kind.is_dir()
}

fn is_aside(side_paths: &[String], relative: &Path) -> bool {
    side_paths.iter().any(|pattern| pattern::covers(pattern, relative.as_os_str().as_bytes()))
}

/// Moves what a tool left to the run folder, which may be on another file system: outputs to `output/`, those that
/// `side_paths` cover to `left-out/`, everything else to `side/`. Odd files are removed. Where it was broken off it can be
/// done again.
///
/// # Errors
/// A folder or file cannot be moved; the error names it.
pub(super) fn bring(left: &Collected, side_paths: &[String], layout: &Layout, run_dir: &Path) -> io::Result<()> {
    let side = run_dir.join("side");
    for file in &left.kept_inputs {
        let from = layout.input.join(file.as_path());
        if from.exists() {
            move_file(&from, &side.join("input").join(file.as_path()))?;
        }
    }
    for (label, from) in folders(layout) {
        let to = if label == OUTPUT { run_dir.join(OUTPUT) } else { side.join(label) };
        if !std::fs::symlink_metadata(from).is_ok_and(|facts| facts.is_dir()) {
            let _ = std::fs::remove_file(from);
            std::fs::create_dir_all(&to).map_err(|error| folder::at(&to, &error))?;
            continue;
        }
        let mut aside = Vec::new();
        for entry in WalkDir::new(from).min_depth(1).into_iter().flatten() {
            let relative = entry.path().strip_prefix(from).unwrap_or(entry.path());
            if is_odd(entry.file_type()) {
                // Where it cannot be removed it is moved with its folder: still never followed.
                let _ = std::fs::remove_file(entry.path());
            } else if label == OUTPUT && entry.file_type().is_file() && is_aside(side_paths, relative) {
                aside.push(relative.to_path_buf());
            }
        }
        let left_out = run_dir.join("left-out");
        aside.iter().try_for_each(|file| move_file(&from.join(file), &left_out.join(file)))?;
        move_folder(from, &to)?;
        if label == OUTPUT {
            checkpoint::reach("output-collected");
        }
    }
    checkpoint::reach("all-collected");
    Ok(())
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
    keep_facts(from, to);
    std::fs::remove_file(from).map_err(|error| folder::at(from, &error))
}

/// What is searched beside the content: extended attributes, and the time of the last change. Where the other file system has
/// no room for one, it is lost.
fn keep_facts(from: &Path, to: &Path) {
    for name in xattr::list(from).into_iter().flatten() {
        if let Ok(Some(value)) = xattr::get(from, &name) {
            let _ = xattr::set(to, &name, &value);
        }
    }
    if let Ok(time) = std::fs::metadata(from).and_then(|facts| facts.modified()) {
        let _ = File::open(to).and_then(|file| file.set_modified(time));
    }
}
