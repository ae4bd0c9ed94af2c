//! Why an output is taken as the answer to an input.

use crate::text::words;

words! {
    /// One reason, strongest first.
    pub enum Evidence {
        /// The harness named the path: one call for each file, in place, or standard output.
        NamedPath = "named-path",
        /// The same path below the output folder as below the input folder.
        SamePath = "same-path",
        /// A base name that one input alone has, perhaps with a prefix, a suffix or another ending.
        BaseName = "base-name",
        /// The tool's own mapping file says so.
        Mapping = "mapping",
        /// The SOP Instance UID, in data set, file meta information or file name.
        SopUid = "sop-uid",
        /// Every sample of every frame is equal.
        EqualPixels = "equal-pixels",
        /// Samples away from planted text are equal or nearly so, and no other input comes near.
        NearPixels = "near-pixels",
        /// The picture looks the same, whatever its size, depth and orientation, and no other input looks like it.
        SameLook = "same-look",
        /// The name of the file, in a folder whose other files answer one input folder alone.
        Folder = "folder",
        /// Size, frames, modality and position in the series, which one input and one output alone have.
        Geometry = "geometry",
        /// Place in the series, which one input and one output alone of a patient have whose images are paired.
        Sibling = "sibling",
    }
}

impl Evidence {
    /// What it counts. A path outweighs any two reasons below it; pixels of another input outweigh a path by
    /// [`CONTRADICTED`].
    pub fn weight(self) -> u32 {
        match self {
            Self::NamedPath => 128,
            Self::SamePath => 112,
            Self::BaseName => 64,
            Self::Mapping => 56,
            Self::SopUid => 48,
            Self::EqualPixels => 40,
            Self::NearPixels => 32,
            Self::SameLook => 24,
            Self::Folder => 16,
            Self::Geometry => 8,
            Self::Sibling => 6,
        }
    }
}

/// What a candidate counts at most whose pixels are those of another input: less than any pixels that fit, but more
/// than no output, so that an input keeps the output at its path where nothing fits better.
pub(super) const CONTRADICTED: u32 = 4;

/// A candidate's reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reasons {
    bits: u16,
    /// Its pixels are those of another input.
    pub(super) contradicted: bool,
}

impl Reasons {
    pub(super) fn add(&mut self, evidence: Evidence) {
        self.bits |= 1 << evidence as u8;
    }

    pub(super) fn has(self, evidence: Evidence) -> bool {
        self.bits & (1 << evidence as u8) != 0
    }

    pub(super) fn list(self) -> Vec<Evidence> {
        Evidence::ALL.iter().copied().filter(|evidence| self.has(*evidence)).collect()
    }

    pub(super) fn score(self) -> u32 {
        let sum = self.list().into_iter().map(Evidence::weight).sum();
        if self.contradicted { CONTRADICTED.min(sum) } else { sum }
    }
}
