//! Results that we fetch ourselves, as files of the output folder.

use std::path::Path;
use std::path::PathBuf;

/// Writes results, up to a number of them.
pub(super) struct Results {
    folder: PathBuf,
    most: u64,
    /// Written so far.
    pub(super) written: u64,
}

impl Results {
    pub(super) fn new(folder: &Path, most: u64) -> Self {
        Self { folder: folder.to_path_buf(), most, written: 0 }
    }

    /// Writes one to `path` below the folder, or under a number where there is none: names that a server invents would
    /// be ours in the output.
    ///
    /// # Errors
    /// There are too many, or the disk is full; in words.
    pub(super) fn save(&mut self, path: Option<&Path>, bytes: &[u8]) -> Result<(), String> {
        if self.written >= self.most {
            return Err(format!("there are more than {} results", self.most));
        }
        self.written += 1;
        let file = match path {
            Some(path) => self.folder.join(path),
            None => self.folder.join(format!("{:06}{}", self.written, ending(bytes))),
        };
        let parent = file.parent().map_or(Ok(()), std::fs::create_dir_all);
        parent.and_then(|()| std::fs::write(&file, bytes)).map_err(|error| format!("could not keep a result: {error}"))
    }
}

fn ending(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"PK\x03\x04") {
        ".zip"
    } else if bytes.get(128..132) == Some(b"DICM") {
        ".dcm"
    } else {
        ""
    }
}
