//! Offset of a rare time zone.

use crate::card::Card;
use crate::dicom::VR;
use crate::dicom::tags;
use crate::traps::HeaderTrap;
use crate::traps::Planting;
use crate::truth::Kind;
use crate::truth::Surface;
use rand::RngExt;

static CARD: Card = Card {
    id: "timezone-offset",
    version: 1,
    title: "Offset of a rare time zone",
    why: "Few places keep such an hour; it is no date, so rules for dates pass it.",
    standard: "PS3.15 Table E.1-1: Timezone Offset From UTC (0008,0201), action X",
    seen: "",
    passes: "The value is gone.",
};

/// Offset of a rare time zone.
pub static TRAP: HeaderTrap = HeaderTrap::new(&CARD, Surface::Date, plant);

fn plant(planting: &mut Planting<'_>) {
    let offsets = ["+0545", "-0330", "+1245", "+0845", "-0930", "+1030"];
    let at = planting.stream.random_range(0..offsets.len());
    let offset = offsets.get(at).copied().unwrap_or("+0545");
    planting.set_everywhere(tags::TIMEZONE_OFFSET_FROM_UTC, VR::SH, Kind::Time, offset);
}
