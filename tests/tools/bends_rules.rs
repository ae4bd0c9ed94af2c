//! The oracle, but for one sort of rule, which it bends in every file without leaking anything:
//!
//! - `actions`: times as they were, a dummy where the profile removes, and a time emptied;
//! - `values`: a date with hyphens, a dummy of the year 1, a number that is too long, no modality;
//! - `sequences`: unlisted sequences gone;
//! - `claims`: false claims; `silence`: no claims.

use crate::call::Call;
use crate::known::Known;
use crate::treatment::PERFECT;
use dicom_core::DataElement;
use dicom_core::Length;
use dicom_core::PrimitiveValue;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_core::value::DataSetSequence;
use dicom_dictionary_std::tags;
use dicom_object::DefaultDicomObject;
use dicom_object::InMemDicomObject;
use dicom_object::OpenFileOptions;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let file = known.file(&path);
        let (name, bytes) = PERFECT.treated(call, &file);
        let original = OpenFileOptions::new().from_reader(call.read(&path).as_slice()).unwrap();
        let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
        match call.word.as_str() {
            "actions" => actions(&mut object, &original),
            "values" => values(&mut object),
            "sequences" => sequences(&mut object),
            "claims" => claims(&mut object),
            "silence" => silence(&mut object),
            other => unreachable!("`{other}` is no rule"),
        }
        let mut out = Vec::new();
        object.write_all(&mut out).unwrap();
        call.write(&name, &out);
    }
    0
}

fn put(object: &mut DefaultDicomObject, tag: Tag, vr: VR, text: &str) {
    object.put(DataElement::new(tag, vr, PrimitiveValue::from(text)));
}

fn actions(object: &mut DefaultDicomObject, original: &DefaultDicomObject) {
    for tag in [tags::STUDY_TIME, tags::SERIES_TIME] {
        object.put(original.get(tag).unwrap().clone());
    }
    put(object, tags::SERIES_DESCRIPTION, VR::LO, "REMOVED");
    object.put(DataElement::new(tags::ACQUISITION_TIME, VR::TM, PrimitiveValue::Empty));
    // Also nothing of the value, and what the letters allow.
    put(object, tags::CONTENT_TIME, VR::TM, "000000");
}

fn values(object: &mut DefaultDicomObject) {
    put(object, tags::STUDY_DATE, VR::DA, "2000-01-01");
    put(object, tags::CONTENT_DATE, VR::DA, "00010101");
    put(object, tags::ACCESSION_NUMBER, VR::SH, "A23456789B1234567");
    object.remove_element(tags::MODALITY);
}

fn sequences(object: &mut DefaultDicomObject) {
    object.remove_element(tags::ANATOMIC_REGION_SEQUENCE);
    object.remove_element(tags::SEQUENCE_OF_ULTRASOUND_REGIONS);
}

/// A code for an option that nobody claims, and statements that are not so.
fn claims(object: &mut DefaultDicomObject) {
    put(object, tags::PATIENT_IDENTITY_REMOVED, VR::CS, "NO");
    put(object, tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, VR::CS, "UNMODIFIED");
    put(object, tags::BURNED_IN_ANNOTATION, VR::CS, "YES");
    put(object, tags::RECOGNIZABLE_VISUAL_FEATURES, VR::CS, "YES");
    let codes = [
        DataElement::new(tags::CODE_VALUE, VR::SH, PrimitiveValue::from("113110")),
        DataElement::new(tags::CODING_SCHEME_DESIGNATOR, VR::SH, PrimitiveValue::from("DCM")),
        DataElement::new(tags::CODE_MEANING, VR::LO, PrimitiveValue::from("Retain UIDs Option")),
    ];
    let item = InMemDicomObject::from_element_iter(codes);
    let sequence = DataSetSequence::new(vec![item], Length::UNDEFINED);
    object.put(DataElement::new(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE, VR::SQ, sequence));
}

fn silence(object: &mut DefaultDicomObject) {
    for tag in [
        tags::PATIENT_IDENTITY_REMOVED,
        tags::DEIDENTIFICATION_METHOD,
        tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
        tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
        tags::BURNED_IN_ANNOTATION,
    ] {
        object.remove_element(tag);
    }
}
