//! Words among other bytes. Chance makes short words too, so that parts of a value mean nothing there.

use crate::detectors::search::changes::Lines;
use crate::detectors::search::fold::fold_latin;
use crate::detectors::search::needles::Needles;
use crate::detectors::search::object::See;
use crate::detectors::search::place;
use crate::detectors::search::readings::Facts;
use crate::detectors::search::readings::is_wide;
use crate::detectors::search::readings::narrow;
use crate::detectors::search::readings::readings;
use crate::detectors::search::readings::undone;
use crate::detectors::search::readings::unwrapped;
use crate::dicom::value::SpecificCharacterSet;
use crate::finding::Verdict;
use memchr::memchr_iter;
use std::ops::Range;

/// Parts two runs of lines that do not stand together.
const GAP: &[u8] = b"\0\n";

/// Searches every run of readable signs, in each character set that may be meant and without escapes.
///
/// What is found is what [`readings`] of all lines hold. But most lines say the same in all sets, and few have anything
/// to undo near a pattern, so that only those are read more than once.
pub fn search(needles: &Needles, bytes: &[u8], sets: &[SpecificCharacterSet], see: &mut See<'_>) {
    let lines = place::runs(bytes);
    if is_wide(&lines) {
        return search_plainly(needles, &lines, sets, see);
    }
    let latin = sets.iter().all(SpecificCharacterSet::is_latin);
    let parted = Lines { bytes: &lines, latin, spans: needles.spans() };
    let utf_8 = std::str::from_utf8(&lines).is_ok();
    let texts = |part| narrow(part, sets, std::str::from_utf8(part).ok().filter(|_| utf_8));
    let strange = strange_lines(&parted);
    let folded = fold_latin(&without(&lines, &strange));
    for hit in needles.in_folded_text_and_digits(&folded).iter().filter(|hit| hit.verdict == Verdict::Leaked) {
        see(folded.as_bytes(), hit, "");
    }
    let different = together(&lines, &parted.with_neighbours(strange));
    for text in texts(&different) {
        search_text(needles, &text, "", see);
    }
    let facts = Facts::of(&lines);
    for window in parted.changed(facts) {
        for text in texts(lines.get(window).unwrap_or_default()) {
            for reading in undone(&text, facts) {
                search_text(needles, &reading.text, reading.undone, see);
            }
        }
    }
    for window in parted.wrapped() {
        for text in texts(lines.get(window).unwrap_or_default()) {
            if let Some(reading) = unwrapped(&text) {
                search_text(needles, &reading.text, reading.undone, see);
            }
        }
    }
}

fn search_plainly(needles: &Needles, lines: &[u8], sets: &[SpecificCharacterSet], see: &mut See<'_>) {
    for reading in readings(lines, sets) {
        search_text(needles, &reading.text, reading.undone, see);
    }
}

fn search_text(needles: &Needles, text: &str, undone: &'static str, see: &mut See<'_>) {
    for hit in needles.in_text_and_digits(text).iter().filter(|hit| hit.verdict == Verdict::Leaked) {
        see(text.as_bytes(), hit, undone);
    }
}

/// The lines that may say something else in another set.
fn strange_lines(lines: &Lines<'_>) -> Vec<Range<usize>> {
    let mut strange = Vec::new();
    let mut start = 0;
    for end in memchr_iter(b'\n', lines.bytes) {
        let line = lines.bytes.get(start..end).unwrap_or_default();
        let strange_line = if lines.latin { may_be_utf_8(line) } else { !line.is_ascii() };
        if strange_line {
            strange.push(start..end + 1);
        }
        start = end + 1;
    }
    strange
}

/// Whether a run of bytes beyond ASCII in a line is UTF-8.
fn may_be_utf_8(line: &[u8]) -> bool {
    let follows = |pair: &[u8]| matches!(pair, [0xc2..=0xf4, 0x80..=0xbf]);
    line.windows(2).fold(false, |any, pair| any | follows(pair))
        && line.split(u8::is_ascii).any(|run| !run.is_empty() && std::str::from_utf8(run).is_ok())
}

/// The lines outside of some parts.
fn without(lines: &[u8], parts: &[Range<usize>]) -> Vec<u8> {
    let mut outside = Vec::with_capacity(lines.len() + GAP.len());
    let mut behind = 0;
    for part in parts {
        let before = lines.get(behind..part.start).unwrap_or_default();
        if !before.is_empty() {
            outside.extend_from_slice(before);
            outside.extend_from_slice(GAP);
        }
        behind = part.end;
    }
    outside.extend_from_slice(lines.get(behind..).unwrap_or_default());
    outside
}

/// Some parts of the lines.
fn together(lines: &[u8], parts: &[Range<usize>]) -> Vec<u8> {
    parts.iter().flat_map(|part| [lines.get(part.clone()).unwrap_or_default(), GAP]).flatten().copied().collect()
}

#[cfg(test)]
mod tests;
