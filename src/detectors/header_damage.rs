//! Attributes that must survive: gone, with another value, or misread.
//!
//! Three sorts are compared: what the dataset records to be kept; what a claimed option keeps (`K`), with the plants that
//! it permits; and attributes inside sequences that neither the table nor a trap touches. What the claimed policy has
//! removed, emptied, replaced or cleaned is no damage.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::detectors::contents;
use crate::detectors::contents::Contents;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Locus;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::finding::Topic;
use crate::truth::Keep;
use crate::truth::KeepKind;
use crate::truth::Plant;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

static CARD: Card = Card {
    id: "header-damage",
    version: 3,
    title: "Attributes lost or changed without need",
    why: "A tool that empties everything leaks nothing and leaves nothing to diagnose from.",
    standard: "PS3.15 Table E.1-1: attributes that it does not list are kept; PS3.5 §6.1 character sets",
    seen: "",
    passes: "Every attribute that the table does not list, and every one that a claimed option keeps, has its value; \
             numbers are compared as numbers, and text as its character set reads it.",
};

/// Letters of a value that a finding shows.
const LONGEST: usize = 120;

/// What a tool says of its own work is no attribute that must survive; the claims are judged by themselves.
const CLAIMS: &[Tag] = &[
    tags::PATIENT_IDENTITY_REMOVED,
    tags::DEIDENTIFICATION_METHOD,
    tags::BURNED_IN_ANNOTATION,
    tags::RECOGNIZABLE_VISUAL_FEATURES,
    tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
];

/// Compares what must survive.
pub struct HeaderDamage;

/// Differences of one form below one top-level attribute.
struct Difference {
    path: AttributePath,
    before: String,
    now: String,
    places: u64,
}

impl Detector for HeaderDamage {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let (input, output) = (Contents::of(evidence.input), Contents::of(evidence.output));
        let mut differences: BTreeMap<(Attribute, &'static str), Difference> = BTreeMap::new();
        for (path, before) in survivors(evidence, notes, &input) {
            notes.judgement.damage.header.checked += 1;
            let found = output.get(&path);
            let now = found.map(|element| output.text(element)).unwrap_or_default();
            let vr = input.get(&path).map_or(VR::UN, |element| element.vr);
            let unsaid = || input.get(&path).zip(found).is_some_and(|(old, new)| output.same_unsaid(&input, old, new));
            if contents::same(vr, &before, &now) || unsaid() {
                continue;
            }
            let same_bytes = || {
                let bytes = |element| evidence.input.value(element);
                let old = input.get(&path).map(bytes);
                found.map(|element| evidence.output.value(element)).is_some_and(|new| old == Some(new))
            };
            let form = if now.is_empty() {
                notes.judgement.damage.header.lost += 1;
                "lost"
            } else {
                notes.judgement.damage.header.changed += 1;
                // The same bytes under another character set read as other letters.
                if same_bytes() { "misread" } else { "changed" }
            };
            let top = path.steps.first().map_or(&path.leaf, |step| &step.sequence).clone();
            let entry = differences.entry((top, form)).or_insert(Difference { path, before, now, places: 0 });
            entry.places += 1;
        }
        for ((_, form), Difference { path, before, now, places }) in differences {
            let mut finding = evidence.finding(Topic::HeaderDamage, CARD.id);
            finding.seen_at = path.to_string();
            finding.form = form.to_owned();
            finding.evidence = format!("`{}` became `{}`", shortened(&before), shortened(&now));
            if places > 1 {
                finding.evidence += &format!(", and {} more below it", places - 1);
            }
            notes.judgement.findings.push(finding);
        }
    }
}

/// The beginning of a value: some are longer than anybody reads.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

