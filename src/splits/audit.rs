//! Looks for one person in two splits.

use crate::splits::Member;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What is shared where pixels are the same.
pub const PICTURE: &str = "picture";
/// What two pictures share that are nearly the same.
pub const NEARLY_THE_SAME: &str = "picture nearly";

/// Something that stands in more than one split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// `patient`, `identity`, `source picture`, `picture`, or [`NEARLY_THE_SAME`].
    pub sort: String,
    /// Which one; of two pictures that are nearly the same, nothing.
    pub key: String,
    /// The patients that carry it; files where nobody knows whom they show, and where pictures are nearly the same.
    pub patients: Vec<String>,
    /// The splits, at least two.
    pub splits: Vec<String>,
}

impl std::fmt::Display for Overlap {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let splits = self.splits.join(" and ");
        if self.sort == "patient" {
            return write!(out, "patient {} is in {splits}", self.key);
        }
        if self.sort == NEARLY_THE_SAME {
            return write!(out, "{} show nearly the same and are in {splits}", self.patients.join(" and "));
        }
        // Files may share a picture, too.
        let who = if self.sort == PICTURE { "" } else { "patients " };
        write!(out, "{who}{} share the {} {} and are in {splits}", self.patients.join(" and "), self.sort, self.key)
    }
}

/// Every patient and key that stands in two splits, sorted. `placed` names a member and the split of one of its rows.
pub fn audit<'a>(placed: impl IntoIterator<Item = (&'a Member, &'a str)>) -> Vec<Overlap> {
    let mut seen: BTreeMap<(String, String), (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for (member, split) in placed {
        let own = ("patient".to_owned(), member.patient.clone());
        for key in std::iter::once(own).chain(member.keys.iter().cloned()) {
            let (patients, splits) = seen.entry(key).or_default();
            patients.insert(member.patient.clone());
            splits.insert(split.to_owned());
        }
    }
    seen.into_iter()
        // What one patient alone has in two splits is said once, of the patient.
        .filter(|((sort, _), (patients, splits))| splits.len() > 1 && (sort == "patient" || patients.len() > 1))
        .map(|((sort, key), (patients, splits))| Overlap {
            sort,
            key,
            patients: patients.into_iter().collect(),
            splits: splits.into_iter().collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patient_and_a_shared_identity_in_two_splits_are_named_and_others_are_not() {
        let key = ("identity".to_owned(), "MRN 7".to_owned());
        let one = Member { patient: "P1".to_owned(), keys: [key.clone()].into(), ..Member::default() };
        let two = Member { patient: "P2".to_owned(), keys: [key].into(), ..Member::default() };
        let three = Member { patient: "P3".to_owned(), ..Member::default() };
        let found = audit([(&one, "train"), (&two, "test"), (&three, "train"), (&three, "val")]);
        let words: Vec<String> = found.iter().map(Overlap::to_string).collect();
        assert_eq!(
            words,
            ["patients P1 and P2 share the identity MRN 7 and are in test and train", "patient P3 is in train and val",]
        );
        assert!(audit([(&one, "train"), (&two, "train"), (&three, "val")]).is_empty());
    }
}
