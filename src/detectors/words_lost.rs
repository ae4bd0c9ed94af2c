//! Benign words of free text: what stood beside an identifier, or only looks like one, and is gone with it.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::contents;
use crate::detectors::contents::Contents;
use crate::detectors::search::fold;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Locus;
use crate::dicom::scan::Element;
use crate::dicom::value;
use crate::finding::Topic;
use crate::policy::Action;
use crate::policy::Policy;
use crate::truth::KeepKind;
use crate::truth::Plant;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

static CARD: Card = Card {
    id: "words-lost",
    version: 2,
    title: "Benign words that went with an identifier, or only look like one",
    why: "Text is cleaned by deleting all of it, or every word that is also somebody's name: Parkinson's disease of a \
          patient called Parkinson.",
    standard: "PS3.15 §E.3.5 Clean Descriptors Option: what identifies is removed, the rest is of use",
    seen: "",
    passes: "Where the claimed policy keeps or cleans the text, or the table does not list it, every benign word is \
             still there, in any order and case. Removing text that the claimed policy removes loses nothing.",
};

/// Shorter words of the text around an identifier mean nothing by themselves.
const SHORTEST: usize = 3;

/// Looks for benign words.
pub struct WordsLost;

/// Words of one text that must survive.
type Words = BTreeSet<String>;

impl Detector for WordsLost {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let planted = planted_words(evidence);
        let mut texts: BTreeMap<&AttributePath, Words> = BTreeMap::new();
        let beside = evidence.plants().filter(|plant| !plant.is_drawn() && !plant.context.is_empty());
        for plant in beside {
            let Locus::Attribute(path) = &plant.locus else { continue };
            let benign = |word: &String| {
                word.chars().filter(|letter| letter.is_alphabetic()).count() >= SHORTEST && !planted.contains(word)
            };
            texts.entry(path).or_default().extend(words(&plant.context).filter(benign));
        }
        // Words on record must survive as they are, a look-alike of the patient's name among them.
        for keep in evidence.truth.keeps.iter().filter(|keep| keep.instance == evidence.row.instance) {
            if let (KeepKind::Words, Locus::Attribute(path)) = (keep.kind, &keep.locus) {
                texts.entry(path).or_default().extend(words(&keep.value));
            }
        }
        let class = evidence.row.sop_class_uid.as_str();
        texts.retain(|path, wanted| !wanted.is_empty() && may_stay(&notes.policy, class, path));
        if texts.is_empty() {
            return;
        }
        let output = Contents::of(evidence.output);
        for (path, wanted) in texts {
            notes.judgement.damage.keeps.checked += 1;
            let there: Words = output.get(path).map(|element| said(evidence, &output, element)).unwrap_or_default();
            let lost: Vec<&str> = wanted.difference(&there).map(String::as_str).collect();
            if lost.is_empty() {
                continue;
            }
            notes.judgement.damage.keeps.lost += 1;
            let mut finding = evidence.finding(Topic::HeaderDamage, CARD.id);
            finding.seen_at = path.to_string();
            let scrubbed = lost.iter().any(|word| planted.contains(*word)) && lost.len() < wanted.len();
            finding.form = if scrubbed { "look-alike scrubbed" } else { "words lost" }.to_owned();
            finding.evidence = format!("{} of {} benign words are gone: {}", lost.len(), wanted.len(), lost.join(", "));
            notes.judgement.findings.push(finding);
        }
    }
}

/// Words of an element: of its text, and of its bytes where these are its text, as in the notes of a vendor.
fn said(evidence: &Evidence<'_>, output: &Contents<'_>, element: &Element) -> Words {
    if value::is_text(element.vr) {
        return words(&output.text(element)).collect();
    }
    let bytes = String::from_utf8_lossy(evidence.output.value(element));
    words(&output.text(element)).chain(words(&bytes)).collect()
}

/// Words of the values that are planted of this patient.
fn planted_words(evidence: &Evidence<'_>) -> Words {
    let texts = |plant: &Plant| [plant.value.clone(), plant.written.clone()];
    evidence.truth.plants.iter().flat_map(texts).flat_map(|text| words(&text).collect::<Vec<_>>()).collect()
}

/// Words of a text, without case and marks.
fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text).to_lowercase();
    let words: Vec<String> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// Whether the policy keeps or cleans the text, or leaves it alone, and every sequence around it. What describes an
