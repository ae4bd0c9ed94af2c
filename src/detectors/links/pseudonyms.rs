//! Pseudonyms: one for each patient, in all of its files, and none for two.

use crate::card::Card;
use crate::detectors::Evidence;
use crate::detectors::links::broken::BrokenLink;
use crate::detectors::links::broken::Tested;
use crate::dicom::Tag;
use crate::dicom::locus::Locus;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::value;
use serde::Deserialize;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What the catalogue says of it.
pub static CARD: Card = Card {
    id: "pseudonyms",
    version: 1,
    title: "Patients torn apart or merged by their pseudonyms",
    why: "Archives tell patients apart by Patient ID. A tool that draws a pseudonym file by file, or takes `A^B^C` and `A^B^C^` for two people, makes many patients of one; one that writes a constant makes one patient of all.",
    standard: "PS3.3 §C.7.1.1: Patient ID and Patient's Name belong to the patient, not to the file; PS3.15 Table E.1-1, actions Z and D; PS3.5 §6.2.1 for trailing delimiters of names",
    seen: "dicognito#78",
    passes: "Patient ID and Patient's Name are the same in all files of a patient (or empty in all), and no two patients share the value that tells them apart.",
};

/// Attributes that name a patient, strongest first: Patient ID, Patient's Name, Clinical Trial Subject ID.
const ATTRIBUTES: [Tag; 3] = [tags::PATIENT_ID, tags::PATIENT_NAME, tags::CLINICAL_TRIAL_SUBJECT_ID];

/// Bytes of a pseudonym that are looked at; a tool may write anything.
const LONGEST: usize = 512;

/// What one file calls its patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// The file, by its place in the list of answered files.
    pub file: usize,
    /// Number of the attribute in the list above.
    attribute: usize,
    /// The input's value, without what means nothing.
    before: String,
    /// The output's value, likewise.
    pub after: String,
}

/// What both files of a pair call the patient.
pub fn collect(evidence: &Evidence<'_>, file: usize) -> Vec<Called> {
    let of = |scan: &Scan, tag: Tag| plain(&text(scan, tag));
    let called = |(attribute, tag): (usize, &Tag)| Called {
        file,
        attribute,
        before: of(evidence.input, *tag),
        after: of(evidence.output, *tag),
    };
    ATTRIBUTES.iter().enumerate().map(called).collect()
}

fn text(scan: &Scan, tag: Tag) -> String {
    let characters = value::character_set(scan);
    let bytes = scan.top(tag).map(|element| scan.value(element)).unwrap_or_default();
    value::decode(bytes.get(..LONGEST).unwrap_or(bytes), &characters)
}

/// A value without padding, and without the delimiters at the end of a name and of its groups.
fn plain(text: &str) -> String {
    let padding = |letter: char| letter == '^' || letter == '\0' || letter.is_whitespace();
    let groups: Vec<&str> = text.split('=').map(|group| group.trim().trim_end_matches(padding)).collect();
    groups.join("=").trim_end_matches('=').to_owned()
}

impl Called {
    /// Where the value stands.
    pub fn place(&self) -> Locus {
        Locus::Attribute(ATTRIBUTES.get(self.attribute).copied().unwrap_or(tags::PATIENT_ID).into())
    }

    fn link(&self, form: &'static str, evidence: &str) -> BrokenLink {
        let value = format!("{} -> {}", self.before, self.after);
        BrokenLink { form, file: self.file, place: self.place(), evidence: evidence.to_owned(), value }
    }
}

