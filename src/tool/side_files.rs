//! Files beside the input that a tool file names, such as a licence or a model. The tool sees them below a folder of its own,
//! mounted so that it cannot write to them, or as copies where this machine does not let us mount. (Copying shares the blocks
//! on file systems that can: `std::fs::copy` asks for that.)

use crate::tool::definition::Tool;
use crate::tool::digest;
use crate::tool::folder;
use crate::tool::isolate::Mount;
use crate::tool::prepare::Guard;
use crate::tool::raw_text::RawText;
use crate::tool::record::SideFile;
use crate::tool::record::SideFileWay;
use crate::tool::run::StartToolError;
use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;

/// What the tool file names, and how the tool gets it.
pub(super) struct SideFiles {
    /// Originals by their names, links resolved.
    originals: BTreeMap<String, PathBuf>,
    /// Every file below them, with what it was.
    known: BTreeMap<PathBuf, Known>,
    way: SideFileWay,
    /// Bytes of copies, which lie in the private folder.
    pub(super) bytes: u64,
}

struct Known {
    original: PathBuf,
    sha256: String,
    /// Facts of the original that change with every change.
    stamp: Option<Stamp>,
}

type Stamp = (u64, u64, i64, i64, i64, i64);

impl SideFiles {
    /// Looks for everything that the tool file names.
    pub(super) fn find(tool: &Tool) -> Result<Self, StartToolError> {
        let mut originals = BTreeMap::new();
        for (name, path) in &tool.files {
            let path = tool.folder.as_deref().map_or_else(|| path.clone(), |folder| folder.join(path));
            let real = path.canonicalize().map_err(|source| StartToolError::SideFile { path, source })?;
            originals.insert(name.clone(), real);
        }
        Ok(Self { originals, known: BTreeMap::new(), way: SideFileWay::Copied, bytes: 0 })
    }

    /// What would be mounted where.
    pub(super) fn mounts(&self, to: &Path) -> Vec<Mount> {
        let mount = |(name, source): (&String, &PathBuf)| Mount { source: source.clone(), place: to.join(name) };
        self.originals.iter().map(mount).collect()
    }

    /// Makes what is mounted over.
    pub(super) fn make_places(&self, to: &Path) -> Result<(), StartToolError> {
        for mount in self.mounts(to) {
            let made = std::fs::create_dir_all(to).and_then(|()| match mount.source.is_dir() {
                true => std::fs::create_dir(&mount.place),
                false => std::fs::File::create(&mount.place).map(drop),
            });
            made.map_err(|source| StartToolError::SideFile { path: mount.place, source })?;
        }
        Ok(())
    }

    /// Copies everything, unless it is mounted.
    pub(super) fn give(mut self, guard: &Guard, to: &Path) -> Result<Self, StartToolError> {
        if !guard.walls.are_mounted() {
            for (name, original) in &self.originals {
                let copied = copy(original, &to.join(name));
                self.bytes += copied.map_err(|source| StartToolError::SideFile { path: original.clone(), source })?;
            }
        }
        self.again(guard, to)
    }

    /// What an earlier call of the command has given: there are mounts for this one, or copies.
    pub(super) fn again(mut self, guard: &Guard, to: &Path) -> Result<Self, StartToolError> {
        self.way = if guard.walls.are_mounted() { SideFileWay::Mounted } else { SideFileWay::Copied };
        for (name, original) in &self.originals {
            let all = files(original).map_err(|source| StartToolError::SideFile { path: original.clone(), source })?;
            for below in all {
                let path = join(original, &below);
                let failed = |source| StartToolError::SideFile { path: path.clone(), source };
                let known = Known {
                    sha256: digest::of_file(&path).map_err(failed)?,
                    stamp: stamp(&path),
                    original: path.clone(),
                };
                if self.way == SideFileWay::Copied {
                    // Whoever may write everywhere is found out by the digest.
                    let copy = join(&to.join(name), &below);
                    let _ = std::fs::set_permissions(copy, std::fs::Permissions::from_mode(0o444));
                }
                self.known.insert(join(Path::new(name), &below), known);
            }
        }
        Ok(self)
    }

    /// What became of them.
    pub(super) fn compared(&self, folder: &Path) -> Vec<SideFile> {
        let compared = self.known.iter().map(|(path, known)| {
            let seen = match self.way {
                SideFileWay::Mounted => known.original.clone(),
                SideFileWay::Copied => folder.join(path),
            };
            // Models are large: one of which no fact has changed is not read again.
            let same = self.way == SideFileWay::Mounted && known.stamp.is_some() && stamp(&seen) == known.stamp;
            SideFile {
                path: RawText::from(path.clone()),
                sha256: known.sha256.clone(),
                changed: !same && digest::of_file(&seen).ok().as_ref() != Some(&known.sha256),
                way: self.way,
            }
        });
        compared.collect()
    }
}

/// Files below a folder, or an empty path for the file itself.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if path.is_dir() { folder::regular_files(path) } else { Ok(vec![PathBuf::new()]) }
}

/// Joining an empty path would add a slash.
fn join(path: &Path, below: &Path) -> PathBuf {
    if below.as_os_str().is_empty() { path.to_path_buf() } else { path.join(below) }
}

fn copy(from: &Path, to: &Path) -> io::Result<u64> {
    if from.is_dir() {
        return folder::copy(&folder::regular_files(from)?, from, to);
    }
    std::fs::copy(from, to)
}

fn stamp(path: &Path) -> Option<Stamp> {
    let facts = std::fs::metadata(path).ok()?;
    Some((facts.ino(), facts.len(), facts.mtime(), facts.mtime_nsec(), facts.ctime(), facts.ctime_nsec()))
}
