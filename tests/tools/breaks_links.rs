//! The oracle, but what leads from object to object is torn, merged or mistaken in the way that the word names.

use crate::call::Call;
use crate::dummy::replaced;
use crate::known::File;
use crate::known::Known;
use crate::treatment::PERFECT;
use dicom_core::DataElement;
use dicom_core::PrimitiveValue;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_object::FileDicomObject;
use dicom_object::InMemDicomObject;
use dicom_object::OpenFileOptions;

type Object = FileDicomObject<InMemDicomObject>;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let file = known.file(&path);
        let (name, bytes) = PERFECT.treated(call, &file);
        let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
        if call.word == "forgets-references" {
            let original = OpenFileOptions::new().from_reader(call.read(&path).as_slice()).unwrap();
            if file.number.is_multiple_of(2) {
                put_back(&mut object, &original, 0);
            }
        } else {
            breaks(&call.word, &mut object, &file);
        }
        let mut out = Vec::new();
        object.write_all(&mut out).unwrap();
        call.write(&name, &out);
    }
    0
}

fn breaks(word: &str, object: &mut Object, file: &File<'_>) {
    let own = |tag: Tag| replaced(&format!("{} {} {tag}", file.patient, file.number));
    match word {
        "scrambles-uids" => {
            for tag in [tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID, tags::FRAME_OF_REFERENCE_UID] {
                if object.get(tag).is_some() {
                    set(object, tag, VR::UI, &own(tag));
                }
            }
        }
        "merges-series" => {
            let series = replaced(&format!("series of {}", file.patient));
            set(object, tags::SERIES_INSTANCE_UID, VR::UI, &series);
        }
        "merges-patients" => set(object, tags::STUDY_INSTANCE_UID, VR::UI, &replaced("the study of everybody")),
        "forgets-file-meta" => {
            let uid = own(tags::SOP_INSTANCE_UID);
            object.update_meta(|meta| meta.media_storage_sop_instance_uid = uid);
        }
        "invalid-uids" => {
            for tag in [tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID] {
                let uid = object.get(tag).unwrap().to_str().unwrap().replace("2.25.", "2.25.0");
                set(object, tag, VR::UI, &uid);
            }
        }
        "one-name-per-file" => {
            let name = format!("SUBJECT-{:04}-{:04}", file.patient, file.number);
            set(object, tags::PATIENT_NAME, VR::PN, &name);
            set(object, tags::PATIENT_ID, VR::LO, &name);
        }
        "shares-pseudonym" => {
            let name = format!("SUBJECT-{:04}", file.patient.max(2));
            set(object, tags::PATIENT_NAME, VR::PN, &name);
            set(object, tags::PATIENT_ID, VR::LO, &name);
        }
        "one-name-for-all" => {
            set(object, tags::PATIENT_NAME, VR::PN, "ANONYMOUS");
            set(object, tags::PATIENT_ID, VR::LO, "ANONYMOUS");
        }
        "no-name-at-all" => {
            set(object, tags::PATIENT_NAME, VR::PN, "");
            set(object, tags::PATIENT_ID, VR::LO, "");
        }
        _ => unreachable!("`{word}` is no way to break a link"),
    }
}

/// Puts every UID back that does not name the object itself, its series or its study.
fn put_back(level: &mut InMemDicomObject, original: &InMemDicomObject, depth: usize) {
    let own = [tags::SOP_INSTANCE_UID, tags::SERIES_INSTANCE_UID, tags::STUDY_INSTANCE_UID];
    for element in original {
        let tag = element.header().tag;
        if level.get(tag).is_none() || depth == 0 && own.contains(&tag) {
            continue;
        }
        if element.header().vr == VR::UI {
            level.put(element.clone());
        } else if let Some(items) = element.items() {
            level.update_value(tag, |value| {
                for (item, original) in value.items_mut().into_iter().flatten().zip(items) {
                    put_back(item, original, depth + 1);
                }
            });
        }
    }
}

fn set(object: &mut Object, tag: Tag, vr: VR, value: &str) {
    object.put(DataElement::new(tag, vr, PrimitiveValue::from(value)));
}
