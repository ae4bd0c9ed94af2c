//! Reference to the study in the information system.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "referenced-study",
    version: 1,
    title: "Reference to the study in the information system",
    why: "The UID of the order or an older study stands one level deep, where tools that replace three UIDs do not look.",
    standard: "PS3.15 Table E.1-1: Referenced Study Sequence (0008,1110), action X/Z",
    seen: "",
    passes: "The sequence is gone or empty, or its UID is replaced.",
};

/// Reference to the study in the information system.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

/// Detached Study Management, retired.
const STUDY_CLASS: &str = "1.2.840.10008.3.1.2.3.1";

fn plant(planting: &mut Planting<'_>) {
    let reference = uid::new(&mut planting.stream);
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::REFERENCED_STUDY_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_text(at(tags::REFERENCED_SOP_CLASS_UID), VR::UI, STUDY_CLASS);
        }
        planting.set(instance, at(tags::REFERENCED_SOP_INSTANCE_UID), VR::UI, Kind::Uid, &reference);
    }
}
