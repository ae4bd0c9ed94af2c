//! Gives back what it got in another encoding: `implicit`, `deflated`, `bare` (without preamble and file meta
//! information), `utf-8`, `creatorless` (private creators dropped) or `unknown` (text as UN).

use crate::call::Call;
use dicom_core::DataElement;
use dicom_core::PrimitiveValue;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_dictionary_std::uids;
use dicom_object::DefaultDicomObject;
use dicom_object::OpenFileOptions;

pub fn run(call: &Call) -> u8 {
    for file in call.files() {
        let bytes = call.read(&file);
        let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
        let mut out = Vec::new();
        match call.word.as_str() {
            "implicit" => into(&mut object, uids::IMPLICIT_VR_LITTLE_ENDIAN),
            "deflated" => into(&mut object, uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN),
            "utf-8" => object.convert_to_utf8(),
            "creatorless" => {
                let creators: Vec<_> = object
                    .tags()
                    .filter(|tag| tag.group() % 2 == 1 && (0x10..=0xff).contains(&tag.element()))
                    .collect();
                for tag in creators {
                    object.remove_element(tag);
                }
            }
            "unknown" => unknown(&mut object),
            "bare" => {
                object.write_dataset(&mut out).unwrap();
                call.write(&file, &out);
                continue;
            }
            other => unreachable!("`{other}` is no encoding"),
        }
        object.write_all(&mut out).unwrap();
        call.write(&file, &out);
    }
    0
}

fn into(object: &mut DefaultDicomObject, syntax: &str) {
    object.update_meta(|meta| syntax.clone_into(&mut meta.transfer_syntax));
}

/// Names and numbers of the patient as bytes of unknown representation.
fn unknown(object: &mut DefaultDicomObject) {
    for tag in [tags::PATIENT_NAME, tags::PATIENT_ID, tags::ACCESSION_NUMBER, tags::PATIENT_BIRTH_DATE] {
        let Some(element) = object.get(tag) else { continue };
        let bytes = element.to_bytes().unwrap().into_owned();
        object.put(DataElement::new(tag, VR::UN, PrimitiveValue::from(bytes)));
    }
}
