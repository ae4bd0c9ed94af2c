//! Parts of a text in which markup, escapes and line ends may part a pattern or stand beside it.
//!
//! Bytes that are no text hold every sign of markup and escapes, each once in 256 bytes. A reading without them differs
//! from the text as it stands in few places; nothing new is found anywhere else.

use crate::detectors::search::fold::fold_latin_byte;
use crate::detectors::search::readings::Facts;
use crate::detectors::search::readings::WRAPPED;
use crate::detectors::search::readings::entity;
use crate::detectors::search::readings::is_escape;
use crate::detectors::search::spans::ANY;
use crate::detectors::search::spans::Side;
use crate::detectors::search::spans::Spans;
use memchr::memchr;
use memchr::memchr_iter;
use memchr::memchr2_iter;
use memchr::memmem;
use std::ops::Range;

/// Bytes from the sign of an entity to the one behind its name.
const LONGEST_ENTITY: usize = 12;

/// Bytes beside a sign in which the nearest letters are looked for.
const NEAR: usize = 6;

/// Lines of readable signs, as they stand in a value.
pub struct Lines<'a> {
    /// The lines, each with its end.
    pub bytes: &'a [u8],
    /// Every byte beyond ASCII is Latin-1 or part of UTF-8.
    pub latin: bool,
    /// What patterns go across.
    pub spans: &'a Spans,
}

