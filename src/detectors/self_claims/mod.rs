//! What an output says of its own de-identification, against the facts.

mod facts;

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::dicom::Tag;
use crate::dicom::locus::Attribute;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::finding::Topic;
use crate::policy::Opt;
use facts::Facts;
use std::collections::BTreeSet;

static CARD: Card = Card {
    id: "self-claims",
    version: 1,
    title: "What outputs say of themselves that is not so, or do not say",
    why: "Archives and people decide by these attributes whether data may go on; tools write them before they know \
          whether the work was done.",
    standard: "PS3.15 §E.1.1 and §E.3, PS3.3 §C.7.1.1 and §C.12.1, PS3.16 CID 7050",
    seen: "",
    passes: "PatientIdentityRemoved, the method and its codes, LongitudinalTemporalInformationModified, \
             BurnedInAnnotation and RecognizableVisualFeatures say what was done under the claimed policy.",
};

/// The basic profile in CID 7050.
const BASIC_CODE: &str = "113100";

/// Compares claims with facts.
pub struct SelfClaims;

/// What is said, and whether the facts agree.
enum Said {
    /// It is so.
    True,
    /// It is not: the claim and the fact.
    False(String),
    /// Nothing is said although the standard asks for it.
    Missing(&'static str),
}

impl Detector for SelfClaims {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        // A directory of files has no module in which it could say anything.
        if evidence.row.sop_class_uid == uids::MEDIA_STORAGE_DIRECTORY_STORAGE {
            return;
        }
        let facts = Facts::of(evidence, notes);
        let said = |tag| evidence.output.text(tag).unwrap_or_default();
        let removed = said(tags::PATIENT_IDENTITY_REMOVED);
        let claims = [
            ("identity-removed", "(0012,0062)", Some(identity_removed(&removed, &facts))),
            ("method", "(0012,0063)", Some(method(evidence.output, &removed))),
            ("method-codes", "(0012,0064)", method_codes(evidence.output, &facts, notes)),
            ("dates", "(0028,0303)", dates(&said(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED), &facts)),
            ("burned-in", "(0028,0301)", burned_in(evidence, &said(tags::BURNED_IN_ANNOTATION), &facts)),
            ("visual-features", "(0028,0302)", visual_features(evidence, &said(tags::RECOGNIZABLE_VISUAL_FEATURES))),
        ];
        for (claim, place, said) in claims {
            let Some(said) = said else { continue };
            let count = notes.judgement.claims.entry(claim.to_owned()).or_default();
            count.checked += 1;
            let (form, text) = match said {
                Said::True => continue,
                Said::False(text) => {
                    count.untrue += 1;
                    ("false", text)
                }
                Said::Missing(text) => {
                    count.missing += 1;
                    ("missing", text.to_owned())
                }
            };
            let mut finding = evidence.finding(Topic::Claim, CARD.id);
            finding.seen_at = place.to_owned();
            finding.form = format!("{claim}: {form}");
            finding.evidence = text;
            notes.judgement.findings.push(finding);
        }
    }
}

fn identity_removed(said: &str, facts: &Facts) -> Said {
    match said {
        "YES" if facts.direct => Said::False("says YES, and a direct identifier can be read".to_owned()),
        "YES" => Said::True,
        "NO" if !facts.direct && facts.planted => {
            Said::False("says NO, and no planted direct identifier can be read".to_owned())
        }
        "NO" => Said::True,
        "" => Said::Missing("nothing says whether the identity was removed"),
        _ => Said::False("says neither YES nor NO".to_owned()),
    }
}

/// The method is required, as text or as codes, where the identity is said to be removed (PS3.3 §C.7.1.1).
fn method(output: &Scan, removed: &str) -> Said {
    let text = output.text(tags::DEIDENTIFICATION_METHOD).unwrap_or_default();
    if text.is_empty() && codes(output).is_empty() && removed != "NO" {
        return Said::Missing("neither the method nor its codes are there");
    }
    Said::True
}

/// Codes of the De-identification Method Code Sequence that are of CID 7050.
fn codes(output: &Scan) -> BTreeSet<String> {
    let sequence = tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE;
    let in_it =
        |tag: Tag| output.elements.iter().filter(move |element| element.tag == tag && element.path.depth() == 1);
    let of_sequence = in_it(tags::CODE_VALUE).filter(|element| {
        let step = element.path.steps.first().map(|step| &step.sequence);
        step == Some(&Attribute::Tag(sequence.0, sequence.1))
    });
    of_sequence
        .map(|element| String::from_utf8_lossy(output.value(element)).trim_matches([' ', '\0']).to_owned())
        .collect()
}

