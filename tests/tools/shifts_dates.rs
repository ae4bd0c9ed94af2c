//! The oracle, but dates come back moved by as many days for everybody.

use crate::call::Call;
use crate::known::Known;
use crate::treatment::PERFECT;
use dicom_core::DataElement;
use dicom_core::PrimitiveValue;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_object::OpenFileOptions;
use jiff::Span;
use jiff::civil::Date;

/// Days.
const SHIFT: i64 = 1000;

pub fn run(call: &Call) -> u8 {
    let known = Known::read();
    for path in call.files() {
        let (name, bytes) = PERFECT.treated(call, &known.file(&path));
        let original = OpenFileOptions::new().from_reader(call.read(&path).as_slice()).unwrap();
        let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
        for tag in [tags::STUDY_DATE, tags::SERIES_DATE, tags::ACQUISITION_DATE, tags::CONTENT_DATE] {
            let Some(element) = original.get(tag) else { continue };
            let day = Date::strptime("%Y%m%d", element.to_str().unwrap().trim()).unwrap();
            let later = day.checked_add(Span::new().days(SHIFT)).unwrap().strftime("%Y%m%d").to_string();
            object.put(DataElement::new(tag, VR::DA, PrimitiveValue::from(later)));
        }
        let mut out = Vec::new();
        object.write_all(&mut out).unwrap();
        call.write(&name, &out);
    }
    0
}