impl Lines<'_> {
    /// Parts in which a reading without escapes may hold what the text as it stands does not.
    pub fn changed(&self, facts: Facts) -> Vec<Range<usize>> {
        let mut changes = Vec::new();
        if facts.tags {
            self.tags(&mut changes);
        }
        self.entities(&mut changes);
        let escapes = |sign: u8| memchr_iter(sign, self.bytes).filter(move |at| is_escape(self.bytes, *at));
        changes.extend(escapes(b'%').chain(escapes(b'=')).map(|at| at..at + 3));
        if facts.pluses {
            self.pluses(&mut changes);
        }
        self.soft_breaks(&mut changes);
        changes.extend(memmem::find_iter(self.bytes, b"\\u").map(|at| at..at + 6));
        self.around(changes, self.spans.reach(), is_end)
    }

    /// Lines with as many around them as a pattern that goes on in the next line reaches.
    pub fn with_neighbours(&self, lines: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let reach = if self.spans.lines { self.spans.reach() } else { 0 };
        self.around(lines, reach, |byte| byte == b'\n')
    }

    /// Whole lines around those that may look cut off.
    pub fn wrapped(&self) -> Vec<Range<usize>> {
        let mut changes = Vec::new();
        let mut start = 0;
        for end in memchr_iter(b'\n', self.bytes) {
            if end - start >= WRAPPED && self.bytes.get(start..end).is_some_and(may_be_wrapped) {
                changes.push(start.saturating_sub(1)..end + 1);
            }
            start = end + 1;
        }
        self.around(changes, self.spans.reach(), |byte| byte == b'\n')
    }

    /// The parts with what is around them as far as a pattern reaches, up to signs that let stand beside a match what
    /// the end of a text does.
    fn around(&self, mut parts: Vec<Range<usize>>, reach: usize, is_end: fn(u8) -> bool) -> Vec<Range<usize>> {
        parts.sort_unstable_by_key(|part| part.start);
        let mut windows: Vec<Range<usize>> = Vec::new();
        for part in parts {
            let end = (part.end + reach).min(self.bytes.len());
            let start = self.start(part.start.saturating_sub(reach), is_end);
            match windows.last_mut().filter(|last| last.end >= start) {
                Some(last) if last.end >= end => {}
                Some(last) => last.end = self.end(end, is_end),
                None => windows.push(start..self.end(end, is_end)),
            }
        }
        windows
    }

    fn start(&self, at: usize, is_end: fn(u8) -> bool) -> usize {
        let before = self.bytes.get(..at).unwrap_or(self.bytes);
        let found = before.iter().rposition(|byte| is_end(*byte));
        found.map_or(0, |at| at + usize::from(self.bytes.get(at) == Some(&b'\n')))
    }

    fn end(&self, at: usize, is_end: fn(u8) -> bool) -> usize {
        // What ends behind such a sign is whole.
        let from = at.saturating_sub(1);
        let behind = self.bytes.get(from..).unwrap_or_default();
        behind.iter().position(|byte| is_end(*byte)).map_or(self.bytes.len(), |length| from + length + 1)
    }

    /// Tags with letters of a pattern on both sides. Beside a tag everything may stand, with and without it.
    fn tags(&self, changes: &mut Vec<Range<usize>>) {
        let mut open = None;
        // An entity that has a tag in it is one when the tag is gone.
        let mut in_entity = 0;
        for at in memchr2_iter(b'<', b'>', self.bytes) {
            if self.bytes.get(at) == Some(&b'<') {
                open = Some(at);
                continue;
            }
            let Some(start) = open.take() else { continue };
            let (before, after) = (self.before(start, b">;"), self.after(at + 1, b"<&"));
            let entity = start < in_entity || self.may_begin_entity(start);
            if entity {
                in_entity = at + LONGEST_ENTITY;
            }
            if entity || self.spans.join(before, after) || self.spans.join_by_blank(before, after) {
                changes.push(start..at + 1);
            }
        }
    }

    /// Whether the name of an entity may go on behind a place.
    fn may_begin_entity(&self, at: usize) -> bool {
        let before = self.bytes.get(at.saturating_sub(LONGEST_ENTITY)..at).unwrap_or_default();
        let sign = before.iter().rev().find(|byte| !byte.is_ascii_alphanumeric() && !matches!(**byte, b'#' | b'+'));
        // A name may have more than one tag in it.
        sign.is_some_and(|sign| matches!(sign, b'&' | b'>'))
    }

    /// The folded letters before a place. Nothing is known of signs that may vanish.
    fn before(&self, at: usize, vanishing: &[u8]) -> Side {
        let mut side = [0; 3];
        let mut places = (0..at).rev();
        let letters = places.by_ref().take(NEAR).map(|at| (at, self.bytes.get(at).copied().unwrap_or_default()));
        self.fill(&mut side, letters, vanishing, true);
        side
    }

    /// The folded letters from a place on.
    fn after(&self, at: usize, vanishing: &[u8]) -> Side {
        let mut side = [0; 3];
        let letters = self.bytes.iter().copied().enumerate().skip(at).take(NEAR);
        self.fill(&mut side, letters, vanishing, false);
        side
    }

    /// Writes folded letters down, as far as they are ASCII; zero is in no pattern.
    fn fill(&self, side: &mut Side, letters: impl Iterator<Item = (usize, u8)>, vanishing: &[u8], back: bool) {
        let mut places = side.iter_mut();
        let mut last = 0;
        for (at, byte) in letters {
            if vanishing.contains(&byte) || self.is_unknown(at, byte) {
                last = ANY;
                break;
            }
            let mut folded = fold_latin_byte(byte);
            if back {
                folded.reverse();
            }
            // Some letters become two, and soft hyphens none.
            for letter in folded.into_iter().flatten() {
                let known = letter.is_ascii() || !self.spans.beyond_ascii;
                let Some(place) = places.next() else { return };
                *place = match (letter.is_ascii(), known) {
                    (true, _) => letter,
                    (false, true) => 0,
                    (false, false) => ANY,
                };
            }
            last = ANY;
        }
        // More soft hyphens than are looked past, or nothing at all at the ends of the text.
        places.for_each(|place| *place = last);
    }

    /// Whether a byte may be part of a letter of several bytes.
    fn is_unknown(&self, at: usize, byte: u8) -> bool {
        if self.latin {
            return !byte.is_ascii() && self.may_be_utf_8(at);
        }
        // Second bytes may be those of ASCII.
        let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
        !byte.is_ascii() || before.is_some_and(|before| !before.is_ascii())
    }

    fn entities(&self, changes: &mut Vec<Range<usize>>) {
        for at in memchr_iter(b'&', self.bytes) {
            let name = self.bytes.get(at + 1..).unwrap_or_default();
            let name = name.get(..LONGEST_ENTITY).unwrap_or(name);
            let Some(length) = memchr(b';', name) else { continue };
            let name = name.get(..length).and_then(|name| std::str::from_utf8(name).ok());
            if name.is_some_and(|name| entity(name).is_some()) {
                changes.push(at..at + length + 2);
            }
        }
    }

    /// Plus signs with a blank of a pattern in their place.
    fn pluses(&self, changes: &mut Vec<Range<usize>>) {
        for at in memchr_iter(b'+', self.bytes) {
            let escaped = self.bytes.get(at.saturating_sub(NEAR)..at).is_some_and(|before| before.contains(&b'%'));
            let blank = |side: Side| side.map(|letter| if letter == b'+' { b' ' } else { letter });
            let (before, after) = (blank(self.before(at, b"")), blank(self.after(at + 1, b"%")));
            if escaped || self.spans.join_by_blank(before, after) {
                changes.push(at..at + 1);
            }
        }
    }

    /// Soft breaks of quoted-printable with letters of a pattern on both sides, or part of an escape.
    fn soft_breaks(&self, changes: &mut Vec<Range<usize>>) {
        for at in memmem::find_iter(self.bytes, b"=\n") {
            let escaped = self.bytes.get(at.saturating_sub(NEAR)..at).is_some_and(|before| before.contains(&b'='));
            if escaped || self.spans.join(self.before(at, b""), self.after(at + 2, b"=")) {
                changes.push(at..at + 2);
            }
        }
    }

    /// Whether a byte beyond ASCII may be part of a letter in UTF-8.
    fn may_be_utf_8(&self, at: usize) -> bool {
        let (before, behind) = self.bytes.split_at(at.min(self.bytes.len()));
        let start = before.iter().rev().take_while(|byte| !byte.is_ascii()).count();
        let end = behind.iter().take_while(|byte| !byte.is_ascii()).count();
        let run = self.bytes.get(at.saturating_sub(start)..at + end).unwrap_or_default();
        // Long runs are not read again for each of their bytes.
        run.len() > 64 || std::str::from_utf8(run).is_ok()
    }
}

/// Whether a sign is no part of a letter in any set, nor of a number: a text may be cut beside it.
fn is_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'!' | b'"' | b'$' | b'\'' | b'*' | b':' | b'?')
}

/// Whether a line has no blank but at its end, whatever its bytes beyond ASCII are.
fn may_be_wrapped(line: &[u8]) -> bool {
    let length = line.iter().rposition(|byte| byte.is_ascii() && *byte != b' ').map_or(0, |at| at + 1);
    !line.get(..length).is_some_and(|line| line.contains(&b' '))
}
