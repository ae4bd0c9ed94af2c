//! PS3.15 actions: whether every listed attribute of the input came to what the claimed policy asks.

mod met;

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::contents;
use crate::detectors::contents::Contents;
use crate::detectors::contents::Fate;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::policy;
use crate::policy::Asked;
use crate::policy::Policy;
use crate::policy::Row;
use crate::scorecard::Checked;
use met::met;
use met::sequence_met;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

static CARD: Card = Card {
    id: "actions",
    version: 1,
    title: "Attributes that did not come to what the claimed policy asks",
    why: "A tool that promises a profile is believed attribute by attribute; dummy values where the profile removes, \
          and nested copies that are forgotten, show only against the whole table.",
    standard: "PS3.15 §E.1, Tables E.1-1 and E.1-1a; types of attributes from PS3.3",
    seen: "",
    passes: "Every attribute of the input that the table lists is removed, emptied, replaced, cleaned or kept as the \
             claimed profile and options say. Convicts nobody: only a readable planted value is a leak.",
};

/// Compares every listed attribute.
pub struct Actions;

/// What was checked, and the attributes that came to a wrong end.
#[derive(Default)]
struct Ledger {
    letters: BTreeMap<String, Checked>,
    /// By keyword and form: the first place, and how many there are.
    wrong: BTreeMap<(String, String), (String, u64)>,
}

impl Ledger {
    fn count(&mut self, row: &Row, asked: Asked, place: &str, met: bool, end: &str) {
        let letter = self.letters.entry(asked.action.word().to_owned()).or_default();
        letter.checked += 1;
        letter.met += u64::from(met);
        if !met {
            let key = (name(row), format!("{} asked, {end}", asked.action));
            self.wrong.entry(key).or_insert_with(|| (place.to_owned(), 0)).1 += 1;
        }
    }

    /// Writes everything down: one finding for each attribute and end, so that a thousand items make no thousand findings.
    fn close(self, evidence: &Evidence<'_>, notes: &mut Notes) {
        for (letter, Checked { checked, met }) in self.letters {
            let total = notes.judgement.actions.entry(letter).or_default();
            total.checked += checked;
            total.met += met;
        }
        for ((name, form), (first, places)) in self.wrong {
            let mut finding = evidence.finding(Topic::Action, CARD.id);
            finding.seen_at = first;
            finding.form = form;
            finding.evidence = if places == 1 { name } else { format!("{name} at {places} places") };
            notes.judgement.findings.push(finding);
        }
    }
}

impl Detector for Actions {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let (input, output) = (Contents::of(evidence.input), Contents::of(evidence.output));
        let leaks = leaks(evidence, notes);
        let mut ledger = Ledger::default();
        sequences(evidence, &notes.policy, (&input, &output), &leaks, &mut ledger);
        elements(evidence, &notes.policy, (&input, &output), &leaks, &mut ledger);
        file_meta(evidence, &notes.policy, &mut ledger);
        ledger.close(evidence, notes);
    }
}

/// Sequences that the table lists, as a whole.
fn sequences(
    evidence: &Evidence<'_>,
    policy: &Policy,
    (input, output): (&Contents<'_>, &Contents<'_>),
    leaks: &BTreeSet<String>,
    ledger: &mut Ledger,
) {
    for sequence in input.sequences.iter().filter(|path| is_reached(path, output)) {
        let Some((row, asked)) = contents::asked(policy, &evidence.row.sop_class_uid, sequence) else { continue };
        let there = output.sequences.contains(sequence);
        let unclean = || leaks.iter().any(|place| is_below(place, sequence));
        let met = sequence_met(asked, there, unclean);
        ledger.count(row, asked, &sequence.to_string(), met, if there { "kept" } else { "removed" });
    }
}

/// Attributes with a value, at every depth.
fn elements(
    evidence: &Evidence<'_>,
    policy: &Policy,
    (input, output): (&Contents<'_>, &Contents<'_>),
    leaks: &BTreeSet<String>,
    ledger: &mut Ledger,
) {
    for element in evidence.input.elements.iter().filter(|element| is_reached(&element.path, output)) {
        let Some((row, asked)) = contents::asked(policy, &evidence.row.sop_class_uid, &element.path) else { continue };
        let before = input.text(element);
        if before.is_empty() {
            continue;
        }
        let (fate, now) = output.fate(input, element);
        let place = element.path.to_string();
        let found = leaks.contains(&place);
        let met = met(row, asked, element.vr, fate, &before, &now, found);
        let end = if fate == Fate::Replaced && found { "still readable" } else { fate.word() };
        ledger.count(row, asked, &place, met, end);
    }
}

