//! Patient's name in the meaning of a code.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::nested::items::write_code;
use crate::traps::nested::items::write_missing;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "nested-code-meaning",
    version: 1,
    title: "Patient's name in the meaning of a code",
    why: "Codes count as harmless, and tools keep their meaning whatever it says.",
    standard: "PS3.3 §8.3: Code Meaning (0008,0104), which the table does not list",
    seen: "",
    passes: "The meaning is empty, replaced or gone.",
};

/// Patient's name in the meaning of a code.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let (name, readable) = (planting.identity.name.dicom(), planting.identity.name.readable());
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &readable };
    for instance in planting.instances() {
        let reference = |tag| AttributePath::top(tag).inside(tags::REFERENCED_INSTANCE_SEQUENCE, 0);
        let purpose = |tag| {
            AttributePath::top(tag)
                .inside(tags::PURPOSE_OF_REFERENCE_CODE_SEQUENCE, 0)
                .inside(tags::REFERENCED_INSTANCE_SEQUENCE, 0)
        };
        if let Some(target) = planting.study.instances.get_mut(instance) {
            let object = &mut target.object;
            write_missing(object, reference(tags::REFERENCED_SOP_CLASS_UID), VR::UI, uids::CT_IMAGE_STORAGE);
            write_missing(object, reference(tags::REFERENCED_SOP_INSTANCE_UID), VR::UI, "2.25.1");
            write_code(object, &purpose, ("V-1", "99LOCAL", ""));
        }
        planting.write(instance, purpose(tags::CODE_MEANING), VR::LO, &readable, &[secret], "");
    }
}
