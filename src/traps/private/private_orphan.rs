//! Number in a private attribute without creator.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "private-orphan",
    version: 1,
    title: "Number in a private attribute without creator",
    why: "No creator owns the block, so tools that go by creators pass it over.",
    standard: "PS3.5 §7.8.1: a private attribute needs its creator; files without one exist",
    seen: "Kitware/dicom-anonymizer PR #97",
    passes: "The attribute is gone.",
};

/// Number in a private attribute without creator.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Private, plant);

fn plant(planting: &mut Planting<'_>) {
    let number = planting.identity.other_patient_id.clone();
    for instance in planting.instances() {
        planting.set(instance, Tag(0x0045, 0x3001), VR::LO, Kind::OtherPatientId, &number);
    }
}
