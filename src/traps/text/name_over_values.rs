//! Family and given name in two values of one attribute.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-over-values",
    version: 1,
    title: "Family and given name in two values of one attribute",
    why: "Each value is looked at alone, and neither is the patient's whole name.",
    standard: "PS3.15 Table E.1-1: Allergies (0010,2110), action X",
    seen: "Kitware PR #32",
    passes: "The text is gone, or its identifiers are.",
};

/// Family and given name in two values of one attribute.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let (family, given) = (&identity.name.family, &identity.name.given);
    let text = format!("Iodine contrast\\confirmed by {family}\\{given}");
    let secret = Secret { kind: Kind::PersonName, value: &name, written: family };
    planting.write_everywhere(tags::ALLERGIES, VR::LO, &text, &[secret], "Iodine contrast confirmed by");
}
