//! Name with empty components at its end, as a requester.

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
    id: "name-trailing-carets",
    version: 1,
    title: "Name with empty components at its end, as a requester",
    why: "`A^B` and `A^B^^^` are one name; tools that keep a table of texts take them for two people.",
    standard: "PS3.15 Table E.1-1: Requesting Physician (0032,1032), action X",
    seen: "dicognito#78",
    passes: "The value is empty, gone or another name.",
};

/// Name with empty components at its end, as a requester.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let bare = PersonName { prefix: None, suffix: None, ..identity.name.clone() };
    let components = bare.dicom().matches('^').count();
    // PN has five components (PS3.5 §6.2.1.1).
    let written = format!("{}{}", bare.dicom(), "^".repeat(4usize.saturating_sub(components)));
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    planting.write_everywhere(tags::REQUESTING_PHYSICIAN, VR::PN, &written, &[secret], "");
}
