//! Numbers of the requested and the performed procedure.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "procedure-ids",
    version: 1,
    title: "Numbers of the requested and the performed procedure",
    why: "They are keys of the worklist; tools take them for counters of the scanner.",
    standard: "PS3.15 Table E.1-1: Requested Procedure ID (0040,1001) X, Performed Procedure Step ID (0040,0253) X",
    seen: "",
    passes: "Both are gone or others.",
};

/// Numbers of the requested and the performed procedure.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let visit = &identity.encounter;
    planting.set_everywhere(tags::REQUESTED_PROCEDURE_ID, VR::SH, Kind::Accession, &visit.requested_procedure);
    planting.set_everywhere(tags::PERFORMED_PROCEDURE_STEP_ID, VR::SH, Kind::Accession, &visit.performed_step);
}
