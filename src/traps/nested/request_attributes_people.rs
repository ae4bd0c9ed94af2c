//! Physician and description in the request.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::identity::Others;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::traps::nested::items::write_missing;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "request-attributes-people",
    version: 1,
    title: "Physician and description in the request",
    why: "The request is copied from the work list as it is, with whoever was planned and what was asked.",
    standard: "PS3.15 Table E.1-1: Request Attributes Sequence (0040,0275), action X",
    seen: "",
    passes: "The sequence is gone, or its values are replaced.",
};

/// Physician and description in the request.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant);

fn plant(planting: &mut Planting<'_>) {
    let mut others = Others::new(planting.seed, planting.identity);
    let scheduled = others.staff(&mut planting.stream).dicom();
    let family = planting.identity.name.family.clone();
    let name = planting.identity.name.dicom();
    let description = format!("For {family}");
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &family };
    for instance in planting.instances() {
        let at = |tag| AttributePath::top(tag).inside(tags::REQUEST_ATTRIBUTES_SEQUENCE, 0);
        if let Some(target) = planting.study.instances.get_mut(instance) {
            write_missing(&mut target.object, at(tags::SCHEDULED_PROCEDURE_STEP_ID), VR::SH, "STEP1");
            write_missing(&mut target.object, at(tags::REQUESTED_PROCEDURE_ID), VR::SH, "PROC1");
        }
        planting.set(instance, at(tags::SCHEDULED_PERFORMING_PHYSICIAN_NAME), VR::PN, Kind::Staff, &scheduled);
        planting.write(instance, at(tags::REQUESTED_PROCEDURE_DESCRIPTION), VR::LO, &description, &[secret], "For");
    }
}