fn method_codes(output: &Scan, facts: &Facts, notes: &Notes) -> Option<Said> {
    let codes = codes(output);
    if codes.is_empty() {
        // The text may say it all; what is missing altogether is counted there.
        return None;
    }
    let has = |code: &str| codes.contains(code);
    if has(Opt::CleanPixelData.code()) && facts.readable > 0 {
        return Some(Said::False("says Clean Pixel Data Option, and a burned line can be read".to_owned()));
    }
    if has(BASIC_CODE) && facts.direct_in_header {
        return Some(Said::False(
            "says Basic Profile, and a direct identifier can be read outside the pixels".to_owned(),
        ));
    }
    // Pixels have no column in the table: whether they were cleaned is seen above, whatever the tool file says.
    let options = || Opt::ALL.iter().filter(|option| option.code() > Opt::CleanRecognizableVisualFeatures.code());
    let unclaimed = options().find(|option| has(option.code()) && !notes.policy.options.contains(option));
    if let Some(option) = unclaimed {
        return Some(Said::False(format!("says {option}, which the claimed policy does not hold")));
    }
    if options().any(|option| notes.policy.options.contains(option) && !has(option.code())) {
        return Some(Said::Missing("an option of the claimed policy has no code"));
    }
    Some(Said::True)
}

fn dates(said: &str, facts: &Facts) -> Option<Said> {
    let Facts { dates_kept, dates_replaced, dates_gone, .. } = *facts;
    let all = dates_kept + dates_replaced + dates_gone;
    if all == 0 {
        return None;
    }
    let found = || {
        format!("says {said}; of {all} dates {dates_kept} are the old ones, {dates_replaced} others, {dates_gone} gone")
    };
    let is_true = match said {
        "" => return Some(Said::Missing("nothing says what became of dates")),
        "UNMODIFIED" => dates_replaced == 0 && dates_kept > 0,
        "MODIFIED" => dates_kept == 0 && dates_replaced > 0,
        // A dummy may stand where the IOD needs a date.
        "REMOVED" => dates_kept == 0,
        _ => return Some(Said::False("says neither UNMODIFIED, MODIFIED nor REMOVED".to_owned())),
    };
    Some(if is_true { Said::True } else { Said::False(found()) })
}

fn burned_in(evidence: &Evidence<'_>, said: &str, facts: &Facts) -> Option<Said> {
    if evidence.row.frames == 0 {
        return None;
    }
    let Facts { burned, readable, gone, .. } = *facts;
    let before = evidence.input.text(tags::BURNED_IN_ANNOTATION).unwrap_or_default();
    // A picture that said so itself may hold text that nobody planted.
    let of_itself = before == "YES";
    match said {
        "NO" if readable > 0 => {
            // Who passes a lie on has not looked; it is not of its own making.
            let passed_on = if before == "NO" { " as the input did" } else { "" };
            Some(Said::False(format!("says NO{passed_on}, and {readable} of {burned} burned lines can be read")))
        }
        "YES" if gone == burned && !of_itself => {
            Some(Said::False(format!("says YES, and all of {burned} burned lines are gone")))
        }
        "NO" | "YES" => Some(Said::True),
        "" if burned > 0 => Some(Said::Missing("the image had burned text, and nothing says whether it still has")),
        "" => None,
        _ => Some(Said::False("says neither YES nor NO".to_owned())),
    }
}

