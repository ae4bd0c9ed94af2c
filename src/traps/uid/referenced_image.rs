//! UID of another image.

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
    id: "referenced-image",
    version: 1,
    title: "UID of another image",
    why: "References are replaced by a table of the files of this run, and an image of another study is not in it.",
    standard: "PS3.15 Table E.1-1: Referenced Image Sequence (0008,1140), action X/Z/U*",
    seen: "mmiv-center/DICOMAnonymizer#4",
    passes: "The sequence is gone or empty, or the UID in it is replaced.",
};

/// UID of another image.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let uid = uid::new(&mut planting.stream);
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::REFERENCED_IMAGE_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_missing(&mut target.object, at(tags::REFERENCED_SOP_CLASS_UID), VR::UI, uids::CT_IMAGE_STORAGE);
            let purpose = |tag| {
                AttributePath::top(tag)
                    .inside(tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE, 0)
                    .inside(tags::REFERENCED_IMAGE_SEQUENCE, 0)
            };
            write_code(&mut target.object, &purpose, ("121326", "DCM", "Alternate SOP Class instance"));
        }
        planting.set(instance, at(tags::REFERENCED_SOP_INSTANCE_UID), VR::UI, Kind::Uid, &uid);
    }
}
