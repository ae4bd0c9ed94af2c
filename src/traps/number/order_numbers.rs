//! Numbers of the order at the ward and at radiology.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "order-numbers",
    version: 1,
    title: "Numbers of the order at the ward and at radiology",
    why: "Each leads to the patient in its own system, as the accession number does.",
    standard: "PS3.15 Table E.1-1: Placer Order Number / Imaging Service Request (0040,2016) Z, Filler Order Number / Imaging Service Request (0040,2017) Z",
    seen: "",
    passes: "Both are empty or others.",
};

/// Numbers of the order at the ward and at radiology.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let visit = &identity.encounter;
    let (placer, filler) = (&visit.placer_order, &visit.filler_order);
    planting.set_everywhere(tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST, VR::LO, Kind::Accession, placer);
    planting.set_everywhere(tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST, VR::LO, Kind::Accession, filler);
}
