//! UID of a dimension organization.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uid;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "dimension-organization",
    version: 1,
    title: "UID of a dimension organization",
    why: "It stands in a sequence that is not listed, and the attribute is.",
    standard: "PS3.15 Table E.1-1: Dimension Organization UID (0020,9164), action U",
    seen: "",
    passes: "The UID is replaced or gone.",
};

/// UID of a dimension organization.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Uid, plant);

fn plant(planting: &mut Planting<'_>) {
    let uid = uid::new(&mut planting.stream);
    for instance in planting.instances() {
        let at = AttributePath::top(tags::DIMENSION_ORGANIZATION_UID).inside(tags::DIMENSION_ORGANIZATION_SEQUENCE, 0);
        planting.set(instance, at, VR::UI, Kind::Uid, &uid);
    }
}