/// Whether the files of one patient that were called alike still are.
pub fn check(called: &[Called]) -> Tested {
    let mut tested = Tested::default();
    let mut groups: BTreeMap<(usize, &str), Vec<&Called>> = BTreeMap::new();
    for one in called {
        groups.entry((one.attribute, &one.before)).or_default().push(one);
    }
    for group in groups.values().filter(|group| group.len() > 1 && group.iter().any(|one| !one.after.is_empty())) {
        let most = most(group);
        for one in group {
            let evidence = if one.after.is_empty() {
                "is empty, while other files of the patient have a pseudonym"
            } else if one.after == one.before {
                "still holds the original, while other files of the patient have a pseudonym"
            } else {
                "is another pseudonym than in other files of the same patient"
            };
            tested.test((one.after != most).then(|| one.link("several for one patient", evidence)));
        }
    }
    tested
}

/// The value by which an archive tells this patient from others: the first attribute that is not empty.
pub fn key(called: &[Called]) -> Option<&Called> {
    (0..ATTRIBUTES.len()).find_map(|attribute| {
        let group: Vec<&Called> =
            called.iter().filter(|one| one.attribute == attribute && !one.after.is_empty()).collect();
        let most = most(&group);
        group.into_iter().find(|one| one.after == most)
    })
}

fn most<'a>(group: &[&'a Called]) -> &'a str {
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for one in group {
        *votes.entry(&one.after).or_default() += 1;
    }
    let winner = votes.into_iter().max_by_key(|(value, votes)| (*votes, !value.is_empty(), Reverse(*value)));
    winner.map(|(value, _)| value).unwrap_or_default()
}

/// The pseudonym is the same for all patients.
pub fn constant(called: &Called) -> BrokenLink {
    called.link("constant", "is the same for all patients: they can't be told apart")
}

/// Another patient has the pseudonym too.
pub fn shared(called: &Called) -> BrokenLink {
    called.link("shared by patients", "is also the pseudonym of another patient")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(pairs: &[(&str, &str)]) -> Vec<Called> {
        let called = |(file, (before, after)): (usize, &(&str, &str))| Called {
            file,
            attribute: 1,
            before: plain(before),
            after: plain(after),
        };
        pairs.iter().enumerate().map(called).collect()
    }

    #[test]
    fn one_pseudonym_in_all_files_or_none_at_all_is_fine() {
        for pairs in [
            [("A^B", "X"), ("A^B", "X"), ("A^B^", "X^ ")],
            [("A^B", ""), ("A^B", ""), ("A^B", "")],
            [("A^B", "X"), ("C", "Y"), ("A^B", "X")],
        ] {
            assert_eq!(check(&names(&pairs)).broken, vec![], "{pairs:?}");
        }
        assert_eq!(check(&names(&[("A^B", ""), ("A^B", "")])).checked, 0);
    }

    #[test]
    fn a_file_that_calls_the_patient_otherwise_is_named() {
        for (pairs, file) in [
            ([("A^B", "X"), ("A^B", "X"), ("A^B", "Y")], 2),
            ([("A^B^C", "X"), ("A^B^C^", "Y"), ("A^B^C", "X")], 1),
            ([("A^B", "X"), ("A^B", ""), ("A^B", "X")], 1),
            ([("A^B", "A^B"), ("A^B", "X"), ("A^B", "X")], 0),
        ] {
            let tested = check(&names(&pairs));
            assert_eq!(tested.broken.iter().map(|link| link.file).collect::<Vec<_>>(), [file], "{pairs:?}");
            assert_eq!(tested.checked, 3);
        }
    }

    #[test]
    fn what_means_nothing_is_left_out_of_a_name() {
        for (text, expected) in [("A^B^C^^ ", "A^B^C"), ("A^B=^^=", "A^B"), (" A B ", "A B"), ("^^^", "")] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn the_number_tells_patients_apart_before_the_name_does() {
        let mut called = names(&[("A", "X")]);
        assert_eq!(key(&called).map(|one| one.after.as_str()), Some("X"));
        called.push(Called { attribute: 0, after: "17".into(), ..called[0].clone() });
        assert_eq!(key(&called).map(|one| one.after.as_str()), Some("17"));
        assert_eq!(key(&names(&[("A", "")])), None);
    }
}
