//! Date, time and offset in one value.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "acquisition-datetime",
    version: 1,
    title: "Date, time and offset in one value",
    why: "A rule for DA does not fit DT: shifted as a date it loses the time, cut at eight digits it becomes invalid, and the offset tells the region.",
    standard: "PS3.15 Table E.1-1: Acquisition DateTime (0008,002A), action X/Z/D",
    seen: "deid#122, pymedphys#1246",
    passes: "The value is gone, or another point in time.",
};

/// Date, time and offset in one value.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let day = identity.study_date.da();
    let written = format!("{day}{}.250000+0100", identity.study_time);
    let secret = Secret { kind: Kind::Date, value: &day, written: &written };
    planting.write_everywhere(tags::ACQUISITION_DATE_TIME, VR::DT, &written, &[secret], "");
}
