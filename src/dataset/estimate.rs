//! What a dataset will cost, said before it is made.

use crate::dataset::design::Design;
use crate::instance::Study;
use crate::instance::StudyKind;
use std::collections::BTreeMap;
use std::path::Path;
use thiserror::Error;

/// Bytes a second and worker that planning reckons with: a third of what two slow cores were measured at.
pub(super) const BYTES_A_SECOND: u64 = 60_000_000;
/// Bytes of truth for each patient, patches included, that planning reckons with.
const TRUTH_BYTES: u64 = 2_000_000;

/// Bytes of an object beside the images that planning reckons with.
const COMPANION_BYTES: u64 = 800_000;

/// Files, bytes and time of a dataset, before it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Files of `input/`.
    pub files: u64,
    /// Bytes of `input/` and `truth/`.
    pub bytes: u64,
    /// Seconds, on the slow side.
    pub seconds: u64,
}

impl Estimate {
    /// For a design, from one study of each kind; frames are not drawn for it.
    pub fn new(designs: &[Design], jobs: usize, sample: impl Fn(&Design) -> Study) -> Self {
        let mut by_kind: BTreeMap<StudyKind, (u64, u64)> = BTreeMap::new();
        let (mut files, mut bytes) = (0u64, 0u64);
        for design in designs {
            let (study_files, study_bytes) = *by_kind.entry(design.kind).or_insert_with(|| {
                let study = sample(design);
                (study.instances.len() as u64, pixel_bytes(&study))
            });
            let companions = design.companions.len() as u64;
            files += study_files + companions;
            bytes += study_bytes + study_files * 4096 + companions * COMPANION_BYTES + TRUTH_BYTES;
        }
        let seconds = bytes / BYTES_A_SECOND / (jobs.max(1) as u64) + 1;
        Self { files, bytes, seconds }
    }
}

fn pixel_bytes(study: &Study) -> u64 {
    let bytes = |source: &dyn crate::dicom::frame::FrameSource| {
        source.format().frame_bytes().unwrap_or(usize::MAX) as u64 * u64::from(source.frames())
    };
    study.instances.iter().filter_map(|instance| instance.pixels.as_deref()).map(bytes).sum()
}

/// The disk has no room for what is planned.
#[derive(Debug, Error)]
#[error(
    "`{path}` has {free} MB free, and {needed} MB are needed; free some, choose another --out, or fewer --patients"
)]
pub struct DiskTooSmall {
    /// The folder.
    pub path: String,
    /// Megabytes free.
    pub free: u64,
    /// Megabytes needed.
    pub needed: u64,
}

/// Refuses a plan for which the disk below `folder` has no room. A disk that can't be asked is not refused.
pub fn check_disk(folder: &Path, bytes: u64) -> Result<(), DiskTooSmall> {
    let existing = folder.ancestors().find(|path| path.exists()).filter(|path| !path.as_os_str().is_empty());
    let Ok(facts) = rustix::fs::statvfs(existing.unwrap_or(Path::new("."))) else { return Ok(()) };
    let free = facts.f_bavail.saturating_mul(facts.f_frsize);
    if free < bytes {
        let path = folder.display().to_string();
        return Err(DiskTooSmall { path, free: free / 1_000_000, needed: bytes.div_ceil(1_000_000) });
    }
    Ok(())
}
