//! What a build without the feature `ocr` has instead of a reader.

use crate::detectors::ocr::Grey;

pub(super) fn problem() -> Option<&'static str> {
    Some("this build has no reader of text (feature `ocr`)")
}

pub(super) fn version() -> String {
    String::new()
}

pub(super) fn read(_: &Grey) -> Option<String> {
    None
}
