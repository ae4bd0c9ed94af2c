//! Original UIDs by which objects refer to each other.

mod directory_uids;
mod document_source;
mod key_object_reference;
mod presentation_reference;
mod report_evidence;
mod report_uid;
mod segment_source;
mod structure_set_reference;

use crate::dicom::Tag;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::Locus;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::Trap;
use crate::truth::Kind;

/// Every trap of this folder, in catalogue order.
pub static ALL: &[&dyn Trap] = &[
    &presentation_reference::TRAP,
    &report_evidence::TRAP,
    &key_object_reference::TRAP,
    &segment_source::TRAP,
    &structure_set_reference::TRAP,
    &document_source::TRAP,
    &report_uid::TRAP,
    &directory_uids::TRAP,
];

/// Records the UIDs of some attributes below some sequences of the top level: they are written already.
fn record_uids(planting: &mut Planting<'_>, number: usize, sequences: &[Tag], attributes: &[Tag]) {
    let Some(target) = planting.study.at(number) else { return };
    let is_one_of = |attribute: &Attribute, tags: &[Tag]| {
        tags.iter().any(|tag| *attribute == Attribute::Tag(tag.group(), tag.element()))
    };
    for (path, uid) in target.object.uids() {
        let below = path.steps.first().is_some_and(|step| is_one_of(&step.sequence, sequences));
        if below && is_one_of(&path.leaf, attributes) {
            planting.record(number, Locus::Attribute(path), &[Secret::plain(Kind::Uid, &uid)], "");
        }
    }
}
