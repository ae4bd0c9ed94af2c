//! A result that is compared, and whether it may be.

use crate::scorecard::Scorecard;
use std::path::PathBuf;
use thiserror::Error;

/// One result.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is called: the tool, and the folder where two results have the same tool.
    pub name: String,
    /// Where it comes from, as it was named.
    pub place: String,
    /// The result.
    pub scorecard: Scorecard,
    /// Its findings, where they are.
    pub findings: Option<PathBuf>,
}

/// Results that must not be compared without being asked to.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RefuseError {
    /// Other files were judged.
    #[error(
        "`{second}` is of another dataset than `{first}` (digest {second_digest} and {first_digest}), so no patient can be \
         paired; run both tools on one dataset, or add --allow-other-dataset to see them side by side"
    )]
    OtherDataset {
        /// The first result.
        first: String,
        /// The other.
        second: String,
        /// Beginning of its digest.
        first_digest: String,
        /// Beginning of its digest.
        second_digest: String,
    },
    /// Another scorer judged.
    #[error(
        "`{second}` was scored by deidbench {second_version} and `{first}` by {first_version}, which may judge the same \
         output otherwise; score it again with `deidbench score --run FOLDER`, or add --allow-other-version"
    )]
    OtherVersion {
        /// The first result.
        first: String,
        /// The other.
        second: String,
        /// Its version.
        first_version: String,
        /// Its version.
        second_version: String,
    },
    /// An old scorecard.
    #[error(
        "`{place}` does not say what became of each patient, so it can't be compared; score it again with \
         `deidbench score --run FOLDER`"
    )]
    NoPatients {
        /// The result.
        place: String,
    },
}

/// Digits of a digest that a message shows.
const SHOWN: usize = 12;

/// Refuses what must not be compared with the first result, and notes what was allowed or should be known.
pub fn check(entries: &[Entry], other_dataset: bool, other_version: bool) -> Result<Vec<String>, RefuseError> {
    let mut notes = Vec::new();
    let Some(first) = entries.first() else { return Ok(notes) };
    if let Some(old) = entries.iter().find(|entry| entry.scorecard.patients.is_empty()) {
        return Err(RefuseError::NoPatients { place: old.place.clone() });
    }
    for entry in entries.iter().skip(1) {
        let (left, right) = (&first.scorecard, &entry.scorecard);
        if left.dataset.digest != right.dataset.digest {
            let short = |digest: &str| digest.chars().take(SHOWN).collect::<String>();
            let refused = RefuseError::OtherDataset {
                first: first.place.clone(),
                second: entry.place.clone(),
                first_digest: short(&left.dataset.digest),
                second_digest: short(&right.dataset.digest),
            };
            if !other_dataset {
                return Err(refused);
            }
            notes.push(format!("{} is of another dataset: nothing is paired, and no leak is matched", entry.name));
        }
        if (left.format, &left.deidbench) != (right.format, &right.deidbench) {
            if !other_version {
                return Err(RefuseError::OtherVersion {
                    first: first.place.clone(),
                    second: entry.place.clone(),
                    first_version: left.deidbench.clone(),
                    second_version: right.deidbench.clone(),
                });
            }
            notes.push(format!("{} was scored by deidbench {}, not {}", entry.name, right.deidbench, left.deidbench));
        }
        if left.readers != right.readers {
            notes.push(format!("{} was judged with another reader of burned text than {}", entry.name, first.name));
        }
    }
    Ok(notes)
}

/// Whether all results are of the same files.
pub(super) fn same_dataset(entries: &[Entry]) -> bool {
    let mut digests = entries.iter().map(|entry| &entry.scorecard.dataset.digest);
    let first = digests.next();
    digests.all(|digest| Some(digest) == first)
}
