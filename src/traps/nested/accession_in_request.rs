//! Accession number inside Request Attributes Sequence.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::nested::items::write_missing;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "accession-in-request",
    version: 1,
    title: "Accession number inside Request Attributes Sequence",
    why: "The same number stands one level deeper, where tools that work on the top level do not look.",
    standard: "PS3.15 Table E.1-1: Request Attributes Sequence (0040,0275), action X",
    seen: "pydicom/deid#259",
    passes: "The sequence is gone, or its number is empty or replaced.",
};

/// Accession number inside Request Attributes Sequence.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let accession = planting.identity.accession.clone();
    for instance in planting.instances() {
        let path = AttributePath::top(tags::ACCESSION_NUMBER).inside(tags::REQUEST_ATTRIBUTES_SEQUENCE, 0);
        planting.set(instance, path, VR::SH, Kind::Accession, &accession);
        let step = AttributePath::top(tags::SCHEDULED_PROCEDURE_STEP_ID).inside(tags::REQUEST_ATTRIBUTES_SEQUENCE, 0);
        let requested = AttributePath::top(tags::REQUESTED_PROCEDURE_ID).inside(tags::REQUEST_ATTRIBUTES_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_missing(&mut target.object, step, VR::SH, "STEP1");
            write_missing(&mut target.object, requested, VR::SH, "PROC1");
        }
    }
}