fn visual_features(evidence: &Evidence<'_>, said: &str) -> Option<Said> {
    let before = evidence.input.text(tags::RECOGNIZABLE_VISUAL_FEATURES).unwrap_or_default();
    match said {
        "" => None,
        "YES" if before != "YES" => Some(Said::False("says YES, and the input did not".to_owned())),
        "YES" | "NO" => Some(Said::True),
        _ => Some(Said::False("says neither YES nor NO".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::trial::Trial;
    use crate::detectors::trial::scan;
    use std::path::Path;

    fn facts(direct: bool, dates: (usize, usize, usize)) -> Facts {
        let (dates_kept, dates_replaced, dates_gone) = dates;
        Facts {
            direct_in_header: direct,
            direct,
            planted: true,
            burned: 0,
            readable: 0,
            gone: 0,
            dates_kept,
            dates_replaced,
            dates_gone,
        }
    }

    #[test]
    fn an_identity_is_removed_where_nothing_direct_can_be_read() {
        let none = (0, 0, 0);
        assert!(matches!(identity_removed("YES", &facts(false, none)), Said::True));
        assert!(matches!(identity_removed("YES", &facts(true, none)), Said::False(_)));
        assert!(matches!(identity_removed("NO", &facts(true, none)), Said::True));
        assert!(matches!(identity_removed("NO", &facts(false, none)), Said::False(_)));
        // Of a file without any plant nobody knows.
        assert!(matches!(identity_removed("NO", &Facts { planted: false, ..facts(false, none) }), Said::True));
        assert!(matches!(identity_removed("", &facts(true, none)), Said::Missing(_)));
        assert!(matches!(identity_removed("yes", &facts(false, none)), Said::False(_)));
    }

    /// What is said of burned text by an output after an input, with so many readable lines and lines that are gone.
    fn of_burned(before: &str, said: &str, (readable, gone): (usize, usize)) -> Option<Said> {
        let mut trial = Trial::new();
        trial.truth.instances.iter_mut().for_each(|row| row.frames = 1);
        trial.input.set_str(tags::BURNED_IN_ANNOTATION, before);
        let (input, patches) = (scan(&trial.input), Path::new(""));
        let (truth, row) = (&trial.truth, trial.truth.instances.first().expect("a row"));
        let evidence = Evidence { truth, row, input: &input, output: &input, path: "out", patches, dciodvfy: None };
        burned_in(&evidence, said, &Facts { burned: readable + gone, readable, gone, ..facts(false, (0, 0, 0)) })
    }

    #[test]
    fn a_lie_about_burned_text_that_was_passed_on_is_told_from_one_of_its_own() {
        let lie = |before: &str| match of_burned(before, "NO", (1, 1)) {
            Some(Said::False(text)) => text,
            _ => panic!("no lie after {before}"),
        };
        assert_eq!(lie("NO"), "says NO as the input did, and 1 of 2 burned lines can be read");
        assert_eq!(lie("YES"), "says NO, and 1 of 2 burned lines can be read");
        assert_eq!(lie(""), "says NO, and 1 of 2 burned lines can be read");
        for before in ["YES", "NO", ""] {
            assert!(matches!(of_burned(before, "NO", (0, 2)), Some(Said::True)), "{before}");
            assert!(matches!(of_burned(before, "YES", (1, 1)), Some(Said::True)), "{before}");
            assert!(matches!(of_burned(before, "", (1, 1)), Some(Said::Missing(_))), "{before}");
        }
        assert!(matches!(of_burned("NO", "YES", (0, 2)), Some(Said::False(_))));
        assert!(matches!(of_burned("", "YES", (0, 2)), Some(Said::False(_))));
        // There may be more than what was planted.
        assert!(matches!(of_burned("YES", "YES", (0, 2)), Some(Said::True)));
    }

    #[test]
    fn what_is_said_of_dates_follows_from_what_became_of_them() {
        let is_true = |said: &str, fates| matches!(dates(said, &facts(false, fates)), Some(Said::True));
        assert!(is_true("UNMODIFIED", (3, 0, 0)) && is_true("UNMODIFIED", (2, 0, 1)));
        assert!(!is_true("UNMODIFIED", (0, 3, 0)) && !is_true("UNMODIFIED", (0, 0, 3)));
        assert!(is_true("MODIFIED", (0, 3, 0)) && is_true("MODIFIED", (0, 1, 2)));
        assert!(!is_true("MODIFIED", (1, 2, 0)) && !is_true("MODIFIED", (0, 0, 3)));
        assert!(is_true("REMOVED", (0, 0, 3)) && is_true("REMOVED", (0, 1, 2)));
        assert!(!is_true("REMOVED", (1, 0, 2)));
        assert!(matches!(dates("", &facts(false, (1, 0, 0))), Some(Said::Missing(_))));
        assert!(dates("", &facts(false, (0, 0, 0))).is_none());
    }
}
