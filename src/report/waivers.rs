//! The table of waivers: what somebody took responsibility for, and how many findings it covers.

use crate::report::document::Cell;
use crate::report::document::Section;
use crate::report::document::Table;
use crate::report::document::Tone;
use crate::scorecard::Waiver;

/// Waivers that are shown at once.
const SHOWN: usize = 100;

/// The section of a page. A waiver that covers nothing is out of date, or its pattern is wrong.
pub fn section(waivers: &[Waiver], remarks: Vec<String>) -> Section {
    let mut table = Table::new(&["waiver", "pattern", "owner", "until", "reason", "covers"], 5);
    table.shown = SHOWN;
    for waiver in waivers {
        table.row([
            Cell::text(&waiver.id),
            Cell::text(&waiver.pattern),
            Cell::text(&waiver.owner),
            Cell::text(&waiver.expires),
            Cell::text(&waiver.reason),
            Cell::count(waiver.covered).toned(if waiver.covered == 0 { Tone::Bad } else { Tone::Warn }),
        ]);
    }
    Section { title: "Waivers".into(), table, picture: None, remarks }
}
