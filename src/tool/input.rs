//! The tool's copy of the input, and how much may be written beside it.

use crate::tool::definition::Mode;
use crate::tool::definition::Tool;
use crate::tool::folder;
use crate::tool::options::Limits;
use crate::tool::options::RunOptions;
use crate::tool::plan::Layout;
use crate::tool::times;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// What a tool is given.
pub(super) struct Input {
    pub(super) files: Vec<PathBuf>,
    pub(super) bytes: u64,
    /// Absent where the tool is meant to change its copy.
    pub(super) digests: Option<BTreeMap<PathBuf, String>>,
}

impl Input {
    /// Makes the copy.
    ///
    /// # Errors
    /// A file cannot be read or written; the error names it.
    pub(super) fn copy(tool: &Tool, from: &Path, layout: &Layout, seed: u64) -> io::Result<Self> {
        let files = folder::regular_files(from)?;
        let bytes = folder::copy(&files, from, &layout.input)?;
        let digests = match tool.mode {
            Mode::InPlace => None,
            _ => Some(folder::digests(&files, &layout.input)?),
        };
        times::set(&files, &layout.input, seed)?;
        Ok(Self { files, bytes, digests })
    }

    /// What an earlier call of the command has copied: the digests are those of the originals.
    ///
    /// # Errors
    /// An original cannot be read; the error names it.
    pub(super) fn again(tool: &Tool, from: &Path) -> io::Result<Self> {
        let files = folder::regular_files(from)?;
        let mut bytes = 0;
        for file in &files {
            bytes += std::fs::metadata(from.join(file)).map_err(|error| folder::at(file, &error))?.len();
        }
        let digests = match tool.mode {
            Mode::InPlace => None,
            _ => Some(folder::digests(&files, from)?),
        };
        Ok(Self { files, bytes, digests })
    }

    /// Bytes that may lie in the private folder.
    pub(super) fn most_bytes(&self, limits: &Limits) -> u64 {
        let allowed = self.bytes.saturating_mul(limits.written_times_input);
        self.bytes.saturating_add(allowed).saturating_add(limits.written_bytes)
    }
}

/// What the tool file says of what may be written, and else what the options say.
pub(super) fn limits(tool: &Tool, options: &RunOptions) -> Limits {
    let mut limits = options.limits;
    if let Some(mebibytes) = tool.output_limit_mib {
        limits.written_bytes = mebibytes.saturating_mul(1 << 20);
        limits.written_times_input = 0;
    }
    limits.written_files = tool.output_files_limit.unwrap_or(limits.written_files);
    limits
}
