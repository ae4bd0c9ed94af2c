//! UID of the performed procedure step.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::dicom::uids;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::write_missing;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "performed-step",
    version: 1,
    title: "UID of the performed procedure step",
    why: "The step is an object of the information system, with the patient in it.",
    standard: "PS3.15 Table E.1-1: Referenced Performed Procedure Step Sequence (0008,1111), action X/Z/D",
    seen: "",
    passes: "The sequence is gone or empty, or the UID in it is replaced.",
};

/// UID of the performed procedure step.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let uid = uid::new(&mut planting.stream);
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_missing(
                &mut target.object,
                at(tags::REFERENCED_SOP_CLASS_UID),
                VR::UI,
                uids::MODALITY_PERFORMED_PROCEDURE_STEP,
            );
        }
        planting.set(instance, at(tags::REFERENCED_SOP_INSTANCE_UID), VR::UI, Kind::Uid, &uid);
    }
}