/// The only attribute of the file meta information that the table lists.
fn file_meta(evidence: &Evidence<'_>, policy: &Policy, ledger: &mut Ledger) {
    let tag = tags::MEDIA_STORAGE_SOP_INSTANCE_UID;
    if let (Some(row), Some(before)) = (policy::row(tag.0, tag.1), evidence.input.meta_text(tag))
        && let Some(asked) = policy.asked(row, &evidence.row.sop_class_uid, &[(tag.0, tag.1)])
    {
        let now = evidence.output.meta_text(tag).unwrap_or_default();
        let fate = match now.as_str() {
            "" => Fate::Emptied,
            now if now == before => Fate::Kept,
            _ => Fate::Replaced,
        };
        let met = met(row, asked, VR::UI, fate, &before, &now, false);
        ledger.count(row, asked, "meta:(0002,0003)", met, fate.word());
    }
}

/// Places of this output where a planted value was found.
fn leaks(evidence: &Evidence<'_>, notes: &Notes) -> BTreeSet<String> {
    let here = notes.judgement.findings.iter().filter(|finding| {
        finding.topic == Topic::Leak
            && finding.instance == evidence.row.instance
            && matches!(finding.verdict, Some(Verdict::Leaked | Verdict::Partial))
    });
    here.map(|finding| finding.seen_at.clone()).collect()
}

/// Whether a written place lies inside a sequence.
fn is_below(place: &str, sequence: &AttributePath) -> bool {
    place.strip_prefix(&sequence.to_string()).is_some_and(|rest| rest.starts_with('['))
}

/// Whether every sequence around an attribute is still there: what went with its sequence is counted there.
fn is_reached(path: &AttributePath, output: &Contents<'_>) -> bool {
    contents::ancestors(path).all(|sequence| output.sequences.contains(&sequence))
}

/// Keyword of a row, or its tag where the table gives none.
fn name(row: &Row) -> String {
    if row.keyword.is_empty() { row.tag.to_owned() } else { row.keyword.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::trial::Trial;
    use crate::dicom::object::Object;

    /// Checked and met of a letter, and the findings in words.
    fn judged(trial: &Trial, output: &Object, letter: &str) -> ((u64, u64), Vec<String>) {
        let judged = trial.judged(&Actions, "basic", output);
        let count = judged.actions.get(letter).cloned().unwrap_or_default();
        let words = judged.findings.iter().map(|found| format!("{} {}: {}", found.seen_at, found.evidence, found.form));
        ((count.checked, count.met), words.collect())
    }

    #[test]
    fn what_went_with_its_sequence_is_counted_with_the_sequence_alone() {
        let mut trial = Trial::new();
        let nested = AttributePath::top(tags::ACCESSION_NUMBER).inside(tags::REQUEST_ATTRIBUTES_SEQUENCE, 0);
        trial.input.set_text(nested.clone(), VR::SH, "A1");
        let mut output = trial.input.clone();
        output.set_str(tags::SOP_INSTANCE_UID, "2.25.7");
        let (removing, words) = judged(&trial, &output, "X");
        assert_eq!(removing, (1, 0));
        assert_eq!(judged(&trial, &output, "Z").0, (1, 0));
        let sequence = "(0040,0275) RequestAttributesSequence: X asked, kept";
        assert_eq!(words, ["(0040,0275)[0]/(0008,0050) AccessionNumber: Z asked, kept", sequence]);
        output.set_text(nested, VR::SH, "");
        assert_eq!((judged(&trial, &output, "X").0, judged(&trial, &output, "Z").0), ((1, 0), (1, 1)));
        output.remove(tags::REQUEST_ATTRIBUTES_SEQUENCE);
        assert_eq!((judged(&trial, &output, "X").0, judged(&trial, &output, "Z").0), ((1, 1), (0, 0)));
    }

    #[test]
    fn private_attributes_and_the_uid_of_the_file_meta_information_count_too() {
        let mut trial = Trial::new();
        trial.input.set_text(AttributePath::private(0x0019, "ACME", 0x10), VR::LO, "one");
        let (private, words) = judged(&trial, &trial.input, "X");
        assert_eq!(private, (2, 0), "the creator and its element: {words:?}");
        assert!(words.iter().any(|word| word.ends_with("private at 2 places: X asked, kept")), "{words:?}");
        assert!(words.contains(&"meta:(0002,0003) MediaStorageSOPInstanceUID: U asked, kept".to_owned()), "{words:?}");
        let mut output = Trial::new().input;
        output.set_str(tags::SOP_INSTANCE_UID, "2.25.7");
        assert_eq!(judged(&trial, &output, "X"), ((2, 2), vec![]));
        assert_eq!(judged(&trial, &output, "U").0, (2, 2));
    }
}
