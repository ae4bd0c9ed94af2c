//! Structured reports (PS3.3 §A.35.1 and §A.35.3).

use super::Maker;
use crate::dataset::base::number::decimal;
use crate::dataset::base::number::whole;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::content::Code;
use crate::dicom::content::add_item;
use crate::dicom::content::set_code;
use crate::dicom::content::set_reference;
use crate::dicom::content::within;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;

const ENGLISH: Code<'static> = ("eng", "RFC5646", "English");
const LANGUAGE: Code<'static> = ("121049", "DCM", "Language of Content Item and Descendants");
const FINDINGS: Code<'static> = ("121070", "DCM", "Findings");
const FINDING: Code<'static> = ("121071", "DCM", "Finding");
const IMPRESSIONS: Code<'static> = ("121072", "DCM", "Impressions");
const IMPRESSION: Code<'static> = ("121073", "DCM", "Impression");

/// A report in words with the images that it speaks of.
pub(super) fn basic_text(maker: &Maker<'_>) -> Instance {
    let mut instance = maker.instance(uids::BASIC_TEXT_SR_STORAGE, "SR", "Radiology report");
    let object = &mut instance.object;
    document(object, maker, ("11528-7", "LN", "Radiology Report"));
    let findings = add_item(object, &[], "CONTAINS", "CONTAINER", Some(FINDINGS));
    text(object, &findings, FINDING, "Organs of usual size and shape. No free fluid.");
    text(object, &findings, FINDING, "No change since the last examination.");
    for image in maker.references() {
        let item = add_item(object, &findings, "CONTAINS", "IMAGE", None);
        set_reference(object, &within(&item, tags::REFERENCED_SOP_SEQUENCE, 0), &image.sop_class, &image.sop_instance);
    }
    let impressions = add_item(object, &[], "CONTAINS", "CONTAINER", Some(IMPRESSIONS));
    text(object, &impressions, IMPRESSION, "Nothing that needs treatment.");
    instance
}

/// Measurements in containers inside containers, each taken from a place of an image.
pub(super) fn comprehensive(maker: &Maker<'_>) -> Instance {
    let mut instance = maker.instance(uids::COMPREHENSIVE_SR_STORAGE, "SR", "Measurements");
    let mut stream = maker.stream("measurements");
    let object = &mut instance.object;
    document(object, maker, ("126000", "DCM", "Imaging Measurement Report"));
    let all = add_item(object, &[], "CONTAINS", "CONTAINER", Some(("126010", "DCM", "Imaging Measurements")));
    let image = maker.references().into_iter().next();
    for number in 1..=2 {
        let group = add_item(object, &all, "CONTAINS", "CONTAINER", Some(("125007", "DCM", "Measurement Group")));
        let name = add_item(object, &group, "HAS OBS CONTEXT", "TEXT", Some(("112039", "DCM", "Tracking Identifier")));
        object.set_text(AttributePath::below(&name, tags::TEXT_VALUE), VR::UT, &format!("Lesion {number}"));
        let uid = add_item(
            object,
            &group,
            "HAS OBS CONTEXT",
            "UIDREF",
            Some(("112040", "DCM", "Tracking Unique Identifier")),
        );
        object.set_text(AttributePath::below(&uid, tags::UID), VR::UI, &maker.uid(&format!("lesion {number}")));
        let length = add_item(object, &group, "CONTAINS", "NUM", Some(("410668003", "SCT", "Length")));
        let value = within(&length, tags::MEASURED_VALUE_SEQUENCE, 0);
        let millimetres = decimal(f64::from(whole(&mut stream, 40, 320)) / 10.0);
        object.set_text(AttributePath::below(&value, tags::NUMERIC_VALUE), VR::DS, &millimetres);
        set_code(object, &value, tags::MEASUREMENT_UNITS_CODE_SEQUENCE, ("mm", "UCUM", "millimeter"));
        let Some(image) = &image else { continue };
        let line = add_item(object, &length, "INFERRED FROM", "SCOORD", Some(("121055", "DCM", "Path")));
        object.set_text(AttributePath::below(&line, tags::GRAPHIC_TYPE), VR::CS, "POLYLINE");
        let (x, y) = (whole(&mut stream, 100, 200) as f32, whole(&mut stream, 100, 200) as f32);
        object.set_f32(AttributePath::below(&line, tags::GRAPHIC_DATA), &[x, y, x + 40.0, y + 25.0]);
        let seen = add_item(object, &line, "SELECTED FROM", "IMAGE", None);
        set_reference(object, &within(&seen, tags::REFERENCED_SOP_SEQUENCE, 0), &image.sop_class, &image.sop_instance);
    }
    instance
}

/// SR Document Series and General, and the root of the content (PS3.3 §C.17.1 to §C.17.3).
fn document(object: &mut Object, maker: &Maker<'_>, title: Code<'_>) {
    maker.content_date(object);
    object.set_empty_sequence(tags::REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE);
    object.set_empty_sequence(tags::PERFORMED_PROCEDURE_CODE_SEQUENCE);
    object.set_str(tags::COMPLETION_FLAG, "COMPLETE");
    object.set_str(tags::VERIFICATION_FLAG, "UNVERIFIED");
    maker.evidence(object);
    object.set_str(tags::VALUE_TYPE, "CONTAINER");
    object.set_str(tags::CONTINUITY_OF_CONTENT, "SEPARATE");
    set_code(object, &[], tags::CONCEPT_NAME_CODE_SEQUENCE, title);
    let language = add_item(object, &[], "HAS CONCEPT MOD", "CODE", Some(LANGUAGE));
    set_code(object, &language, tags::CONCEPT_CODE_SEQUENCE, ENGLISH);
}

fn text(object: &mut Object, level: &[(Tag, u32)], concept: Code<'_>, words: &str) {
    let item = add_item(object, level, "CONTAINS", "TEXT", Some(concept));
    object.set_text(AttributePath::below(&item, tags::TEXT_VALUE), VR::UT, words);
}
