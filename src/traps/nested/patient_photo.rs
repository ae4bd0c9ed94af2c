//! Where the patient's photograph is kept.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::content::Content;
use crate::traps::content::plant_one;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "patient-photo",
    version: 1,
    title: "Where the patient's photograph is kept",
    why: "The address of the photograph leads to a face, and stands two sequences deep among the patient's data.",
    standard: "PS3.15 Table E.1-1: Referenced Patient Photo Sequence (0010,1100), action X",
    seen: "",
    passes: "The sequence is gone.",
};

/// Where the patient's photograph is kept.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    let photo = tags::REFERENCED_PATIENT_PHOTO_SEQUENCE;
    let at = |tag| AttributePath::top(tag).inside(photo, 0);
    let object = |tag| AttributePath::top(tag).inside(tags::REFERENCED_SOP_SEQUENCE, 0).inside(photo, 0);
    let address = AttributePath::top(tags::RETRIEVE_URL).inside(tags::WADORS_RETRIEVAL_SEQUENCE, 0).inside(photo, 0);
    if let Some(target) = planting.study.instances.first_mut() {
        target.object.set_text(at(tags::TYPE_OF_INSTANCES), VR::CS, "DICOM");
        target.object.set_text(object(tags::HL7_INSTANCE_IDENTIFIER), VR::ST, "2.25.2");
        target.object.set_text(object(tags::REFERENCED_SOP_CLASS_UID), VR::UI, uids::VL_PHOTOGRAPHIC_IMAGE_STORAGE);
    }
    for tag in [tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID] {
        plant_one(planting, &mut others, at(tag), VR::UI, Content::Uid);
    }
    plant_one(planting, &mut others, object(tags::REFERENCED_SOP_INSTANCE_UID), VR::UI, Content::Uid);
    plant_one(planting, &mut others, address, VR::UR, Content::Url(Kind::Url));
}