/// Every attribute that must survive, with its value, each once and in a stable order.
fn survivors(evidence: &Evidence<'_>, notes: &Notes, input: &Contents<'_>) -> BTreeMap<AttributePath, String> {
    let policy = &notes.policy;
    let class = evidence.row.sop_class_uid.as_str();
    let mut plants: BTreeMap<&AttributePath, Vec<&Plant>> = BTreeMap::new();
    for plant in evidence.plants() {
        if let Locus::Attribute(path) = &plant.locus {
            plants.entry(path).or_default().push(plant);
        }
    }
    let recorded = |keep: &&Keep| keep.instance == evidence.row.instance && keep.kind == KeepKind::Attribute;
    let mut survivors: BTreeMap<AttributePath, String> = BTreeMap::new();
    for keep in evidence.truth.keeps.iter().filter(recorded) {
        if let Locus::Attribute(path) = &keep.locus
            && !CLAIMS.iter().any(|claim| *path == AttributePath::top(*claim))
        {
            survivors.insert(path.clone(), keep.value.clone());
        }
    }
    // Words that must survive among others are looked at one by one.
    let texts: BTreeSet<&Locus> = evidence
        .truth
        .keeps
        .iter()
        .filter(|keep| keep.instance == evidence.row.instance && keep.kind == KeepKind::Words)
        .map(|keep| &keep.locus)
        .collect();
    if class == uids::MEDIA_STORAGE_DIRECTORY_STORAGE {
        // The records of a directory are made anew for the new files.
        return survivors;
    }
    for element in &evidence.input.elements {
        let path = &element.path;
        let is_kept_by_option = contents::asked(policy, class, path).is_some();
        let exempt = element.tag == tags::SPECIFIC_CHARACTER_SET
            || element.tag.element() == 0
            || texts.contains(&Locus::Attribute(path.clone()))
            || !(is_kept_by_option || path.depth() > 0)
            || !contents::is_to_be_kept(policy, class, path);
        if exempt {
            continue;
        }
        let may_stay = match plants.get(path) {
            None => true,
            Some(plants) => is_kept_by_option && plants.iter().all(|plant| notes.permits(plant)),
        };
        let text = input.text(element);
        if may_stay && !text.is_empty() {
            survivors.entry(path.clone()).or_insert(text);
        }
    }
    survivors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::trial::Trial;
    use crate::detectors::trial::scan_as;
    use crate::dicom::encode::Syntax;
    use crate::dicom::object::Object;
    use crate::judgement::Judgement;
    use crate::truth::Kind;

    fn counts(judged: &Judgement) -> (u64, u64, u64) {
        let header = &judged.damage.header;
        (header.checked, header.changed, header.lost)
    }

    fn forms(judged: &Judgement) -> Vec<String> {
        judged.findings.iter().map(|finding| finding.form.clone()).collect()
    }

    #[test]
    fn numbers_written_in_another_way_are_the_same_and_other_numbers_are_not() {
        let mut trial = Trial::new();
        trial.input.set_str(tags::PIXEL_SPACING, "0.50\\0.50");
        trial.keep("(0028,0030)", KeepKind::Attribute, "0.50\\0.50");
        for (written, expected) in [("0.5\\5e-1", (1, 0, 0)), ("0.5\\0.51", (1, 1, 0)), ("", (1, 0, 1))] {
            let mut output = Object::new();
            output.set_str(tags::PIXEL_SPACING, written);
            assert_eq!(counts(&trial.judged(&HeaderDamage, "basic", &output)), expected, "{written}");
        }
    }

    #[test]
    fn text_in_another_character_set_is_the_same_and_text_that_reads_otherwise_is_misread() {
        let mut trial = Trial::new();
        trial.input.set_str(tags::SPECIFIC_CHARACTER_SET, "ISO_IR 100");
        trial.input.set_bytes(tags::CONVOLUTION_KERNEL, VR::SH, b"gl\xe4tt");
        trial.keep("(0018,1210)", KeepKind::Attribute, "glätt");
        let written = |set: &str, bytes: &[u8]| {
            let mut output = Object::new();
            output.set_str(tags::SPECIFIC_CHARACTER_SET, set);
            output.set_bytes(tags::CONVOLUTION_KERNEL, VR::SH, bytes);
            trial.judged(&HeaderDamage, "basic", &output)
        };
        assert_eq!(counts(&written("ISO_IR 192", "glätt".as_bytes())), (1, 0, 0));
        let misread = written("ISO_IR 144", b"gl\xe4tt");
        assert_eq!((counts(&misread), forms(&misread)), ((1, 1, 0), vec!["misread".to_owned()]));
    }

    #[test]
    fn attributes_in_sequences_count_unless_the_policy_removes_the_sequence() {
        let mut trial = Trial::new();
        // Neither the sequence nor the code is listed.
        let meaning = AttributePath::top(tags::CODE_MEANING).inside(tags::ANATOMIC_REGION_SEQUENCE, 0);
        trial.input.set_text(meaning.clone(), VR::LO, "Chest");
        // The table removes the sequence of Original Attributes with all that it holds.
        let reason = AttributePath::top(tags::REASON_FOR_THE_ATTRIBUTE_MODIFICATION)
            .inside(tags::ORIGINAL_ATTRIBUTES_SEQUENCE, 0);
        trial.input.set_text(reason, VR::CS, "COERCE");
        assert_eq!(counts(&trial.judged(&HeaderDamage, "basic", &Object::new())), (1, 0, 1));
        let mut output = Object::new();
        output.set_text(meaning, VR::LO, "Chest");
        assert_eq!(counts(&trial.judged(&HeaderDamage, "basic", &output)), (1, 0, 0));
    }

    #[test]
    fn what_a_claimed_option_keeps_must_stay_and_what_the_policy_removes_need_not() {
        let mut trial = Trial::new();
        trial.input.set_str(tags::STUDY_DATE, "20240102");
        trial.input.set_str(tags::DEVICE_SERIAL_NUMBER, "SN-1");
        trial.plant("(0008,0020)", Kind::Date, "20240102", "retain_long_full_dates=K", "");
        trial.plant("(0018,1000)", Kind::Mrn, "SN-1", "retain_device_identity=K", "");
        let counted = |policy: &str| {
            let mut output = trial.input.clone();
            output.remove(tags::STUDY_DATE);
            output.remove(tags::DEVICE_SERIAL_NUMBER);
            counts(&trial.judged(&HeaderDamage, policy, &output))
        };
        assert_eq!(counted("basic"), (0, 0, 0));
        assert_eq!(counted("retain-long-modified-dates"), (0, 0, 0));
        assert_eq!(counted("retain-long-full-dates"), (1, 0, 1));
        // A direct identifier never has to stay.
        assert_eq!(counted("retain-device-identity"), (0, 0, 0));
    }

    #[test]
    fn another_encoding_of_the_same_values_is_no_damage_and_other_values_in_it_are() {
        let mut trial = Trial::new();
        let step = |path: AttributePath| path.inside(tags::REAL_WORLD_VALUE_MAPPING_SEQUENCE, 0);
        // No dictionary knows it, so that in implicit VR nothing says what it is.
        let unknown = step(AttributePath::top(Tag(0x0040, 0xeee0)));
        trial.input.set_u16(tags::PIXEL_REPRESENTATION, &[1]);
        trial.input.set_i16(tags::PIXEL_PADDING_VALUE, &[-2000]);
        trial.input.set_i16(step(AttributePath::top(tags::REAL_WORLD_VALUE_LAST_VALUE_MAPPED)), &[-5]);
        trial.input.set_f64(step(AttributePath::top(tags::REAL_WORLD_VALUE_SLOPE)), &[1.5]);
        trial.input.set_words(step(AttributePath::top(tags::LUT_DATA)), &[1, 256]);
        trial.input.set_text(unknown.clone(), VR::LO, "Factor");
        trial.keep("(0028,0120)", KeepKind::Attribute, "-2000");
        let mut other = trial.input.clone();
        other.set_i16(tags::PIXEL_PADDING_VALUE, &[-1999]);
        other.set_words(step(AttributePath::top(tags::LUT_DATA)), &[1, 257]);
        other.set_text(unknown, VR::LO, "Sector");
        let data_sets =
            [Syntax::ExplicitLittleEndian, Syntax::ImplicitLittleEndian, Syntax::ExplicitBigEndian, Syntax::Deflated];
        let judged = |from: Syntax, to: Syntax, output: &Object| {
            let (input, output) = (scan_as(&trial.input, from), scan_as(output, to));
            counts(&trial.judged_scans(&HeaderDamage, "basic", &input, &output))
        };
        for from in data_sets {
            for to in data_sets {
                let checked = judged(from, to, &trial.input).0;
                assert_eq!(checked, 5, "{from} {to}");
                assert_eq!(judged(from, to, &trial.input), (checked, 0, 0), "{from} {to}");
                assert_eq!(judged(from, to, &other), (checked, 3, 0), "{from} {to}");
            }
        }
    }
}
