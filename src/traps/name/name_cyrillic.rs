//! Cyrillic name in an item with its own character set.

use crate::card::Card;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::name::character_set::CharacterSet;
use crate::traps::name::character_set::plant_name;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-cyrillic",
    version: 1,
    title: "Cyrillic name in an item with its own character set",
    why: "Read with the character set of the file the bytes are Latin letters with marks, and no list of names holds them.",
    standard: "PS3.15 Table E.1-1: Patient's Name (0010,0010), action Z; in an item of Pertinent Resources Sequence (0038,0101), which is not listed, whose Specific Character Set is `ISO_IR 144` (PS3.3 §C.12.1.1.2)",
    seen: "fo-dicom PR #747, slicebox#230",
    passes: "The sequence is gone, or the name in it is empty or replaced in every group.",
};

/// Cyrillic name in an item with its own character set.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.scripts.cyrillic.as_str();
    let path = AttributePath::top(tags::PATIENT_NAME).inside(tags::PERTINENT_RESOURCES_SEQUENCE, 0);
    plant_name(planting, path, CharacterSet::Cyrillic, name, &[name]);
}
