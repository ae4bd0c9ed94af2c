//! Files beside the input that a tool file names, such as a licence or a model: the tool gets copies, which it cannot spoil for
//! the next run, and is told where they are.

use crate::tool::definition::Tool;
use crate::tool::digest;
use crate::tool::folder;
use crate::tool::raw_text::RawText;
use crate::tool::record::SideFile;
use crate::tool::run::StartToolError;
use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;

/// The copies and what they were.
pub(super) struct SideFiles {
    digests: BTreeMap<PathBuf, String>,
    /// Bytes of all.
    pub(super) bytes: u64,
}

impl SideFiles {
    /// Copies what the tool file names, each under its name.
    pub(super) fn copy(tool: &Tool, to: &Path) -> Result<Self, StartToolError> {
        let mut copied = Self { digests: BTreeMap::new(), bytes: 0 };
        for (name, path) in &tool.files {
            let path = tool.folder.as_deref().map_or_else(|| path.clone(), |folder| folder.join(path));
            copied.take(name, &path, to).map_err(|source| StartToolError::SideFile { path: path.clone(), source })?;
        }
        Ok(copied)
    }

    fn take(&mut self, name: &str, path: &Path, to: &Path) -> io::Result<()> {
        std::fs::create_dir_all(to)?;
        let place = to.join(name);
        if path.is_dir() {
            let files = folder::regular_files(path)?;
            self.bytes += folder::copy(&files, path, &place)?;
        } else {
            self.bytes += std::fs::copy(path, &place)?;
        }
        for (file, digest) in digests(&place)? {
            // Whoever may write everywhere is found out by the digest.
            std::fs::set_permissions(
                if file.as_os_str().is_empty() { place.clone() } else { place.join(&file) },
                std::fs::Permissions::from_mode(0o444),
            )?;
            let below = if file.as_os_str().is_empty() { PathBuf::from(name) } else { Path::new(name).join(file) };
            self.digests.insert(below, digest);
        }
        Ok(())
    }

    /// What became of the copies.
    pub(super) fn compared(&self, folder: &Path) -> Vec<SideFile> {
        let compared = self.digests.iter().map(|(path, before)| SideFile {
            path: RawText::from(path.clone()),
            sha256: before.clone(),
            changed: digest::of_file(&folder.join(path)).ok().as_ref() != Some(before),
        });
        compared.collect()
    }
}

/// SHA-256 of every file of a folder, or of the one file under an empty path.
fn digests(place: &Path) -> io::Result<BTreeMap<PathBuf, String>> {
    if place.is_dir() {
        return folder::digests(&folder::regular_files(place)?, place);
    }
    Ok(BTreeMap::from([(PathBuf::new(), digest::of_file(place)?)]))
}
