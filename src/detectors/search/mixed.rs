//! Words among other bytes: the parts of a value that are worth reading.
//!
//! A part is a run of readable signs and ends of lines. It is read, in every character set and without each kind of escape,
//! where a word of a planted value stands in it, or where there is something to undo: markup, an escape, a long line that
//! may be packed or cut off. In bytes without meaning all of that is rare.

use crate::detectors::search::needles::Needles;
use crate::detectors::search::place::is_readable;
use memchr::memchr2_iter;
use memchr::memchr3_iter;
use std::ops::Range;

/// Signs of a line without a blank that may be packed, or go on in the next line.
const LONG: usize = 24;
/// Signs of the longest name of an entity, with the sign behind it.
const ENTITY: usize = 11;
/// Signs of the shortest part.
const SHORTEST: usize = 3;

/// The parts of a value that may say something, in their order.
pub fn parts(needles: &Needles, bytes: &[u8]) -> Vec<Range<usize>> {
    // Most such values are zeros, as preambles are.
    if !bytes.split(|byte| !is_part(byte)).any(|part| part.len() >= SHORTEST) {
        return Vec::new();
    }
    let mut marks = Vec::new();
    needles.each_place(bytes, &mut |at| marks.push(at));
    markup(bytes, &mut marks);
    escapes(bytes, &mut marks);
    long_lines(bytes, &mut marks);
    marks.sort_unstable();
    let mut parts: Vec<Range<usize>> = Vec::new();
    for at in marks {
        if parts.last().is_none_or(|last| last.end <= at) {
            let part = around(bytes, at);
            parts.extend((part.len() >= SHORTEST).then_some(part));
        }
    }
    parts
}

/// The part to which a readable byte belongs.
fn around(bytes: &[u8], at: usize) -> Range<usize> {
    let (before, behind) = bytes.split_at(at);
    let start = before.iter().rposition(|byte| !is_part(byte)).map_or(0, |gap| gap + 1);
    let length = behind.iter().position(|byte| !is_part(byte)).unwrap_or(behind.len());
    let part = start..at + length;
    // The marks of wide text are letters in others: at the beginning they would be taken for the first.
    let marked = matches!(bytes.get(part.clone()), Some([0xff, 0xfe, ..] | [0xfe, 0xff, ..]));
    part.start + if marked { 2 } else { 0 }..part.end
}

fn is_part(byte: &u8) -> bool {
    is_readable(byte) || matches!(byte, b'\t' | b'\n' | b'\r')
}

/// Tags that end, and entities.
fn markup(bytes: &[u8], marks: &mut Vec<usize>) {
    for at in memchr2_iter(b'<', b'&', bytes) {
        let behind = bytes.get(at + 1..).unwrap_or_default();
        let found = if bytes.get(at) == Some(&b'<') {
            behind.iter().find(|byte| **byte == b'>' || !is_part(byte)) == Some(&b'>')
        } else {
            let name = behind.iter().take(ENTITY).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#');
            let length = name.count();
            length > 0 && behind.get(length) == Some(&b';')
        };
        marks.extend(found.then_some(at));
    }
}

/// Bytes in percent signs and quoted-printable, line ends that the latter hides, and letters of JSON.
fn escapes(bytes: &[u8], marks: &mut Vec<usize>) {
    for at in memchr3_iter(b'%', b'=', b'\\', bytes) {
        let is_hex = |byte: &u8| byte.is_ascii_hexdigit();
        let found = match bytes.get(at..).unwrap_or_default() {
            [b'\\', b'u', digits @ ..] => digits.len() >= 4 && digits.iter().take(4).all(is_hex),
            [b'%' | b'=', one, two, ..] if is_hex(one) && is_hex(two) => true,
            [b'=', b'\n', ..] | [b'=', b'\r', b'\n', ..] => true,
            _ => false,
        };
        marks.extend(found.then_some(at));
    }
}

/// Lines that are long and have no blank. Each has a byte at a multiple of their length, so that few bytes are looked at.
fn long_lines(bytes: &[u8], marks: &mut Vec<usize>) {
    let mut at = LONG - 1;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_graphic() {
            let (before, behind) = bytes.split_at(at);
            let left = before.iter().rev().take(LONG).take_while(|byte| byte.is_ascii_graphic()).count();
            let right = behind.iter().take(LONG).take_while(|byte| byte.is_ascii_graphic()).count();
            if left + right >= LONG {
                marks.push(at);
                // The rest of the line is of the same part.
                at += behind.iter().take_while(|byte| byte.is_ascii_graphic()).count();
            }
        }
        at += LONG;
    }
}

#[cfg(test)]
mod tests;
