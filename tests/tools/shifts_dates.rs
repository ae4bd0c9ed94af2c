//! The oracle, but dates come back moved: by as many days for everybody, or as the word says.

use crate::call::Call;
use crate::known::File;
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
        let file = known.file(&path);
        let (name, bytes) = PERFECT.treated(call, &file);
        let original = OpenFileOptions::new().from_reader(call.read(&path).as_slice()).unwrap();
        let mut object = OpenFileOptions::new().from_reader(bytes.as_slice()).unwrap();
        let dates = [
            tags::STUDY_DATE,
            tags::SERIES_DATE,
            tags::ACQUISITION_DATE,
            tags::CONTENT_DATE,
            tags::INSTANCE_CREATION_DATE,
        ];
        for (place, tag) in (0..).zip(dates) {
            let Some(element) = original.get(tag) else { continue };
            let day = Date::strptime("%Y%m%d", element.to_str().unwrap().trim()).unwrap();
            let later = moved(&call.word, &file, place, day);
            object.put(DataElement::new(tag, VR::DA, PrimitiveValue::from(later)));
        }
        if call.word == "told" {
            let days = PrimitiveValue::from(-days_of(&file) as f64);
            object.put(DataElement::new(tags::LONGITUDINAL_TEMPORAL_OFFSET_FROM_EVENT, VR::FD, days));
        }
        let mut out = Vec::new();
        object.write_all(&mut out).unwrap();
        call.write(&name, &out);
    }
    0
}

/// Days by which the dates of one patient move.
fn days_of(file: &File<'_>) -> i64 {
    100 + 37 * file.patient as i64
}

fn moved(word: &str, file: &File<'_>, place: i64, day: Date) -> String {
    let days = match word {
        "" => SHIFT,
        "per-patient" | "told" => -days_of(file),
        "unevenly" => days_of(file) + place,
        "invalid" => return "20240230".to_owned(),
        _ => unreachable!("`{word}` is no way to move a date"),
    };
    day.checked_add(Span::new().days(days)).unwrap().strftime("%Y%m%d").to_string()
}
