//! The oracle, but behind its own frames each cine shows those of the input again.

use crate::call::Call;
use crate::edit::Parts;
use crate::edit::edit;
use crate::tree;
use crate::tree::Node;
use crate::tree::Value;
use dicom_core::VR;
use dicom_dictionary_std::tags;

pub fn run(call: &Call) -> u8 {
    edit(call, |parts, original, file| {
        if file.row.frames > 1 {
            let all = [pixels(parts), pixels(original)].concat();
            set_frames(parts, 2 * file.row.frames, &all);
        }
    })
}

/// Bytes of all frames.
pub fn pixels(parts: &Parts) -> &[u8] {
    match &tree::get(&parts.data, tags::PIXEL_DATA).unwrap().value {
        Value::Bytes(bytes) => bytes,
        _ => unreachable!("files are taken apart in native samples"),
    }
}

/// Other frames, and how many.
pub fn set_frames(parts: &mut Parts, number: u32, bytes: &[u8]) {
    let vr = tree::get(&parts.data, tags::PIXEL_DATA).unwrap().vr;
    parts.put_text(tags::NUMBER_OF_FRAMES, VR::IS, &number.to_string());
    tree::put(&mut parts.data, Node::new(tags::PIXEL_DATA, vr, bytes));
}
