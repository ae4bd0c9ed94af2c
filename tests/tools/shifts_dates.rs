//! The oracle, but dates come back moved: by as many days for everybody, or as the word says.

use crate::call::Call;
use crate::edit::edit;
use crate::known::File;
use crate::tree;
use crate::tree::Node;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use jiff::Span;
use jiff::civil::Date;

/// Days.
const SHIFT: i64 = 1000;

pub fn run(call: &Call) -> u8 {
    edit(call, |parts, original, file| {
        let dates = [
            tags::STUDY_DATE,
            tags::SERIES_DATE,
            tags::ACQUISITION_DATE,
            tags::CONTENT_DATE,
            tags::INSTANCE_CREATION_DATE,
        ];
        for (place, tag) in (0..).zip(dates) {
            let Some(node) = tree::get(&original.data, tag) else { continue };
            let day = Date::strptime("%Y%m%d", node.text()).unwrap();
            tree::put(&mut parts.data, Node::new(tag, VR::DA, moved(&call.word, file, place, day)));
        }
        if call.word == "told" {
            let days = (-days_of(file) as f64).to_le_bytes();
            tree::put(&mut parts.data, Node::new(tags::LONGITUDINAL_TEMPORAL_OFFSET_FROM_EVENT, VR::FD, days));
        }
    })
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
