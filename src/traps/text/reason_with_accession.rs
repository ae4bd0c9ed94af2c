//! Accession number of an earlier study in the reason for the procedure.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "reason-with-accession",
    version: 1,
    title: "Accession number of an earlier study in the reason for the procedure",
    why: "Referrers point to the last study by its number, which leads to the patient as well as the present one.",
    standard: "PS3.15 Table E.1-1: Reason for the Requested Procedure (0040,1002), action X",
    seen: "",
    passes: "The text is gone, or its identifiers are.",
};

/// Accession number of an earlier study in the reason for the procedure.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::FreeText, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let text = format!("Compare with {}, nodule grown?", identity.accession);
    let secret = Secret::plain(Kind::Accession, &identity.accession);
    let context = "Compare with nodule grown";
    planting.write_everywhere(tags::REASON_FOR_THE_REQUESTED_PROCEDURE, VR::LO, &text, &[secret], context);
}
