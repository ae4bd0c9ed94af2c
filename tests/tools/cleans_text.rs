//! The oracle, but free text is cleaned instead of removed: what identifies goes, the words beside it stay. With the
//! word `scrubs`, every letter of such a text goes.

use crate::call::Call;
use crate::edit::edit;
use crate::tree;
use deidbench::dicom::locus::Attribute;
use deidbench::dicom::locus::Locus;
use deidbench::truth::Surface;
use dicom_core::Tag;

pub fn run(call: &Call) -> u8 {
    edit(call, |parts, original, file| {
        for plant in file.plants().filter(|plant| plant.surface == Surface::FreeText) {
            let Locus::Attribute(path) = &plant.locus else { continue };
            let Attribute::Tag(group, element) = path.leaf else { continue };
            let tag = Tag(group, element);
            if path.depth() == 0 {
                let vr = tree::get(&original.data, tag).unwrap().vr;
                let text = if call.word == "scrubs" { "xxxx" } else { plant.context.as_str() };
                parts.put_text(tag, vr, text);
            }
        }
    })
}
