//! Errors that `dciodvfy` of dicom3tools finds in an output and not in its input.
//!
//! The program is a second opinion, known to archives; its standard is that of its release.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::dicom::scan::Scan;
use crate::dicom::uids;
use crate::finding::Topic;
use crate::policy;
use crate::validators::Dciodvfy;
use std::collections::BTreeSet;
use std::path::Path;

static CARD: Card = Card {
    id: "dciodvfy",
    version: 2,
    title: "Errors that an independent validator finds in the output and not in the input",
    why: "The benchmark's own checks are its own; archives refuse objects by validators like this one.",
    standard: "PS3.3 IODs, as dciodvfy of dicom3tools reads them",
    seen: "",
    passes: "Where dciodvfy is installed, every line of errors that it prints for the output it prints for the input too. \
             Counted apart from the other breaches.",
};

/// Findings of one output; the others are counted.
const MOST_FINDINGS: usize = 20;

/// The validator with the two files of one pair.
#[derive(Clone, Copy, Debug)]
pub struct Validation<'a> {
    /// The validator.
    pub program: &'a Dciodvfy,
    /// The input.
    pub input: &'a Path,
    /// The output.
    pub output: &'a Path,
}

/// Compares the errors of output and input.
pub struct NewErrors;

impl Detector for NewErrors {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let Some(Validation { program, input, output }) = evidence.dciodvfy else { return };
        // The program knows no directories.
        let is_directory = evidence.row.sop_class_uid == uids::MEDIA_STORAGE_DIRECTORY_STORAGE;
        if is_directory || [evidence.input, evidence.output].into_iter().any(is_unreadable) {
            return;
        }
        let Some(after) = program.errors(output) else { return };
        let before = if after.is_empty() { Some(BTreeSet::new()) } else { program.errors(input) };
        let Some(before) = before else { return };
        let new: Vec<&String> = after.difference(&before).filter(|line| !follows_from_the_profile(line)).collect();
        let count = &mut notes.judgement.damage.conformance.dciodvfy;
        count.version = Some(program.version().to_owned());
        count.checked += 1;
        count.new_errors += new.len() as u64;
        count.instances += u64::from(!new.is_empty());
        for text in new.into_iter().take(MOST_FINDINGS) {
            let mut finding = evidence.finding(Topic::Conformance, CARD.id);
            finding.form = "dciodvfy".to_owned();
            finding.evidence.clone_from(text);
            notes.judgement.findings.push(finding);
        }
    }
}

/// Whether the program would call the file broken for its transfer syntax: it does not inflate, and knows no native
/// samples in fragments.
fn is_unreadable(scan: &Scan) -> bool {
    scan.is_deflated() || scan.transfer_syntax == uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN
}

/// Whether a line is about what follows from the basic profile: an attribute is missing that it takes away, or one has lost
/// the attribute that it stands beside, such as the role of a responsible person.
fn follows_from_the_profile(line: &str) -> bool {
    let element = line.split_once("Element=<").and_then(|(_, behind)| behind.split_once('>'));
    if line.starts_with("Attribute present when condition unsatisfied") {
        return true;
    }
    let Some((keyword, _)) = element.filter(|(keyword, _)| !keyword.is_empty()) else { return false };
    let row = policy::rows().iter().find(|row| row.keyword == keyword);
    let missing = line.starts_with("Missing attribute") || line.starts_with("Empty attribute");
    missing && row.is_some_and(policy::Row::takes_away)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_profile_brings_about_is_no_error_of_the_tool() {
        let line = |what: &str, element: &str| format!("{what} Type 1 Required Element=<{element}> Module=<Any>");
        let gone = "Missing attribute";
        assert!(follows_from_the_profile(&line(gone, "PresentationCreationDate")));
        assert!(
            !follows_from_the_profile(&line(gone, "Rows"))
                && !follows_from_the_profile(&line(gone, "StudyInstanceUID"))
        );
        let alone = "Attribute present when condition unsatisfied (which may not be present otherwise)";
        assert!(follows_from_the_profile(&line(alone, "ResponsiblePersonRole")));
        assert!(!follows_from_the_profile("Unrecognized tag"));
    }
    use crate::detectors::trial::Trial;
    use crate::detectors::trial::scan;
    use crate::dicom::tags;

    #[test]
    fn a_value_that_does_not_fit_is_an_error_where_the_program_is_installed() {
        let Some(program) = Dciodvfy::installed() else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("-one");
        let errors = |bytes: &[u8]| {
            std::fs::write(&file, bytes).expect("written");
            program.errors(&file).expect("an answer")
        };
        let mut trial = Trial::new();
        trial.input.set_str(tags::STUDY_DATE, "20240102");
        let right = errors(scan(&trial.input).file());
        trial.input.set_str(tags::STUDY_DATE, "2024-01-02");
        let wrong = errors(scan(&trial.input).file());
        let new: Vec<&String> = wrong.difference(&right).collect();
        assert!(new.iter().any(|line| line.contains("Study Date")), "{new:?}");
        assert!(!new.iter().any(|line| line.contains("2024")), "{new:?}");
        // Nonsense yields some answer or none.
        let _ = errors(b"no DICOM at all");
    }
}
