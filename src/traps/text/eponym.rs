//! Patient who bears the name of a disease beside that disease.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "eponym",
    version: 1,
    title: "Patient who bears the name of a disease beside that disease",
    why: "A tool that deletes every occurrence of the patient's names deletes the finding too.",
    standard: "PS3.15 Table E.1-1: Performed Procedure Step Description (0040,0254), action X; Acquisition Protocol Name (0018,9423) is not listed",
    seen: "",
    passes: "The patient's name is gone, and the name of the disease is there, here and in the protocol's name.",
};

/// Patient who bears the name of a disease beside that disease.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let (disease, bearer) = (identity.namesake.disease, &identity.namesake.name);
    let (name, family) = (bearer.dicom(), &bearer.family);
    let secret = Secret { kind: Kind::PersonName, value: &name, written: family };
    let text = format!("{disease}, {family}");
    planting.write_everywhere(tags::PERFORMED_PROCEDURE_STEP_DESCRIPTION, VR::LO, &text, &[secret], disease);
    planting.keep_everywhere(tags::PERFORMED_PROCEDURE_STEP_DESCRIPTION, disease);
    planting.accompany_everywhere(tags::ACQUISITION_PROTOCOL_NAME, VR::LO, &format!("{disease} follow-up"));
    planting.keep_everywhere(tags::ACQUISITION_PROTOCOL_NAME, &format!("{disease} follow-up"));
}
