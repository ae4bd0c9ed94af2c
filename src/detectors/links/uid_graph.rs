//! UIDs that lead from object to object: after replacement they must still lead to the same ones.

use crate::card::Card;
use crate::detectors::Evidence;
use crate::detectors::links::broken::BrokenLink;
use crate::detectors::links::broken::Tested;
use crate::detectors::links::sides::Other;
use crate::detectors::links::sides::Sides;
use crate::detectors::links::sides::text;
use crate::detectors::links::uid_rules::fault;
use crate::detectors::links::uid_rules::is_well_known;
use crate::detectors::links::uid_rules::reads_as_uid;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Locus;
use crate::dicom::scan::Element;
use crate::dicom::tags;
use serde::Deserialize;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What the catalogue says of it.
pub static CARD: Card = Card {
    id: "uid-graph",
    version: 1,
    title: "UIDs that do not lead to the same objects any more",
    why: "A tool that draws a new UID wherever it meets one, or file by file, tears series, studies and references apart; one that takes the same for two originals merges them. A presentation state then shows nothing, and a segmentation lies over no image.",
    standard: "PS3.15 Table E.1-1a, action U: the new UID is consistent within a set of instances; PS3.5 §9.1 and §B.2 for UIDs themselves",
    seen: "mmiv-center/DICOMAnonymizer#4, OHIF/Viewers#1782, slicebox#290, dcm2niix#383, Kitware/dicom-anonymizer#39",
    passes: "Wherever an original UID stood, in all files of a patient, in references and in the file meta information, stands the same UID: valid, of no other original, and of no other patient. UIDs of the standard itself stay.",
};

const SOP_INSTANCE: Attribute = Attribute::Tag(0x0008, 0x0018);
const META_INSTANCE: Locus = Locus::Meta(0x0002, 0x0003);

/// Bytes of a UID with its padding; what a tool writes beyond that is no UID, and is not kept.
const LONGEST: usize = 66;

/// A UID at one place, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UidPlace {
    /// The file, by its place in the list of answered files.
    pub file: usize,
    /// Where in it.
    pub place: Locus,
    /// The original.
    pub old: String,
    /// What stands there now; never empty.
    pub new: String,
}

/// Every UID of a pair that both files have at the same place.
pub fn collect(evidence: &Evidence<'_>, sides: &Sides<'_>, file: usize) -> Vec<UidPlace> {
    let (input, output) = (evidence.input, evidence.output);
    let mut places = Vec::new();
    for element in input.elements.iter().filter(|element| may_hold(element)) {
        let old = text(input, element);
        if element.vr != VR::UI && !reads_as_uid(&old) {
            continue;
        }
        let Other::Element(after) = sides.other(element) else { continue };
        let place = Locus::Attribute(element.path.clone());
        add(&mut places, file, &place, &old, &sides.text_after(after));
    }
    for tag in [tags::MEDIA_STORAGE_SOP_CLASS_UID, tags::MEDIA_STORAGE_SOP_INSTANCE_UID] {
        if let (Some(old), Some(new)) = (input.meta_text(tag), output.meta_text(tag)) {
            add(&mut places, file, &Locus::Meta(tag.group(), tag.element()), &old, &new);
        }
    }
    places
}

/// UI anywhere, and unknown bytes or private text, which may hold one.
fn may_hold(element: &Element) -> bool {
    use VR::*;
    let private = element.tag.group() % 2 == 1 && element.tag.element() > 0xff;
    let text = element.vr == UN || private && matches!(element.vr, LO | SH | ST | LT | UT | UC);
    element.vr == UI || text && element.range.len() <= LONGEST
}

fn add(places: &mut Vec<UidPlace>, file: usize, place: &Locus, old: &str, new: &str) {
    if old.split('\\').count() != new.split('\\').count() {
        return;
    }
    let clean = |text: &str| text.trim_matches([' ', '\0']).chars().take(LONGEST + 1).collect::<String>();
    let pairs = old.split('\\').zip(new.split('\\')).map(|(old, new)| (clean(old), clean(new)));
    places.extend(pairs.filter(|(old, new)| !old.is_empty() && !new.is_empty()).map(|(old, new)| UidPlace {
        file,
        place: place.clone(),
        old,
        new,
    }));
}

/// What the places of one patient tell, and the UIDs by which others must not be known.
pub fn check(places: &[UidPlace]) -> (Tested, Vec<&UidPlace>) {
    let mut tested = Tested::default();
    let mut by_old: BTreeMap<&str, Vec<&UidPlace>> = BTreeMap::new();
    for place in places {
        if is_well_known(&place.old) {
            tested.test((!is_well_known(&place.new)).then(|| well_known(place)));
        } else {
            by_old.entry(&place.old).or_default().push(place);
        }
    }
    let meant: BTreeMap<&str, &str> = by_old.iter().filter_map(|(old, places)| Some((*old, meant(places)?))).collect();
    for (old, places) in by_old.iter().filter(|(_, places)| places.len() > 1) {
        let Some(meant) = meant.get(old) else { continue };
        for place in places {
            tested.test((place.new != *meant).then(|| torn(place, places, meant)));
        }
    }
    tested.extend(apart(&meant, &by_old));
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for place in by_old.values().flatten().filter(|place| place.old != place.new) {
        if seen.insert(&place.new) {
            tested.test(fault(&place.new).map(|fault| link(place, "invalid", &format!("holds {fault}"))));
        }
    }
    let own = meant.iter().filter_map(|(old, new)| {
        let leads = |place: &&&UidPlace| place.new == *new && is_own(&place.place);
        by_old.get(old)?.iter().find(leads).copied()
    });
    let own = own.collect();
    (tested, own)
}

