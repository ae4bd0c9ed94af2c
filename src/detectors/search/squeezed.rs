//! Digits without the signs between them.

use std::collections::HashMap;

/// Numbers that are looked for in squeezed digits, by their first digits.
pub struct Numbers {
    /// A bit for each hash of first digits: most groups are passed over by one look.
    bits: Vec<u64>,
    by_start: HashMap<[u8; SHORTEST], Vec<u32>>,
    numbers: Vec<Vec<u8>>,
}

impl Numbers {
    /// Prepares numbers of [`SHORTEST`] digits or more; shorter ones are never found.
    pub fn new(numbers: Vec<Vec<u8>>) -> Self {
        let size = (numbers.len() * 16).next_power_of_two().max(64);
        let (mut bits, mut by_start) = (vec![0u64; size / 64], HashMap::<_, Vec<u32>>::new());
        for (index, number) in numbers.iter().enumerate() {
            let Some(start) = number.first_chunk::<SHORTEST>() else { continue };
            let bit = Self::bit(start, size);
            if let Some(word) = bits.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
            by_start.entry(*start).or_default().push(index as u32);
        }
        Self { bits, by_start, numbers }
    }

    /// Gives every number that stands in a text with whatever signs between its digits: its index, where it begins in the
    /// text, and where it ends.
    pub fn each_match(&self, text: &[u8], visit: &mut dyn FnMut(usize, usize, usize)) {
        let Some(squeezed) = Squeezed::of(text).filter(|_| !self.numbers.is_empty()) else { return };
        let size = self.bits.len() * 64;
        for group in &squeezed.groups {
            let rest = squeezed.digits.get(group.start..).unwrap_or_default();
            let Some(start) = rest.first_chunk::<SHORTEST>() else { continue };
            let bit = Self::bit(start, size);
            if self.bits.get(bit / 64).is_none_or(|word| word >> (bit % 64) & 1 == 0) {
                continue;
            }
            for index in self.by_start.get(start).into_iter().flatten() {
                let Some(number) = self.numbers.get(*index as usize) else { continue };
                let end = group.start + number.len();
                if rest.starts_with(number) && squeezed.is_whole(group.start, end) {
                    visit(*index as usize, group.at, group.at + number.len());
                }
            }
        }
    }

    fn bit(start: &[u8; SHORTEST], size: usize) -> usize {
        let word = start.iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (size - 1)
    }
}

/// Digits that stand together.
struct Group {
    /// In the squeezed digits.
    start: usize,
    /// In the text.
    at: usize,
}

/// The groups of digits of a text that stand close together, run by run.
struct Squeezed {
    /// The digits; a bar ends a run.
    digits: Vec<u8>,
    groups: Vec<Group>,
    /// What is beside each: the bits below.
    marks: Vec<u8>,
}

/// A group begins with this digit.
const BEGINS: u8 = 1;
/// A group ends with it.
const ENDS: u8 = 2;
/// A point stands before it.
const POINT: u8 = 4;

/// Signs between two groups of one number.
const MOST_BETWEEN: usize = 3;
/// Digits of the shortest run that is kept.
const SHORTEST: usize = 7;

impl Squeezed {
    /// `None` where no run is long enough.
    fn of(text: &[u8]) -> Option<Self> {
        if text.len() < SHORTEST || text.iter().filter(|byte| byte.is_ascii_digit()).count() < SHORTEST {
            return None;
        }
        let mut squeezed = Self { digits: Vec::new(), groups: Vec::new(), marks: Vec::new() };
        let mut run = 0;
        let mut rest = text;
        // Group by group: most bytes are skipped in one search.
        while let Some(first) = rest.iter().position(u8::is_ascii_digit) {
            let (between, from) = rest.split_at(first);
            let near = between.len() <= MOST_BETWEEN && between.iter().all(|byte| is_separator(*byte));
            if !near {
                run = squeezed.end_run(run);
            }
            let length = from.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(from.len());
            let (group, behind) = from.split_at(length);
            let start = squeezed.digits.len();
            squeezed.groups.push(Group { start, at: text.len() - from.len() });
            squeezed.digits.extend_from_slice(group);
            squeezed.marks.resize(start + length, 0);
            let point = if near && start > run && between.contains(&b'.') { POINT } else { 0 };
            if let Some(mark) = squeezed.marks.get_mut(start) {
                *mark |= BEGINS | point;
            }
            if let Some(mark) = squeezed.marks.last_mut() {
                *mark |= ENDS;
            }
            rest = behind;
        }
        squeezed.end_run(run);
        (!squeezed.digits.is_empty()).then_some(squeezed)
    }

    /// Ends a run, which goes if it is too short; gives the start of the next one.
    fn end_run(&mut self, run: usize) -> usize {
        if self.digits.len() - run < SHORTEST {
            self.digits.truncate(run);
            self.marks.truncate(run);
            let kept = self.groups.iter().rposition(|group| group.start < run).map_or(0, |last| last + 1);
            self.groups.truncate(kept);
        } else {
            self.digits.push(b'|');
            self.marks.push(0);
        }
        self.digits.len()
    }

    /// Whether a match is made of whole groups. Two groups with a point between them are a decimal number.
    fn is_whole(&self, start: usize, end: usize) -> bool {
        let Some(marks) = self.marks.get(start..end) else { return false };
        let inner = marks.get(1..).unwrap_or_default();
        let groups = 1 + inner.iter().filter(|mark| **mark & BEGINS != 0).count();
        let decimal = groups == 2 && inner.iter().any(|mark| mark & POINT != 0);
        let is = |mark: Option<&u8>, bit| mark.is_some_and(|mark| mark & bit != 0);
        is(marks.first(), BEGINS) && is(marks.last(), ENDS) && !decimal
    }
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'/' | b'(' | b')' | b'+' | b'_' | b'.' | b',')
}
