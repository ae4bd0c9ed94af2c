//! Date and time with blanks behind.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use crate::truth::Surface;

static CARD: Card = Card {
    id: "padded-datetime",
    version: 1,
    title: "Date and time with blanks behind",
    why: "DT may be padded with blanks; a parser that wants digits alone refuses the value, and a tool that skips what it cannot parse leaves it.",
    standard: "PS3.15 Table E.1-1: Start Acquisition DateTime (0018,9516), action X/D; PS3.5 §6.2: DT may be padded with trailing spaces",
    seen: "deid#189",
    passes: "The value is gone, or another point in time.",
};

/// Date and time with blanks behind.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let identity = planting.identity;
    let day = identity.study_date.da();
    let written = format!("{day}{}      ", identity.study_time);
    let secret = Secret { kind: Kind::Date, value: &day, written: &written };
    planting.write_everywhere(tags::START_ACQUISITION_DATE_TIME, VR::DT, &written, &[secret], "");
}
