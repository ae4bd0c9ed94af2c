//! What items need around a planted value to be whole.

use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::tags;

/// Writes a value where there is none yet: several traps share an item, and none may undo another's work.
pub(in crate::traps) fn write_missing(object: &mut Object, path: AttributePath, vr: VR, text: &str) {
    if object.text(path.clone()).is_none() {
        object.set_text(path, vr, text);
    }
}

/// Writes the three attributes of a code (PS3.3 §8): value, scheme and meaning; an empty meaning is left to be planted.
pub(in crate::traps) fn write_code(
    object: &mut Object,
    at: &dyn Fn(Tag) -> AttributePath,
    (value, scheme, meaning): (&str, &str, &str),
) {
    write_missing(object, at(tags::CODE_VALUE), VR::SH, value);
    write_missing(object, at(tags::CODING_SCHEME_DESIGNATOR), VR::SH, scheme);
    if !meaning.is_empty() {
        write_missing(object, at(tags::CODE_MEANING), VR::LO, meaning);
    }
}

/// A code in the item at the end of every part of a way through sequences.
pub(in crate::traps) fn write_codes(object: &mut Object, way: &[Tag]) {
    for depth in 1..=way.len() {
        let way = way.get(..depth).unwrap_or_default();
        write_code(object, &|tag| deep(way, tag), ("L-1", "99LOCAL", "As requested"));
    }
}

/// The path of a leaf in the first items of a way through sequences, outermost first.
pub(in crate::traps) fn deep(way: &[Tag], leaf: Tag) -> AttributePath {
    way.iter().rev().fold(AttributePath::top(leaf), |path, sequence| path.inside(*sequence, 0))
}
