//! Surname and given name with a comma in the admitting diagnosis.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "diagnosis-surname-first",
    version: 1,
    title: "Surname and given name with a comma in the admitting diagnosis",
    why: "Written as in a letter, the name has neither carets nor the order of Patient's Name.",
    standard: "PS3.15 Table E.1-1: Admitting Diagnoses Description (0008,1080), action X",
    seen: "mmiv-center/DICOMAnonymizer#17, irrer/DICOMClient#24",
    passes: "The text is gone, or its identifiers are.",
};

/// Surname and given name with a comma in the admitting diagnosis.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let written = format!("{}, {}", identity.name.family, identity.name.given);
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &written };
    let text = format!("Chest pain; {written}");
    planting.write_everywhere(tags::ADMITTING_DIAGNOSES_DESCRIPTION, VR::LO, &text, &[secret], "Chest pain");
}
