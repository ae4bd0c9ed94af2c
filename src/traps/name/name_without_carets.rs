//! Family and given name in one plain text beside a bed number.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "name-without-carets",
    version: 1,
    title: "Family and given name in one plain text beside a bed number",
    why: "It is no PN, so a tool that goes by value representation passes it; and nothing says where the name begins.",
    standard: "PS3.15 Table E.1-1: Current Patient Location (0038,0300), action X",
    seen: "mmiv-center/DICOMAnonymizer#17",
    passes: "The name is gone.",
};

/// Family and given name in one plain text beside a bed number.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let written = format!("{} {}", identity.name.family, identity.name.given).to_uppercase();
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    planting.write_everywhere(tags::CURRENT_PATIENT_LOCATION, VR::LO, &format!("4B-12 {written}"), &[secret], "");
}
