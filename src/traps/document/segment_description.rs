//! Names beside a segmentation.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::instance::Companion;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "segment-description",
    version: 1,
    title: "Names beside a segmentation",
    why: "Research tools write who contoured whom; the description of a segment is in no list.",
    standard: "PS3.15 Table E.1-1: Content Creator's Name (0070,0084) Z/D; Segment Description (0062,0006) is not listed",
    seen: "",
    passes: "Each is gone, empty or replaced.",
};

/// Names beside a segmentation.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Nested, plant).needs(Companion::Segmentation);

fn plant(planting: &mut Planting<'_>) {
    let Some(number) = planting.companion(Companion::Segmentation) else { return };
    let identity = planting.identity;
    let (name, creator) = (identity.name.dicom(), identity.operator.dicom());
    let readable = identity.name.readable();
    planting.set(number, tags::CONTENT_CREATOR_NAME, VR::PN, Kind::Staff, &creator);
    let path = AttributePath::below(&[(tags::SEGMENT_SEQUENCE, 0)], tags::SEGMENT_DESCRIPTION);
    let secret = Secret { kind: Kind::PersonName, value: &name, written: &readable };
    planting.write(number, path, VR::ST, &format!("Mass of {readable}, by hand"), &[secret], "Mass of by hand");
}
