//! The oracle, but of many frames only the first comes back.

use crate::call::Call;
use crate::known::Known;
use crate::treatment::PERFECT;
use dicom_core::DataElement;
use dicom_core::PrimitiveValue;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_object::OpenFileOptions;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let file = known.file(&path);
        let (name, mut bytes) = PERFECT.treated(call, &file);
        if file.row.frames > 1 {
            let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
            let all = object.element(tags::PIXEL_DATA).unwrap().to_bytes().unwrap().into_owned();
            let one = all[..all.len() / file.row.frames as usize].to_vec();
            object.put(DataElement::new(tags::NUMBER_OF_FRAMES, VR::IS, PrimitiveValue::from("1")));
            object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, PrimitiveValue::from(one)));
            bytes.clear();
            object.write_all(&mut bytes).unwrap();
        }
        call.write(&name, &bytes);
    }
    0
}
