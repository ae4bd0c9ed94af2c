//! How much is measured: named sizes.

use crate::text::words;

words! {
    /// A named size of the benchmark.
    pub enum Suite {
        /// Ten patients: a first look, and tests.
        Quick = "quick",
        /// A hundred patients: the usual comparison.
        Standard = "standard",
        /// Four hundred patients: every trap several times.
        Full = "full",
    }
}

impl Suite {
    /// Number of patients, unless told otherwise.
    pub fn patients(self) -> u64 {
        match self {
            Self::Quick => 10,
            Self::Standard => 100,
            Self::Full => 400,
        }
    }

    /// How often each trap is used at least, as far as there are patients that it fits.
    pub fn least_uses(self) -> usize {
        match self {
            Self::Quick => 1,
            Self::Standard | Self::Full => 2,
        }
    }
}
