//! The oracle, but for one sort of rule, which it bends in every file without leaking anything:
//!
//! - `actions`: times as they were, a dummy where the profile removes, and a time emptied;
//! - `values`: a date with hyphens, a dummy of the year 1, a number that is too long, no modality;
//! - `sequences`: unlisted sequences gone;
//! - `claims`: false claims; `silence`: no claims.

use crate::dicom::VR;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Node;
use crate::selftest::oracle::parts::Parts;

/// The sorts.
pub const WORDS: &[&str] = &["actions", "values", "sequences", "claims", "silence"];

/// Bends one sort of rule in a file that the oracle wrote; another word changes nothing.
pub fn apply(word: &str, parts: &mut Parts, original: &Parts) {
    match word {
        "actions" => actions(parts, original),
        "values" => values(parts),
        "sequences" => sequences(parts),
        "claims" => claims(parts),
        "silence" => silence(parts),
        _ => {}
    }
}

fn actions(parts: &mut Parts, original: &Parts) {
    for tag in [tags::STUDY_TIME, tags::SERIES_TIME] {
        if let Some(node) = tree::get(&original.data, tag) {
            tree::put(&mut parts.data, node.clone());
        }
    }
    parts.put_text(tags::SERIES_DESCRIPTION, VR::LO, "REMOVED");
    parts.put_text(tags::ACQUISITION_TIME, VR::TM, "");
    // Also nothing of the value, and what the letters allow.
    parts.put_text(tags::CONTENT_TIME, VR::TM, "000000");
}

fn values(parts: &mut Parts) {
    parts.put_text(tags::STUDY_DATE, VR::DA, "2000-01-01");
    parts.put_text(tags::CONTENT_DATE, VR::DA, "00010101");
    parts.put_text(tags::ACCESSION_NUMBER, VR::SH, "A23456789B1234567");
    parts.remove(tags::MODALITY);
}

fn sequences(parts: &mut Parts) {
    parts.remove(tags::ANATOMIC_REGION_SEQUENCE);
    parts.remove(tags::SEQUENCE_OF_ULTRASOUND_REGIONS);
}

/// A code for an option that nobody claims, and statements that are not so.
fn claims(parts: &mut Parts) {
    parts.put_text(tags::PATIENT_IDENTITY_REMOVED, VR::CS, "NO");
    parts.put_text(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, VR::CS, "UNMODIFIED");
    parts.put_text(tags::BURNED_IN_ANNOTATION, VR::CS, "YES");
    parts.put_text(tags::RECOGNIZABLE_VISUAL_FEATURES, VR::CS, "YES");
    let item = vec![
        Node::new(tags::CODE_VALUE, VR::SH, "113110"),
        Node::new(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM"),
        Node::new(tags::CODE_MEANING, VR::LO, "Retain UIDs Option"),
    ];
    tree::put(&mut parts.data, Node::sequence(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE, vec![item]));
}

fn silence(parts: &mut Parts) {
    for tag in [
        tags::PATIENT_IDENTITY_REMOVED,
        tags::DEIDENTIFICATION_METHOD,
        tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
        tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
        tags::BURNED_IN_ANNOTATION,
    ] {
        parts.remove(tag);
    }
}
