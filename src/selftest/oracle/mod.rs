//! A tool that knows the truth: it removes what was planted and nothing else. Every mutant starts from it.

pub mod clean;
pub mod dummy;
pub mod known;
pub mod native;
pub mod parts;
pub mod picture;
pub mod planes;
pub mod treatment;

use thiserror::Error;

/// The oracle met a file that is not what the truth says. The dataset was changed, or the oracle is wrong.
#[derive(Debug, Error)]
#[error("the oracle can't treat the input `{path}`: {what}; make the dataset again")]
pub struct OracleError {
    /// The input, or the folder of the truth.
    pub path: String,
    /// What is wrong with it.
    pub what: String,
}

/// Says what is wrong; the path is added by [`treatment::Treatment::treated`].
pub(in crate::selftest) fn wrong(what: &str) -> OracleError {
    OracleError { path: String::new(), what: what.to_owned() }
}
