//! Japanese name in three groups in UTF-8.

use crate::card::Card;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::name::character_set::CharacterSet;
use crate::traps::name::character_set::plant_name;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-three-groups",
    version: 1,
    title: "Japanese name in three groups in UTF-8",
    why: "Tools that replace the Latin group alone leave the name as it is written and as it is spoken.",
    standard: "PS3.15 Table E.1-1: Patient's Name (0010,0010), action Z; in an item of Scheduled Step Attributes Sequence (0040,0270), which is not listed, whose Specific Character Set is `ISO_IR 192` (PS3.3 §C.12.1.1.2); PS3.5 §6.2.1.2: component groups",
    seen: "dicom-rs PR #444",
    passes: "The sequence is gone, or the name in it is empty or replaced in every group.",
};

/// Japanese name in three groups in UTF-8.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = &identity.scripts.japanese;
    let (written, values) = (name.dicom(), [name.alphabetic.as_str(), &name.ideographic, &name.phonetic]);
    let path = AttributePath::top(tags::PATIENT_NAME).inside(tags::SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, 0);
    plant_name(planting, path, CharacterSet::Unicode, &written, &values);
}
