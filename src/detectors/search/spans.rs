//! What must stand on both sides of a sign so that a pattern may go across it.

use crate::detectors::search::squeezed::is_separator;

/// A letter of which nothing is known.
pub const ANY: u8 = 0xff;

/// Letters on one side of a gap, the nearest first.
pub type Side = [u8; 3];

/// Bits of the table.
const SIZE: usize = 1 << 20;

/// The letters that follow each other in the patterns of the worst verdict.
pub struct Spans {
    /// Four letters that stand together, and all letters of patterns of three; two bits for each.
    grams: Vec<u64>,
    longest: usize,
    longest_number: usize,
    /// A pattern has letters that stay beyond ASCII when they are folded.
    pub beyond_ascii: bool,
    /// A pattern goes on in the next line.
    pub lines: bool,
    /// A pattern begins or ends with a blank.
    blank_ends: bool,
}

impl Default for Spans {
    fn default() -> Self {
        let grams = vec![0; SIZE / 64];
        Self { grams, longest: 0, longest_number: 0, beyond_ascii: false, lines: false, blank_ends: false }
    }
}

impl Spans {
    /// Adds a folded text.
    pub fn add(&mut self, pattern: &[u8]) {
        self.longest = self.longest.max(pattern.len());
        self.beyond_ascii |= !pattern.is_ascii();
        self.lines |= pattern.contains(&b'\n');
        let blank = |end: Option<&u8>| end.is_some_and(u8::is_ascii_whitespace);
        self.blank_ends |= blank(pattern.first()) || blank(pattern.last());
        let short = <[u8; 3]>::try_from(pattern).ok().map(|[one, two, three]| [one, two, three, 0]);
        for letters in pattern.windows(4).filter_map(|letters| <[u8; 4]>::try_from(letters).ok()).chain(short) {
            for bit in Self::bits(letters) {
                if let Some(word) = self.grams.get_mut(bit / 64) {
                    *word |= 1 << (bit % 64);
                }
            }
        }
    }

    /// Adds the digits of a number.
    pub fn add_number(&mut self, digits: &[u8]) {
        self.longest_number = self.longest_number.max(digits.len());
    }

    /// Bytes around a sign in which a pattern across it stands. A letter takes up to twice the bytes that it has when it
    /// is folded, or has a soft hyphen beside it; up to three signs follow each digit of a number.
    pub fn reach(&self) -> usize {
        2 * self.longest.max(2 * self.longest_number) + 16
    }

    /// Whether a pattern may go on from one side to the other where nothing is left between them.
    pub fn join(&self, before: Side, after: Side) -> bool {
        let ([one, two, three], [four, five, six]) = (before, after);
        let number = |letter: u8| letter == ANY || letter.is_ascii_digit() || is_separator(letter);
        (self.longest_number > 0 && number(one) && number(four))
            || self.has([three, two, one, four])
            || self.has([two, one, four, five])
            || self.has([one, four, five, six])
            || self.has([two, one, four, 0])
            || self.has([one, four, five, 0])
    }

    /// The same where a blank is between them.
    pub fn join_by_blank(&self, before: Side, after: Side) -> bool {
        let ([one, two, _], [four, five, _]) = (before, after);
        self.blank_ends
            || self.has([two, one, b' ', four])
            || self.has([one, b' ', four, five])
            || self.has([one, b' ', four, 0])
    }

    fn has(&self, letters: [u8; 4]) -> bool {
        let set = |bit: usize| self.grams.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1);
        letters.contains(&ANY) || Self::bits(letters).into_iter().all(set)
    }

    fn bits(letters: [u8; 4]) -> [usize; 2] {
        let hash = u64::from(u32::from_le_bytes(letters)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        [(hash >> 44) as usize % SIZE, (hash >> 24) as usize % SIZE]
    }
}
