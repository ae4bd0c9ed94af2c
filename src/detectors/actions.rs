//! PS3.15 actions: whether every listed attribute of the input came to what the claimed policy asks.
//!
//! Decisions, by the text of PS3.15 Table E.1-1a:
//! - `X` is met by absence. An emptied attribute holds nothing, but emptying is another letter; the finding says so. A
//!   sequence without items counts as absent, and what the IOD requires may be emptied or replaced.
//! - `Z` is met by emptiness or another value, `D` by another value that fits the value representation, `U` by another
//!   valid UID. Where the IOD lets the object do without the attribute, absence meets all three.
//! - Alternatives such as `X/Z/D` are counted under the letter of the attribute's type in the IOD, and met by each of
//!   their letters: a tool that does not know the IOD can do no better than the safest.
//! - `K` is met by the same value, or by a sequence that is still there; `C` where no planted value is found at the place
//!   any more, and where dates may be modified by a date that is not the old one.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::conformance::value_rules;
use crate::detectors::contents;
use crate::detectors::contents::Contents;
use crate::detectors::contents::Fate;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::policy;
use crate::policy::Action;
use crate::policy::Asked;
use crate::policy::Opt;
use crate::policy::Row;
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

/// Root of the UIDs that the standard itself defines: they name no instance.
const STANDARD_ROOT: &str = "1.2.840.10008.";

/// Compares every listed attribute.
pub struct Actions;

/// Attributes of one keyword that came to the same wrong end.
struct Wrong {
    first: String,
    places: u64,
}

