//! The oracle, but the name of the patient goes on in the patient's comments.

use crate::call::Call;
use crate::known::Known;
use crate::treatment::PERFECT;
use deidbench::truth::Kind;
use dicom_core::DataElement;
use dicom_core::PrimitiveValue;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_object::OpenFileOptions;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let file = known.file(&path);
        let (name, bytes) = PERFECT.treated(call, &file);
        let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
        if let Some(plant) = file.plants().find(|plant| plant.kind == Kind::PersonName) {
            let text = PrimitiveValue::from(format!("was {}", plant.value));
            object.put(DataElement::new(tags::COMMENTS_ON_THE_SCHEDULED_PROCEDURE_STEP, VR::LT, text));
        }
        let mut out = Vec::new();
        object.write_all(&mut out).unwrap();
        call.write(&name, &out);
    }
    0
}
