//! The second reader: lines that samples did not settle and ink did not prove readable are read as text.

use crate::detectors::ocr;
use crate::detectors::ocr::matching;
use crate::detectors::ocr::matching::Part;
use crate::detectors::pixel_leak::barcode::grey;
use crate::detectors::pixel_leak::line::Line;
use crate::detectors::pixel_leak::seen::Seen;
use crate::finding::Verdict;
use crate::truth::Kind;

/// Em size in pixels below which text is enlarged three times, and two times from there.
const SMALL: u32 = 14;

/// What the second reader makes of a line; `None` where it need not look, or does not read the value.
pub(super) fn read(line: &Line<'_>) -> Option<Seen> {
    let settled = line.worst.as_ref().is_some_and(|(seen, _)| seen.exact || seen.is_worst());
    if settled || line.is_bar_code() || ocr::problem().is_some() {
        return None;
    }
    let (ncc, crop) = line.sight.as_ref()?;
    let times = if line.plant.font_px < SMALL { 3 } else { 2 };
    let light_on_dark = grey(crop)?.enlarged(times);
    let is_person = matches!(line.plant.kind, Kind::PersonName);
    [light_on_dark.inverted(), light_on_dark].iter().find_map(|picture| {
        let found = matching::compare(&ocr::read(picture)?, &line.plant.written, is_person);
        let what = match found.part? {
            Part::Whole => "the whole value",
            Part::FamilyName => "the family name",
        };
        let fact = format!("{what} is read, text similarity {:.2}", found.similarity);
        Some(Seen::told(Verdict::Leaked, "ocr", fact, *ncc))
    })
}
