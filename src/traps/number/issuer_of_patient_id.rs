//! Who gave out the record number.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "issuer-of-patient-id",
    version: 1,
    title: "Who gave out the record number",
    why: "The number without its issuer is anybody's; with it, it is one person's, and the internet name of the issuer stands one level deeper in a sequence that is not listed.",
    standard: "PS3.15 Table E.1-1: Issuer of Patient ID (0010,0021), action X; not in PS3.15 Table E.1-1: Issuer of Patient IDQualifiers Sequence (0010,0024), Universal Entity ID (0040,0032)",
    seen: "",
    passes: "Both are gone or replaced.",
};

/// Who gave out the record number.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Header, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let visit = &identity.encounter;
    planting.set_everywhere(tags::ISSUER_OF_PATIENT_ID, VR::LO, Kind::Institution, &visit.issuer);
    let inside = |tag| AttributePath::top(tag).inside(tags::ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE, 0);
    planting.set_everywhere(inside(tags::UNIVERSAL_ENTITY_ID), VR::UT, Kind::Institution, &visit.issuer_domain);
    planting.accompany_everywhere(inside(tags::UNIVERSAL_ENTITY_ID_TYPE), VR::CS, "DNS");
}
