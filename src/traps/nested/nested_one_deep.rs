//! Patient's name in a sequence that the table does not list.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::write_code;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "nested-one-deep",
    version: 1,
    title: "Patient's name in a sequence that the table does not list",
    why: "Tools that enter the sequences of their list only never see the others.",
    standard: "PS3.15 §E.1.1: attributes at any depth; Procedure Code Sequence (0008,1032) is not listed",
    seen: "pydicom/deid#259",
    passes: "The name is empty, replaced or gone; the sequence may stay.",
};

/// Patient's name in a sequence that the table does not list.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let name = planting.identity.name.dicom();
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::PROCEDURE_CODE_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_code(&mut target.object, &at, ("XR-1", "99LOCAL", "As requested"));
        }
        planting.set(instance, at(tags::PATIENT_NAME), VR::PN, Kind::PersonName, &name);
    }
}
