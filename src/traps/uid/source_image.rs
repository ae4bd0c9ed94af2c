//! UID of the image that this one was made of.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::dicom::uids;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::write_code;
use crate::traps::nested::items::write_missing;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "source-image",
    version: 1,
    title: "UID of the image that this one was made of",
    why: "A derived image leads to its original, which the archive still has.",
    standard: "PS3.15 Table E.1-1: Source Image Sequence (0008,2112), action X/Z/U*",
    seen: "",
    passes: "The sequence is gone or empty, or the UID in it is replaced.",
};

/// UID of the image that this one was made of.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let uid = uid::new(&mut planting.stream);
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::SOURCE_IMAGE_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_missing(&mut target.object, at(tags::REFERENCED_SOP_CLASS_UID), VR::UI, uids::CT_IMAGE_STORAGE);
            let purpose = |tag| {
                AttributePath::top(tag)
                    .inside(tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE, 0)
                    .inside(tags::SOURCE_IMAGE_SEQUENCE, 0)
            };
            write_code(&mut target.object, &purpose, ("121320", "DCM", "Uncompressed predecessor"));
        }
        planting.set(instance, at(tags::REFERENCED_SOP_INSTANCE_UID), VR::UI, Kind::Uid, &uid);
    }
}
