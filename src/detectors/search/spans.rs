//! What must stand on both sides of a sign so that a pattern may go across it.

use crate::detectors::search::squeezed::is_separator;

/// A letter of which nothing is known.
pub const ANY: u8 = 0xff;

/// Bits of the table of three letters.
const SIZE: usize = 1 << 18;

/// The letters that follow each other in the patterns of the worst verdict.
pub struct Spans {
    trigrams: Vec<u64>,
    longest: usize,
    /// A pattern has letters that stay beyond ASCII when they are folded.
    pub beyond_ascii: bool,
    /// A pattern goes on in the next line.
    pub lines: bool,
    /// A pattern begins or ends with a blank.
    blank_ends: bool,
    numbers: bool,
}

impl Default for Spans {
    fn default() -> Self {
        let trigrams = vec![0; SIZE / 64];
        Self { trigrams, longest: 0, beyond_ascii: false, lines: false, blank_ends: false, numbers: false }
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
        for letters in pattern.windows(3).filter_map(|letters| <[u8; 3]>::try_from(letters).ok()) {
            let bit = Self::bit(letters);
            if let Some(word) = self.trigrams.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
        }
    }

    /// Adds the digits of a number.
    pub fn add_number(&mut self, digits: &[u8]) {
        // Up to three signs follow each digit.
        self.longest = self.longest.max(4 * digits.len());
        self.numbers = true;
    }

    /// Bytes around a sign in which a pattern across it stands. A letter takes up to twice the bytes that it has when it
    /// is folded, or has a soft hyphen beside it.
    pub fn reach(&self) -> usize {
        2 * self.longest + 16
    }

    /// Whether a pattern may go on from one side to the other where nothing is left between them. The letters nearest to
    /// the gap come first.
    pub fn join(&self, before: [u8; 2], after: [u8; 2]) -> bool {
        let number = |letter: u8| letter == ANY || letter.is_ascii_digit() || is_separator(letter);
        let [left, further_left] = before;
        let [right, further_right] = after;
        (self.numbers && number(left) && number(right))
            || self.has([further_left, left, right])
            || self.has([left, right, further_right])
    }

    /// The same where a blank is between them.
    pub fn join_by_blank(&self, left: u8, right: u8) -> bool {
        self.blank_ends || self.has([left, b' ', right])
    }

    fn has(&self, letters: [u8; 3]) -> bool {
        let bit = Self::bit(letters);
        letters.contains(&ANY) || self.trigrams.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    fn bit(letters: [u8; 3]) -> usize {
        let gram = letters.iter().fold(0u32, |gram, letter| gram << 8 | u32::from(*letter));
        (gram.wrapping_mul(0x9e37_79b1) >> (u32::BITS - SIZE.trailing_zeros())) as usize
    }
}
