//! Parts of a text in which markup, escapes and line ends may part a pattern or stand beside it.
//!
//! Bytes that are no text hold every sign of markup and escapes, each once in 256 bytes. A reading without them differs
//! from the text as it stands in few places; nothing new is found anywhere else.

use crate::detectors::search::fold::fold_latin_letter;
use crate::detectors::search::readings::Facts;
use crate::detectors::search::readings::WRAPPED;
use crate::detectors::search::readings::entity;
use crate::detectors::search::readings::is_escape;
use crate::detectors::search::spans::ANY;
use crate::detectors::search::spans::Spans;
use memchr::memchr;
use memchr::memchr_iter;
use memchr::memchr2_iter;
use memchr::memmem;
use std::ops::Range;

/// Bytes from the sign of an entity to the one behind its name.
const LONGEST_ENTITY: usize = 12;

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
            let before = self.bytes.get(start.saturating_sub(LONGEST_ENTITY)..start).unwrap_or_default();
            if before.contains(&b'&') || start < in_entity {
                in_entity = at + LONGEST_ENTITY;
                changes.push(start..at + 1);
            } else if self.may_join(start, at + 1, b"<>&;", true) {
                changes.push(start..at + 1);
            }
        }
    }

    /// Whether a pattern may go on from before `start` to behind `end`. Nothing is known of signs that may vanish.
    fn may_join(&self, start: usize, end: usize, vanishing: &[u8], blank: bool) -> bool {
        let letter = |at: Option<usize>| match at.and_then(|at| self.letter(at)) {
            Some(letter) if vanishing.contains(&letter) => ANY,
            letter => letter.unwrap_or(0),
        };
        let before = [letter(start.checked_sub(1)), letter(start.checked_sub(2))];
        let after = [letter(Some(end)), letter(Some(end + 1))];
        self.spans.join(before, after) || (blank && self.spans.join_by_blank(before[0], after[0]))
    }

    /// The folded letter at a place, as far as it is one of ASCII; zero is in no pattern.
    fn letter(&self, at: usize) -> Option<u8> {
        let byte = *self.bytes.get(at)?;
        if byte.is_ascii() {
            return Some(byte.to_ascii_lowercase());
        }
        if !self.latin || self.may_be_utf_8(at) {
            return Some(ANY);
        }
        match fold_latin_letter(byte) {
            Some(letter) => Some(letter),
            // Signs that stay as they are.
            None if (0xa1..0xc0).contains(&byte) && byte != 0xad && !self.spans.beyond_ascii => Some(0),
            None => Some(ANY),
        }
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
            let beside = |at: Option<usize>| match at.and_then(|at| self.letter(at)) {
                Some(b'%') => ANY,
                Some(b'+') => b' ',
                letter => letter.unwrap_or(0),
            };
            let escaped = self.bytes.get(at.saturating_sub(3)..at).is_some_and(|before| before.contains(&b'%'));
            if escaped || self.spans.join_by_blank(beside(at.checked_sub(1)), beside(Some(at + 1))) {
                changes.push(at..at + 1);
            }
        }
    }

    /// Soft breaks of quoted-printable with letters of a pattern on both sides, or part of an escape.
    fn soft_breaks(&self, changes: &mut Vec<Range<usize>>) {
        for at in memmem::find_iter(self.bytes, b"=\n") {
            let escaped = self.bytes.get(at.saturating_sub(3)..at).is_some_and(|before| before.contains(&b'='));
            if escaped || self.may_join(at, at + 2, b"=", false) {
                changes.push(at..at + 2);
            }
        }
    }

    /// Whether a byte may be part of a letter in UTF-8.
    fn may_be_utf_8(&self, at: usize) -> bool {
        let within = |at: Option<usize>, from: u8| {
            let byte = at.and_then(|at| self.bytes.get(at));
            byte.is_some_and(|byte| (from..0xf5).contains(byte))
        };
        let follows = |at: Option<usize>| within(at, 0x80) && !within(at, 0xc0);
        let [one, two, three] = [1, 2, 3].map(|back| at.checked_sub(back));
        let led = within(one, 0xc2) || (follows(one) && (within(two, 0xe0) || (follows(two) && within(three, 0xf0))));
        (within(Some(at), 0xc2) && follows(Some(at + 1))) || (follows(Some(at)) && led)
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