/// overlay plane goes with the plane, which the basic profile removes.
fn may_stay(policy: &Policy, sop_class: &str, path: &AttributePath) -> bool {
    if matches!(path.leaf, Attribute::Tag(group, _) if group & 0xff00 == 0x6000) {
        return false;
    }
    let stays = |path: &AttributePath| {
        contents::asked(policy, sop_class, path)
            .is_none_or(|(_, asked)| matches!(asked.action, Action::Keep | Action::Clean))
    };
    stays(path) && contents::ancestors(path).all(|sequence| stays(&sequence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::trial::Trial;
    use crate::dicom::VR;
    use crate::dicom::object::Object;
    use crate::dicom::tags;
    use crate::truth::Kind;

    #[test]
    fn words_have_no_case_no_marks_and_no_punctuation() {
        let known: Vec<String> = words("Möglicher Morbus Parkinson, Stadium II/III (2024)").collect();
        assert_eq!(known, ["moglicher", "morbus", "parkinson", "stadium", "ii", "iii", "2024"]);
    }

    #[test]
    fn text_may_stay_where_the_policy_keeps_or_cleans_it_or_does_not_list_it() {
        const CT: &str = "1.2.840.10008.5.1.4.1.1.2";
        let (basic, clean): (Policy, Policy) = (Policy::basic(), "clean-descriptors".parse().unwrap());
        let path = |text: &str| text.parse::<AttributePath>().unwrap();
        let description = path("(0008,1030)");
        assert!(!may_stay(&basic, CT, &description) && may_stay(&clean, CT, &description));
        assert!(may_stay(&basic, CT, &path("(0018,1210)")));
        // Inside a sequence that the profile removes nothing stays.
        assert!(!may_stay(&clean, CT, &path("(0400,0561)[0]/(0018,1210)")));
    }

    fn trial() -> Trial {
        let mut trial = Trial::new();
        trial.input.set_str(tags::STUDY_DESCRIPTION, "Parkinson disease, seen for Parkinson");
        trial.plant("(0008,1030)", Kind::PersonName, "Parkinson^James", "clean_descriptors=C", "seen for");
        trial.keep("(0008,1030)", KeepKind::Words, "Parkinson disease");
        trial
    }

    fn judged(policy: &str, text: &str) -> (u64, u64, Vec<String>) {
        let mut output = Object::new();
        output.set_str(tags::STUDY_DESCRIPTION, text);
        let judged = trial().judged(&WordsLost, policy, &output);
        let forms = judged.findings.iter().map(|finding| finding.form.clone()).collect();
        (judged.damage.keeps.checked, judged.damage.keeps.lost, forms)
    }

    #[test]
    fn words_in_the_notes_of_a_vendor_are_there_as_long_as_the_bytes_are() {
        let mut trial = Trial::new();
        trial.input.set_bytes(tags::MAKER_NOTE, VR::OB, b"body=SN123;");
        trial.plant("(0016,002B)", Kind::Device, "SN123", "clean_descriptors=C", "body");
        let lost = |note: &[u8]| {
            let mut output = Object::new();
            output.set_bytes(tags::MAKER_NOTE, VR::OB, note);
            let keeps = trial.judged(&WordsLost, "clean-descriptors", &output).damage.keeps;
            (keeps.checked, keeps.lost)
        };
        assert_eq!((lost(b"body=SN123;"), lost(b"body=;"), lost(b"xxxx")), ((1, 0), (1, 0), (1, 1)));
    }

    #[test]
    fn benign_words_in_any_order_and_case_are_not_lost() {
        assert_eq!(judged("clean-descriptors", "SEEN FOR X: DISEASE OF PARKINSON"), (1, 0, vec![]));
    }

    #[test]
    fn a_look_alike_that_was_scrubbed_is_named_so() {
        assert_eq!(
            judged("clean-descriptors", "X disease, seen for X"),
            (1, 1, vec!["look-alike scrubbed".to_owned()])
        );
    }

    #[test]
    fn a_text_that_was_emptied_lost_its_words_unless_the_policy_removes_it() {
        assert_eq!(judged("clean-descriptors", ""), (1, 1, vec!["words lost".to_owned()]));
        assert_eq!(judged("basic", ""), (0, 0, vec![]));
    }
}
