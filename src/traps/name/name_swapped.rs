//! Given name before the family name, among the aliases.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

/// Retired, and still written by older systems.
const REFERENCED_PATIENT_ALIAS_SEQUENCE: Tag = Tag(0x0038, 0x0004);

static CARD: Card = Card {
    id: "name-swapped",
    version: 1,
    title: "Given name before the family name, among the aliases",
    why: "Archives keep the entry that somebody once typed the wrong way round; its text is not the text of Patient's Name.",
    standard: "PS3.15 Table E.1-1: Referenced Patient Alias Sequence (0038,0004), action X",
    seen: "",
    passes: "The sequence is gone, or the name in it is empty or replaced.",
};

/// Given name before the family name, among the aliases.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let written = format!("{}^{}", identity.name.given, identity.name.family);
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    let path = AttributePath::top(tags::PATIENT_NAME).inside(REFERENCED_PATIENT_ALIAS_SEQUENCE, 0);
    planting.write_everywhere(path, VR::PN, &written, &[secret], "");
}
