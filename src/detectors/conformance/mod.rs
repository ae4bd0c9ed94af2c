//! Breaches of the standard that make an output unusable elsewhere, and that the input did not have.

mod file_meta;
mod odd_dates;
mod order;
mod pixel_length;
mod required;
pub mod value_rules;

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::dicom::scan::Scan;
use crate::finding::Topic;

static CARD: Card = Card {
    id: "conformance",
    version: 2,
    title: "Outputs that break the standard",
    why: "An object that archives refuse or that readers misread is lost for research, however clean it is.",
    standard: "PS3.10 §7.1 file meta information, PS3.5 §6.2 values, §7.1 order, §8.1 native pixel data, §9.1 UIDs; \
               PS3.3 Type 1 attributes",
    seen: "",
    passes: "File meta and data set agree, values fit their representation, elements stand in order, every Type 1 \
             attribute has a value, and the pixel data have the length that the header says.",
};

/// One breach: where it is, and what is wrong there. It holds no value of the file, so that the same breach of another
/// value is the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    /// The place, as a locus is written.
    pub place: String,
    /// What is wrong.
    pub text: String,
}

impl Breach {
    /// A breach at a place.
    pub fn new(place: impl ToString, text: impl Into<String>) -> Self {
        Self { place: place.to_string(), text: text.into() }
    }
}

/// A rule finds its breaches in a file.
type Rule = fn(&Scan, &mut Vec<Breach>);

/// Every rule, one file each.
const RULES: &[Rule] =
    &[file_meta::check, required::check, value_rules::check, odd_dates::check, order::check, pixel_length::check];

/// Checks what every reader relies on.
pub struct Conformance;

impl Detector for Conformance {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let after = breaches(evidence.output);
        if after.is_empty() {
            return;
        }
        let before = breaches(evidence.input);
        let new: Vec<Breach> = after.into_iter().filter(|breach| !before.contains(breach)).collect();
        notes.judgement.damage.conformance.instances += u64::from(!new.is_empty());
        for Breach { place, text } in new {
            notes.judgement.damage.conformance.new_errors += 1;
            let mut finding = evidence.finding(Topic::Conformance, CARD.id);
            finding.seen_at = place;
            finding.evidence = text;
            notes.judgement.findings.push(finding);
        }
    }
}

/// Every breach of a file, each once.
fn breaches(scan: &Scan) -> Vec<Breach> {
    let mut found = Vec::new();
    for rule in RULES {
        rule(scan, &mut found);
    }
    found.sort();
    found.dedup();
    found
}