impl Detector for Actions {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let (input, output) = (Contents::of(evidence.input), Contents::of(evidence.output));
        let leaks = leaks(evidence, notes);
        let class = evidence.row.sop_class_uid.as_str();
        let mut wrong: BTreeMap<(String, String), Wrong> = BTreeMap::new();
        let mut count = |notes: &mut Notes, row: &Row, asked: Asked, place: String, met: bool, end: &str| {
            let letter = notes.judgement.actions.entry(asked.action.word().to_owned()).or_default();
            letter.checked += 1;
            letter.met += u64::from(met);
            if !met {
                let form = format!("{} asked, {end}", asked.action);
                let entry = wrong.entry((name(row), form)).or_insert_with(|| Wrong { first: place, places: 0 });
                entry.places += 1;
            }
        };
        for sequence in input.sequences.iter().filter(|path| is_reached(path, &output)) {
            let Some((row, asked)) = contents::asked(&notes.policy, class, sequence) else { continue };
            let there = output.sequences.contains(sequence);
            let unclean = || leaks.iter().any(|place| is_below(place, sequence));
            let met = sequence_met(asked, there, unclean);
            count(notes, row, asked, sequence.to_string(), met, if there { "kept" } else { "removed" });
        }
        for element in evidence.input.elements.iter().filter(|element| is_reached(&element.path, &output)) {
            let Some((row, asked)) = contents::asked(&notes.policy, class, &element.path) else { continue };
            if input.text(element).is_empty() {
                continue;
            }
            let (fate, now) = output.fate(&input, element);
            let place = element.path.to_string();
            let found = leaks.contains(&place);
            let met = met(row, asked, element.vr, fate, &input.text(element), &now, found);
            let end = if fate == Fate::Replaced && found { "still readable" } else { fate.word() };
            count(notes, row, asked, place, met, end);
        }
        // The only attribute of the file meta information that the table lists.
        let own = tags::MEDIA_STORAGE_SOP_INSTANCE_UID;
        if let (Some(row), Some(before)) = (policy::row(own.0, own.1), evidence.input.meta_text(own))
            && let Some(asked) = notes.policy.asked(row, class, &[(own.0, own.1)])
        {
            let now = evidence.output.meta_text(own).unwrap_or_default();
            let fate = match now.as_str() {
                "" => Fate::Emptied,
                now if now == before => Fate::Kept,
                _ => Fate::Replaced,
            };
            let met = met(row, asked, VR::UI, fate, &before, &now, false);
            count(notes, row, asked, "meta:(0002,0003)".to_owned(), met, fate.word());
        }
        for ((name, form), Wrong { first, places }) in wrong {
            let mut finding = evidence.finding(Topic::Action, CARD.id);
            finding.seen_at = first;
            finding.form = form;
            finding.evidence = if places == 1 { name } else { format!("{name} at {places} places") };
            notes.judgement.findings.push(finding);
        }
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

fn sequence_met(asked: Asked, there: bool, unclean: impl Fn() -> bool) -> bool {
    match asked.action {
        Action::Keep => there,
        Action::Clean => !there || !unclean(),
        // References inside may stay with other UIDs, which are counted one by one.
        _ if asked.lists(Action::NewUid) => true,
        Action::Replace => !unclean() && (there || asked.may_be_absent),
        _ => !there || (asked.lists(Action::Replace) && !unclean()),
    }
}

fn met(row: &Row, asked: Asked, vr: VR, fate: Fate, before: &str, now: &str, found: bool) -> bool {
    let fits = || value_rules::breach(vr, now).is_none();
    match asked.action {
        Action::Keep => fate == Fate::Kept,
        Action::Clean => {
            let shifts = row.option(Opt::RetainLongModifiedDates) == Some("C") && matches!(vr, VR::DA | VR::DT);
            !(found || shifts && fate == Fate::Kept)
        }
        Action::NewUid => match fate {
            Fate::Kept => before.split('\\').all(|one| one.trim().starts_with(STANDARD_ROOT)),
            Fate::Replaced => now.split('\\').all(|one| uid::is_valid(one.trim())),
            Fate::Emptied => false,
            Fate::Removed => asked.may_be_absent,
        },
        Action::Remove | Action::Empty | Action::Replace => match fate {
            Fate::Kept => false,
            Fate::Removed => asked.lists(Action::Remove) || asked.may_be_absent,
            // What the IOD requires can't be removed, whatever the code.
            Fate::Emptied => asked.lists(Action::Empty) || asked.action == Action::Remove && !asked.may_be_absent,
            // `Z` lets a dummy value stand too.
            Fate::Replaced => {
                let may_stand = asked.lists(Action::Replace) || asked.lists(Action::Empty) || !asked.may_be_absent;
                may_stand && !found && fits()
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::trial::CT;
    use crate::detectors::trial::Trial;
    use crate::dicom::object::Object;
    use crate::policy::Policy;

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

    fn end(policy: &str, tag: (u16, u16), vr: VR, fate: Fate, now: &str) -> bool {
        let policy: Policy = policy.parse().unwrap();
        let row = policy::row(tag.0, tag.1).unwrap();
        met(row, policy.asked(row, CT, &[tag]).unwrap(), vr, fate, "20240102", now, false)
    }

    #[test]
    fn removing_is_met_by_absence_alone() {
        let comments = (0x0010, 0x4000);
        assert!(end("basic", comments, VR::LT, Fate::Removed, ""));
        for (fate, now) in [(Fate::Emptied, ""), (Fate::Replaced, "REMOVED"), (Fate::Kept, "x")] {
            assert!(!end("basic", comments, VR::LT, fate, now), "{fate:?}");
        }
    }

    #[test]
    fn emptying_is_met_by_nothing_or_by_a_dummy_and_the_attribute_stays_where_the_iod_needs_it() {
        let study_date = (0x0008, 0x0020);
        assert!(end("basic", study_date, VR::DA, Fate::Emptied, ""));
        assert!(end("basic", study_date, VR::DA, Fate::Replaced, "19000101"));
        assert!(!end("basic", study_date, VR::DA, Fate::Replaced, "REMOVED"));
        assert!(!end("basic", study_date, VR::DA, Fate::Removed, ""));
        assert!(!end("basic", study_date, VR::DA, Fate::Kept, "20240102"));
    }

    #[test]
    fn each_letter_of_an_alternative_meets_it() {
        let series_date = (0x0008, 0x0021);
        assert!(end("basic", series_date, VR::DA, Fate::Removed, ""));
        assert!(end("basic", series_date, VR::DA, Fate::Replaced, "19000101"));
        assert!(!end("basic", series_date, VR::DA, Fate::Emptied, ""));
        assert!(!end("basic", series_date, VR::DA, Fate::Kept, "20240102"));
    }

    #[test]
    fn a_modified_date_is_another_one_and_a_full_date_the_same() {
        let study_date = (0x0008, 0x0020);
        let modified = "retain-long-modified-dates";
        assert!(end(modified, study_date, VR::DA, Fate::Replaced, "20240501"));
        assert!(end(modified, study_date, VR::DA, Fate::Emptied, ""));
        assert!(!end(modified, study_date, VR::DA, Fate::Kept, "20240102"));
        // A shift by whole days leaves the time of day.
        assert!(end(modified, (0x0008, 0x0030), VR::TM, Fate::Kept, "101010"));
        assert!(end("retain-long-full-dates", study_date, VR::DA, Fate::Kept, "20240102"));
        assert!(!end("retain-long-full-dates", study_date, VR::DA, Fate::Replaced, "20240103"));
    }

    #[test]
    fn a_uid_becomes_another_valid_uid() {
        let instance = (0x0008, 0x0018);
        assert!(end("basic", instance, VR::UI, Fate::Replaced, "2.25.1"));
        assert!(!end("basic", instance, VR::UI, Fate::Replaced, "SUBJECT"));
        assert!(!end("basic", instance, VR::UI, Fate::Emptied, ""));
        assert!(!end("basic", instance, VR::UI, Fate::Removed, ""));
        assert!(!end("basic", instance, VR::UI, Fate::Kept, "1.2.3"));
        assert!(end("retain-uids", instance, VR::UI, Fate::Kept, "1.2.3"));
    }

    #[test]
    fn cleaned_text_holds_no_planted_value() {
        let policy: Policy = "clean-descriptors".parse().unwrap();
        let row = policy::row(0x0008, 0x1030).unwrap();
        let asked = policy.asked(row, CT, &[(0x0008, 0x1030)]).unwrap();
        assert!(met(row, asked, VR::LO, Fate::Kept, "chest", "chest", false));
        assert!(!met(row, asked, VR::LO, Fate::Replaced, "chest Doe", "chest D", true));
    }
}
