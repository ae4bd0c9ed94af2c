//! A name in an item of a sequence.

use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::dictionary_vr;
use crate::dicom::tags;
use crate::identity::Others;
use crate::traps::Planting;
use crate::traps::content::Content;
use crate::traps::content::plant_one;

/// A sequence, the attribute of its first item, and what that holds.
pub(super) struct In(pub Tag, pub Tag, pub Content);

/// Plants every item in the first image of the study.
pub(super) fn plant_items<'a>(planting: &mut Planting<'_>, items: impl IntoIterator<Item = &'a In>) {
    let mut others = Others::new(planting.seed, planting.identity);
    for In(sequence, leaf, content) in items {
        let at = |tag| AttributePath::top(tag).inside(*sequence, 0);
        if *leaf == tags::CODE_MEANING
            && let Some(target) = planting.study.instances.first_mut()
        {
            // A code needs its value and scheme (PS3.3 §8).
            target.object.set_text(at(tags::CODE_VALUE), VR::SH, "LOCAL");
            target.object.set_text(at(tags::CODING_SCHEME_DESIGNATOR), VR::SH, "99LOCAL");
        }
        plant_one(planting, &mut others, at(*leaf), dictionary_vr(*leaf), *content);
    }
}
