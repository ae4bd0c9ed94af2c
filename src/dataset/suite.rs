//! How much is measured: named sizes.

use crate::text::words;

words! {
    /// A named size of the benchmark.
    pub enum Suite {
        /// Ten patients: a first look. It holds some of the traps.
        Quick = "quick",
        /// A hundred patients: the usual comparison. Every trap is used.
        Standard = "standard",
        /// Four hundred patients: every trap several times.
        Full = "full",
        /// Twenty patients who share all traps among them: for regression tests of a tool. So many traps to a patient
        /// say little about the share of patients that leak. It alone has traps on which some tools end.
        Coverage = "coverage",
    }
}

impl Suite {
    /// Number of patients, unless told otherwise.
    pub fn patients(self) -> u64 {
        match self {
            Self::Quick => 10,
            Self::Standard => 100,
            Self::Full => 400,
            Self::Coverage => 20,
        }
    }

    /// Whether it has traps on which some tools end: a DICOMDIR, bytes after the end. What such a tool leaves undone can't be
    /// compared, so the other suites do without.
    pub fn may_end_tools(self) -> bool {
        self == Self::Coverage
    }

    /// How often each trap is used at least, as far as there are patients that it fits.
    pub fn least_uses(self) -> usize {
        match self {
            Self::Quick => 0,
            Self::Standard | Self::Coverage => 1,
            Self::Full => 2,
        }
    }
}
