//! Who gave out the accession number.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "accession-issuer",
    version: 1,
    title: "Who gave out the accession number",
    why: "The sequence is not in the table of the standard, and it names the department.",
    standard: "not in PS3.15 Table E.1-1: Issuer of Accession Number Sequence (0008,0051), Local Namespace Entity ID (0040,0031); PS3.15 §E.1: what could identify goes, wherever it is",
    seen: "",
    passes: "The name of the issuer is gone or replaced.",
};

/// Who gave out the accession number.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let path = AttributePath::top(tags::LOCAL_NAMESPACE_ENTITY_ID).inside(tags::ISSUER_OF_ACCESSION_NUMBER_SEQUENCE, 0);
    planting.set_everywhere(path, VR::UT, Kind::Institution, &identity.encounter.accession_issuer);
}
