//! Reference to the patient's own object.

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
    id: "referenced-patient",
    version: 1,
    title: "Reference to the patient's own object",
    why: "A retired reference names the patient by UID, and some archives add the number beside it.",
    standard: "PS3.15 Table E.1-1: Referenced Patient Sequence (0008,1120), action X",
    seen: "",
    passes: "The sequence is gone, or UID and number are replaced.",
};

/// Reference to the patient's own object.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

/// Detached Patient Management, retired.
const PATIENT_CLASS: &str = "1.2.840.10008.3.1.2.1.1";

fn plant(planting: &mut Planting<'_>) {
    let (mrn, reference) = (planting.identity.mrn.clone(), uid::new(&mut planting.stream));
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::REFERENCED_PATIENT_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            target.object.set_text(at(tags::REFERENCED_SOP_CLASS_UID), VR::UI, PATIENT_CLASS);
        }
        planting.set(instance, at(tags::REFERENCED_SOP_INSTANCE_UID), VR::UI, Kind::Uid, &reference);
        planting.set(instance, at(tags::PATIENT_ID), VR::LO, Kind::Mrn, &mrn);
    }
}
