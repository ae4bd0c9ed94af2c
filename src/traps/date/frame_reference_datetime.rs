//! Reference time of a frame, west of Greenwich.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "frame-reference-datetime",
    version: 1,
    title: "Reference time of a frame, west of Greenwich",
    why: "A minus before the offset reads as a range of dates to tools that know query syntax.",
    standard: "PS3.15 Table E.1-1: Frame Reference DateTime (0018,9151), action D",
    seen: "deid#122",
    passes: "The value is another point in time.",
};

/// Reference time of a frame, west of Greenwich.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let day = identity.study_date.da();
    let written = format!("{day}{}-0500", identity.study_time);
    let secret = Secret { kind: Kind::Date, value: &day, written: &written };
    planting.write_everywhere(tags::FRAME_REFERENCE_DATE_TIME, VR::DT, &written, &[secret], "");
}
