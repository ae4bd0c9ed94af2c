//! Patient's name eight sequences deep.

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
    id: "nested-eight-deep",
    version: 1,
    title: "Patient's name eight sequences deep",
    why: "A tool that recurses to a fixed depth, or walks one level by hand, leaves what is below.",
    standard: "PS3.15 §E.1.1: attributes at any depth; PS3.5 §7.5 sets no limit",
    seen: "pymedphys#922",
    passes: "The name is empty, replaced or gone at its depth.",
};

/// Patient's name eight sequences deep.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

/// Outermost first; the table lists none of them.
const WAY: [Tag; 8] = [
    tags::REQUESTED_PROCEDURE_CODE_SEQUENCE,
    tags::EQUIVALENT_CODE_SEQUENCE,
    tags::EQUIVALENT_CODE_SEQUENCE,
    tags::EQUIVALENT_CODE_SEQUENCE,
    tags::EQUIVALENT_CODE_SEQUENCE,
    tags::EQUIVALENT_CODE_SEQUENCE,
    tags::EQUIVALENT_CODE_SEQUENCE,
    tags::EQUIVALENT_CODE_SEQUENCE,
];

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    for instance in planting.instances() {
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_codes(&mut target.object, &WAY);
        }
        planting.set(instance, deep(&WAY, tags::PATIENT_NAME), VR::PN, Kind::PersonName, &name);
    }
}
