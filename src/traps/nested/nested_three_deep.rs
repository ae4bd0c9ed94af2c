//! Patient's number three sequences deep.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::deep;
use crate::traps::nested::items::write_codes;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "nested-three-deep",
    version: 1,
    title: "Patient's number three sequences deep",
    why: "Tools stop at the second sequence, or write what they find deeper to the top level.",
    standard: "PS3.15 §E.1.1: attributes at any depth",
    seen: "mmiv-center/DICOMAnonymizer#20",
    passes: "The number is empty, replaced or gone at its depth, and stands nowhere else.",
};

/// Patient's number three sequences deep.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

/// Outermost first; the table lists none of them.
const WAY: [Tag; 3] =
    [tags::PERFORMED_PROTOCOL_CODE_SEQUENCE, tags::EQUIVALENT_CODE_SEQUENCE, tags::EQUIVALENT_CODE_SEQUENCE];

fn plant(planting: &mut Planting<'_>) {
    let mrn = planting.identity.mrn.clone();
    for instance in planting.instances() {
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_codes(&mut target.object, &WAY);
        }
        planting.set(instance, deep(&WAY, tags::PATIENT_ID), VR::LO, Kind::Mrn, &mrn);
    }
}
