//! Two former names in one attribute.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "other-names",
    version: 1,
    title: "Two former names in one attribute",
    why: "A tool that replaces the value as one text leaves the second name, or joins both into one that no table knows.",
    standard: "PS3.15 Table E.1-1: Other Patient Names (0010,1001), action X",
    seen: "",
    passes: "Both names are gone.",
};

/// Two former names in one attribute.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let former = identity.former_name.dicom();
    let name = identity.name.dicom();
    let secrets = [Secret::plain(Kind::PersonName, &former), Secret::plain(Kind::PersonName, &name)];
    planting.write_everywhere(tags::OTHER_PATIENT_NAMES, VR::PN, &format!("{former}\\{name}"), &secrets, "");
}
