//! Patient's name with title and degree as a recipient of results.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::identity::PersonName;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-affixes",
    version: 1,
    title: "Patient's name with title and degree as a recipient of results",
    why: "A tool that compares whole values does not know the name again when a prefix and a suffix stand with it.",
    standard: "PS3.15 Table E.1-1: Names of Intended Recipients of Results (0040,1010), action X",
    seen: "",
    passes: "The value is empty, gone or another name.",
};

/// Patient's name with title and degree as a recipient of results.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let affixes =
        PersonName { prefix: Some("Prof Dr".to_owned()), suffix: Some("PhD".to_owned()), ..identity.name.clone() };
    let written = affixes.dicom();
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    planting.write_everywhere(tags::NAMES_OF_INTENDED_RECIPIENTS_OF_RESULTS, VR::PN, &written, &[secret], "");
}
