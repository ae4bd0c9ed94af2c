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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::trial::Trial;
    use crate::dicom::VR;
    use crate::dicom::locus::AttributePath;
    use crate::dicom::object::Object;
    use crate::dicom::tags;

    /// Places of new breaches in an output.
    fn accused(trial: &Trial, output: &Object) -> Vec<String> {
        let judged = trial.judged(&Conformance, "basic", output);
        assert_eq!(judged.damage.conformance.new_errors, judged.findings.len() as u64);
        judged.findings.into_iter().map(|finding| finding.seen_at).collect()
    }

    #[test]
    fn each_rule_names_the_place_of_its_breach_and_the_same_file_has_no_new_one() {
        let mut trial = Trial::new();
        for (tag, text) in [
            (tags::STUDY_INSTANCE_UID, "1.2.4"),
            (tags::SERIES_INSTANCE_UID, "1.2.5"),
            (tags::MODALITY, "CT"),
            (tags::STUDY_DATE, "20240102"),
            (tags::ACCESSION_NUMBER, "A1"),
        ] {
            trial.input.set_str(tag, text);
        }
        let code = |tag| AttributePath::top(tag).inside(tags::ANATOMIC_REGION_SEQUENCE, 0);
        trial.input.set_text(code(tags::CODE_MEANING), VR::LO, "Chest");
        assert_eq!(accused(&trial, &trial.input), [""; 0]);
        let with = |change: &dyn Fn(&mut Object)| {
            let mut output = trial.input.clone();
            change(&mut output);
            accused(&trial, &output)
        };
        assert_eq!(with(&|object| object.set_str(tags::STUDY_DATE, "2024-01-02")), ["(0008,0020)"]);
        assert_eq!(with(&|object| object.set_str(tags::STUDY_DATE, "00010101")), ["(0008,0020)"]);
        assert_eq!(with(&|object| object.set_str(tags::STUDY_DATE, "19000101")), [""; 0]);
        assert_eq!(with(&|object| object.set_str(tags::ACCESSION_NUMBER, "seventeen letters")), ["(0008,0050)"]);
        assert_eq!(with(&|object| object.set_str(tags::MODALITY, "")), ["(0008,0060)"]);
        assert_eq!(with(&|object| object.remove(tags::MODALITY)), ["(0008,0060)"]);
        assert_eq!(with(&|object| object.set_str(tags::SERIES_INSTANCE_UID, "SERIES")), ["(0020,000E)"]);
        let breach = "(0008,2218)[0]/(0008,0104)";
        assert_eq!(with(&|object| object.set_text(code(tags::CODE_MEANING), VR::LO, "two\nlines")), [breach]);
    }

    #[test]
    fn what_is_wrong_in_the_input_already_is_not_new() {
        let mut trial = Trial::new();
        trial.input.set_str(tags::STUDY_DATE, "2024-01-02");
        let mut output = trial.input.clone();
        output.set_str(tags::STUDY_DATE, "2025-01-02");
        assert_eq!(accused(&trial, &output), [""; 0]);
    }
}