/// The UID that stands for an original: where it names an instance, the one that this instance bears; where it names a
/// series or study, the one that its files say they belong to; else the one that most places have.
fn meant<'a>(places: &[&'a UidPlace]) -> Option<&'a str> {
    let of = |wanted: &dyn Fn(&Locus) -> bool| -> Vec<&'a UidPlace> {
        places.iter().copied().filter(|place| wanted(&place.place)).collect()
    };
    let voters = [of(&bears), of(&is_own), places.to_vec()].into_iter().find(|voters| !voters.is_empty())?;
    let mut votes: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for place in voters {
        *votes.entry((&place.new, place.new != place.old)).or_default() += 1;
    }
    let most = votes.into_iter().max_by_key(|((new, replaced), votes)| (*votes, *replaced, Reverse(*new)));
    most.map(|((new, _), _)| new)
}

/// Whether the place is an instance's own SOP Instance UID.
fn bears(place: &Locus) -> bool {
    matches!(place, Locus::Attribute(AttributePath { steps, leaf }) if steps.is_empty() && *leaf == SOP_INSTANCE)
}

/// Whether the place names the instance, series or study itself, rather than another.
fn is_own(place: &Locus) -> bool {
    [tags::SOP_INSTANCE_UID, tags::SERIES_INSTANCE_UID, tags::STUDY_INSTANCE_UID].iter().any(|tag| is(place, *tag))
}

fn is(place: &Locus, tag: Tag) -> bool {
    *place == Locus::Attribute(tag.into())
}

/// Different originals have different UIDs.
fn apart(meant: &BTreeMap<&str, &str>, by_old: &BTreeMap<&str, Vec<&UidPlace>>) -> Tested {
    let mut tested = Tested::default();
    let mut originals: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (old, new) in meant {
        originals.entry(new).or_default().push(old);
    }
    if meant.len() < 2 {
        return tested;
    }
    for (old, new) in meant {
        let merged = originals.get(new).map_or(1, Vec::len);
        let place = by_old.get(old).and_then(|places| places.iter().find(|place| place.new == **new));
        let broken = place.filter(|_| merged > 1);
        tested.test(broken.map(|place| {
            let what = name(&place.place);
            link(place, "merged", &format!("{merged} different UIDs of the originals have become this {what}"))
        }));
    }
    tested
}

fn name(place: &Locus) -> &'static str {
    if is(place, tags::SERIES_INSTANCE_UID) {
        "Series Instance UID"
    } else if is(place, tags::STUDY_INSTANCE_UID) {
        "Study Instance UID"
    } else if is(place, tags::FRAME_OF_REFERENCE_UID) {
        "Frame of Reference UID"
    } else if bears(place) || *place == META_INSTANCE {
        "SOP Instance UID"
    } else {
        "UID"
    }
}

/// An original that stands at several places has become several UIDs.
fn torn(place: &UidPlace, places: &[&UidPlace], meant: &str) -> BrokenLink {
    let borne = places.iter().any(|other| bears(&other.place));
    let (form, evidence) = if place.place == META_INSTANCE {
        ("file meta", "differs from SOP Instance UID (0008,0018) of the data set".to_owned())
    } else if place.old == place.new && place.new != meant {
        ("not replaced", "still holds the original UID, which was replaced elsewhere".to_owned())
    } else if borne && !bears(&place.place) {
        ("points nowhere", "refers to an instance whose output has another SOP Instance UID".to_owned())
    } else {
        let what = name(&place.place);
        ("torn apart", format!("objects that shared this {what} have different ones now"))
    };
    link(place, form, &evidence)
}

fn well_known(place: &UidPlace) -> BrokenLink {
    link(place, "standard UID changed", "held a UID that the standard itself defines, and holds another now")
}

/// A UID of this patient that another patient has too.
pub fn shared(place: &UidPlace) -> BrokenLink {
    let evidence = format!("another patient has the same {}", name(&place.place));
    link(place, "shared by patients", &evidence)
}

fn link(place: &UidPlace, form: &'static str, evidence: &str) -> BrokenLink {
    BrokenLink {
        form,
        file: place.file,
        place: place.place.clone(),
        evidence: evidence.to_owned(),
        value: format!("{} -> {}", place.old, place.new),
    }
}

#[cfg(test)]
mod tests;
