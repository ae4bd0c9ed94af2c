//! Folder of the patient in the derivation description.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "derivation-path",
    version: 1,
    title: "Folder of the patient in the derivation description",
    why: "Software writes where it found its input, and export folders are named after patients.",
    standard: "PS3.15 Table E.1-1: Derivation Description (0008,2111), action X",
    seen: "",
    passes: "The text is gone, or its identifiers are.",
};

/// Folder of the patient in the derivation description.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let name = identity.name.dicom();
    let family = identity.name.family.replace(' ', "_").to_uppercase();
    let text = format!("Subtracted from D:\\EXPORT\\{family}\\{}\\IM_0001", identity.mrn);
    let secrets =
        [Secret { kind: Kind::PersonName, value: &name, written: &family }, Secret::plain(Kind::Mrn, &identity.mrn)];
    let context = "Subtracted from";
    planting.write_everywhere(tags::DERIVATION_DESCRIPTION, VR::ST, &text, &secrets, context);
}
