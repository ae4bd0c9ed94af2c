//! Record number in the requested procedure description.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "procedure-description-mrn",
    version: 1,
    title: "Record number in the requested procedure description",
    why: "An interface glued two fields together; a rule that empties number fields does not look into descriptions.",
    standard: "PS3.15 Table E.1-1: Requested Procedure Description (0032,1060), action X/Z",
    seen: "mmiv-center/DICOMAnonymizer#17, irrer/DICOMClient#24",
    passes: "The text is gone, or its identifiers are.",
};

/// Record number in the requested procedure description.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let text = format!("CT or plain film as needed [{}]", identity.mrn);
    let secret = Secret::plain(Kind::Mrn, &identity.mrn);
    let context = "CT or plain film as needed";
    planting.write_everywhere(tags::REQUESTED_PROCEDURE_DESCRIPTION, VR::LO, &text, &[secret], context);
}
