//! Breaches of the standard that make an output unusable elsewhere, and that the input did not have.

use crate::card::Card;
use crate::detectors::Detector;
use crate::detectors::Evidence;
use crate::detectors::Notes;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::finding::Topic;

static CARD: Card = Card {
    id: "conformance",
    version: 1,
    title: "Outputs that break the standard",
    why: "An object that archives refuse or that readers misread is lost for research, however clean it is.",
    standard: "PS3.10 §7.1 file meta information, PS3.5 §9.1 UIDs, PS3.5 §8.1 native pixel data",
    seen: "",
    passes: "File meta and data set agree, UIDs are valid, and the pixel data have the length that the header says.",
};

/// Checks what every reader relies on.
pub struct Conformance;

impl Detector for Conformance {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn inspect(&self, evidence: &Evidence<'_>, notes: &mut Notes) {
        let before = errors(evidence.input);
        let new: Vec<(String, String)> =
            errors(evidence.output).into_iter().filter(|error| !before.contains(error)).collect();
        if !new.is_empty() {
            notes.judgement.damage.conformance.instances += 1;
        }
        for (place, text) in new {
            notes.judgement.damage.conformance.new_errors += 1;
            let mut finding = evidence.finding(Topic::Conformance, CARD.id);
            finding.seen_at = place;
            finding.evidence = text;
            notes.judgement.findings.push(finding);
        }
    }
}

/// Every breach, as its place and what is wrong there.
fn errors(scan: &Scan) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut error = |place: &str, text: String| found.push((place.to_owned(), text));
    if scan.meta.is_empty() {
        error("meta", "there is no file meta information".to_owned());
    } else {
        let pairs = [
            (tags::MEDIA_STORAGE_SOP_INSTANCE_UID, tags::SOP_INSTANCE_UID, "meta:(0002,0003)"),
            (tags::MEDIA_STORAGE_SOP_CLASS_UID, tags::SOP_CLASS_UID, "meta:(0002,0002)"),
        ];
        for (meta, own, place) in pairs {
            if scan.meta_text(meta) != scan.text(own) {
                error(place, "file meta information and data set differ".to_owned());
            }
        }
    }
    for (tag, place) in [
        (tags::SOP_INSTANCE_UID, "(0008,0018)"),
        (tags::STUDY_INSTANCE_UID, "(0020,000D)"),
        (tags::SERIES_INSTANCE_UID, "(0020,000E)"),
    ] {
        match scan.text(tag) {
            None => error(place, "a type 1 attribute is absent".to_owned()),
            Some(text) if text.is_empty() => error(place, "a type 1 attribute is empty".to_owned()),
            Some(text) if !uid::is_valid(&text) => error(place, "this is no valid UID".to_owned()),
            Some(_) => {}
        }
    }
    if let (Some(PixelSpan::Native(range)), Some(expected)) = (&scan.pixels, native_bytes(scan)) {
        let there = range.len() as u64;
        if there != expected && there != expected + expected % 2 {
            error("(7FE0,0010)", format!("{there} bytes of pixel data, and the header says {expected}"));
        }
    }
    found
}

/// Bytes that native pixel data must have by the header.
fn native_bytes(scan: &Scan) -> Option<u64> {
    let number = |tag| scan.number(tag).map(u64::from);
    let frames = number(tags::NUMBER_OF_FRAMES).unwrap_or(1);
    // Two luma samples share their chroma in YBR_FULL_422 (PS3.3 §C.7.6.3.1.2).
    let samples = match scan.text(tags::PHOTOMETRIC_INTERPRETATION).as_deref() {
        Some("YBR_FULL_422") => 2,
        _ => number(tags::SAMPLES_PER_PIXEL)?,
    };
    let bits = number(tags::ROWS)?
        .checked_mul(number(tags::COLUMNS)?)?
        .checked_mul(samples)?
        .checked_mul(frames)?
        .checked_mul(number(tags::BITS_ALLOCATED)?)?;
    Some(bits.div_ceil(8))
}
