//! The oracle, but free text is cleaned instead of removed: what identifies goes, the words beside it stay. With the
//! word `scrubs`, every letter of such a text goes.

use crate::call::Call;
use crate::known::Known;
use crate::treatment::PERFECT;
use deidbench::dicom::locus::Attribute;
use deidbench::dicom::locus::Locus;
use deidbench::truth::Surface;
use dicom_core::DataElement;
use dicom_core::PrimitiveValue;
use dicom_core::Tag;
use dicom_object::OpenFileOptions;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let file = known.file(&path);
        let (name, bytes) = PERFECT.treated(call, &file);
        let original = OpenFileOptions::new().from_reader(call.read(&path).as_slice()).unwrap();
        let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
        for plant in file.plants().filter(|plant| plant.surface == Surface::FreeText) {
            let Locus::Attribute(path) = &plant.locus else { continue };
            let Attribute::Tag(group, element) = path.leaf else { continue };
            let tag = Tag(group, element);
            if path.depth() == 0 {
                let vr = original.get(tag).unwrap().vr();
                let text = if call.word == "scrubs" { "xxxx" } else { plant.context.as_str() };
                object.put(DataElement::new(tag, vr, PrimitiveValue::from(text)));
            }
        }
        let mut out = Vec::new();
        object.write_all(&mut out).unwrap();
        call.write(&name, &out);
    }
    0
}
