//! Japanese name in three groups, with escape sequences.

use crate::card::Card;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::name::character_set::CharacterSet;
use crate::traps::name::character_set::plant_name;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-kanji",
    version: 1,
    title: "Japanese name in three groups, with escape sequences",
    why: "The escape sequences of ISO 2022 switch the alphabet inside one value; a tool that reads bytes as Latin letters sees no name, and one that cuts at `=` keeps two of three groups.",
    standard: "PS3.15 Table E.1-1: Patient's Name (0010,0010), action Z; in an item of Scheduled Procedure Step Sequence (0040,0100), which is not listed, whose Specific Character Set is `\\ISO 2022 IR 87` (PS3.3 §C.12.1.1.2); PS3.5 §6.2.1.2 and Annex H: component groups of Japanese names",
    seen: "fo-dicom PR #747, slicebox#230",
    passes: "The sequence is gone, or the name in it is empty or replaced in every group.",
};

/// Japanese name in three groups, with escape sequences.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = &identity.scripts.japanese;
    let (written, values) = (name.dicom(), [name.alphabetic.as_str(), &name.ideographic, &name.phonetic]);
    let path = AttributePath::top(tags::PATIENT_NAME).inside(tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE, 0);
    plant_name(planting, path, CharacterSet::Kanji, &written, &values);
}
