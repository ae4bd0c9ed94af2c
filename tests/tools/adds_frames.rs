//! The oracle, but behind its own frames each cine shows those of the input again.

use crate::call::Call;
use crate::known::Known;
use crate::treatment::PERFECT;
use dicom_core::DataElement;
use dicom_core::PrimitiveValue;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_object::OpenFileOptions;
use dicom_object::open_file;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let file = known.file(&path);
        let (name, mut bytes) = PERFECT.treated(call, &file);
        if file.row.frames > 1 {
            let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
            let pixels = |object: &dicom_object::DefaultDicomObject| {
                object.element(tags::PIXEL_DATA).unwrap().to_bytes().unwrap().into_owned()
            };
            let mut all = pixels(&object);
            all.extend(pixels(&open_file(call.input.join(&path)).unwrap()));
            let twice = (2 * file.row.frames).to_string();
            object.put(DataElement::new(tags::NUMBER_OF_FRAMES, VR::IS, PrimitiveValue::from(twice.as_str())));
            object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, PrimitiveValue::from(all)));
            bytes.clear();
            object.write_all(&mut bytes).unwrap();
        }
        call.write(&name, &bytes);
    }
    0
}
