//! Name that the patient goes by, in a text in UTF-8.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::name::character_set::CharacterSet;
use crate::traps::name::character_set::plant_text;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-to-use",
    version: 1,
    title: "Name that the patient goes by, in a text in UTF-8",
    why: "The sequence is younger than most tools, its value is no PN, and it stands in another alphabet.",
    standard: "PS3.15 Table E.1-1: Person Names to Use Sequence (0010,0011) X, Name to Use (0010,0012) X",
    seen: "dcm4che#1313, fo-dicom#1189",
    passes: "The sequence is gone, or the name in it is.",
};

/// Name that the patient goes by, in a text in UTF-8.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let value = identity.scripts.cyrillic.as_str();
    let written: Vec<&str> = value.split('^').rev().collect();
    let path = AttributePath::top(tags::NAME_TO_USE).inside(tags::PERSON_NAMES_TO_USE_SEQUENCE, 0);
    plant_text(planting, path, VR::LT, CharacterSet::Unicode, &written.join(" "), value);
}
