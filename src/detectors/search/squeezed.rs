//! Digits without the signs between them.

use std::collections::HashMap;

/// Numbers that are looked for in squeezed digits, by their first digits.
pub struct Numbers {
    /// A bit for each hash of first digits: most groups are passed over by one look.
    bits: Vec<u64>,
    by_start: HashMap<u64, Vec<u32>>,
    numbers: Vec<Vec<u8>>,
}

/// Signs between two groups of one number.
const MOST_BETWEEN: usize = 3;
/// Digits of the shortest number.
const SHORTEST: usize = 7;
/// Bytes that are passed over together where none is a digit.
const BLOCK: usize = 16;

impl Numbers {
    /// Prepares numbers of [`SHORTEST`] digits or more; shorter ones are never found.
    pub fn new(numbers: Vec<Vec<u8>>) -> Self {
        let size = (numbers.len() * 16).next_power_of_two().max(64);
        let (mut bits, mut by_start) = (vec![0u64; size / 64], HashMap::<_, Vec<u32>>::new());
        for (index, number) in numbers.iter().enumerate() {
            let Some(start) = number.first_chunk::<SHORTEST>() else { continue };
            let start = start.iter().fold(0, |start, digit| start << 8 | u64::from(*digit));
            let bit = Self::bit(start, size);
            if let Some(word) = bits.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
            by_start.entry(start).or_default().push(index as u32);
        }
        Self { bits, by_start, numbers }
    }

    /// Gives every number that stands in a text with whatever signs between its digits: its index, where it begins in the
    /// text, and the place as many bytes behind that as it has digits.
    pub fn each_match(&self, text: &[u8], visit: &mut dyn FnMut(usize, usize, usize)) {
        if self.numbers.is_empty() || text.len() < SHORTEST {
            return;
        }
        let size = self.bits.len() * 64;
        let mut from = 0;
        while let Some(first) = next_digit(text, from) {
            let mut run = Run::default();
            let mut gap = 1;
            from = text.len();
            for (at, byte) in text.iter().enumerate().skip(first) {
                if byte.is_ascii_digit() {
                    run.push(*byte, gap > 0);
                    gap = 0;
                    if let Some(start) = run.start_of_group() {
                        let bit = Self::bit(start, size);
                        if self.bits.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1) {
                            self.compare(text, at, start, visit);
                        }
                    }
                } else if gap == MOST_BETWEEN || !is_separator(*byte) {
                    from = at;
                    break;
                } else {
                    gap += 1;
                }
            }
        }
    }

    /// Compares the numbers with these first digits, the last of which stands at `last`.
    #[inline(never)]
    fn compare(&self, text: &[u8], last: usize, start: u64, visit: &mut dyn FnMut(usize, usize, usize)) {
        let Some(known) = self.by_start.get(&start) else { return };
        let before = text.iter().enumerate().take(last + 1).rev();
        let Some((at, _)) = before.filter(|(_, byte)| byte.is_ascii_digit()).nth(SHORTEST - 1) else { return };
        for index in known {
            let Some(number) = self.numbers.get(*index as usize) else { continue };
            if stands_at(text.get(at..).unwrap_or_default(), number) {
                visit(*index as usize, at, at + number.len());
            }
        }
    }

    fn bit(start: u64, size: usize) -> usize {
        (start.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (size - 1)
    }
}

/// The digits of groups that stand close together, as far as the first ones of a number go.
#[derive(Default)]
struct Run {
    /// The last digits, a byte each.
    digits: u64,
    /// A bit for each of them: a group begins with it.
    begins: u64,
    count: usize,
}

impl Run {
    #[inline(always)]
    fn push(&mut self, digit: u8, begins: bool) {
        self.digits = self.digits << 8 | u64::from(digit);
        self.begins = self.begins << 1 | u64::from(begins);
        self.count += 1;
    }

    /// The last digits, if a group begins with the first of them.
    #[inline(always)]
    fn start_of_group(&self) -> Option<u64> {
        let whole = self.count >= SHORTEST && self.begins >> (SHORTEST - 1) & 1 == 1;
        whole.then_some(self.digits & (u64::MAX >> (64 - 8 * SHORTEST)))
    }
}

/// Where the next digit stands. Blocks without any are passed over whole.
fn next_digit(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let has_digit = |block: &[u8]| block.iter().fold(false, |any, byte| any | byte.is_ascii_digit());
    let skipped = BLOCK * rest.chunks_exact(BLOCK).take_while(|block| !has_digit(block)).count();
    let found = rest.get(skipped..)?.iter().position(u8::is_ascii_digit)?;
    Some(from + skipped + found)
}

/// Whether a number stands at the start of a text, made of whole groups. Two groups with a point between them are a
/// decimal number.
fn stands_at(text: &[u8], number: &[u8]) -> bool {
    let (mut groups, mut point) = (1, false);
    let mut rest = text;
    for (index, digit) in number.iter().enumerate() {
        let gap = rest.iter().position(u8::is_ascii_digit).unwrap_or(rest.len());
        let (between, behind) = rest.split_at(gap);
        if gap > 0 {
            if index == 0 || gap > MOST_BETWEEN || !between.iter().all(|byte| is_separator(*byte)) {
                return false;
            }
            groups += 1;
            point |= between.contains(&b'.');
        }
        match behind.split_first() {
            Some((first, others)) if first == digit => rest = others,
            _ => return false,
        }
    }
    let ends = !rest.first().is_some_and(u8::is_ascii_digit);
    ends && !(groups == 2 && point)
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'/' | b'(' | b')' | b'+' | b'_' | b'.' | b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same by writing the digits of every run down, with what stands between its groups.
    fn found_plainly(numbers: &[Vec<u8>], text: &[u8]) -> Vec<(usize, usize)> {
        /// A digit: its place in the text, and the signs before it, if it begins a group.
        struct Digit {
            at: usize,
            byte: u8,
            between: Option<Vec<u8>>,
        }
        let mut runs: Vec<Vec<Digit>> = vec![Vec::new()];
        let mut between = Vec::new();
        for (at, byte) in text.iter().enumerate() {
            if !byte.is_ascii_digit() {
                between.push(*byte);
                continue;
            }
            let run_ends = between.len() > MOST_BETWEEN || !between.iter().all(|byte| is_separator(*byte));
            if run_ends {
                runs.push(Vec::new());
            }
            let run = runs.last_mut().expect("a run");
            let begins = run.is_empty() || !between.is_empty();
            run.push(Digit { at, byte: *byte, between: begins.then(|| std::mem::take(&mut between)) });
        }
        let mut found = Vec::new();
        for run in &runs {
            for (start, digit) in run.iter().enumerate().filter(|(_, digit)| digit.between.is_some()) {
                for (index, number) in numbers.iter().enumerate().filter(|(_, number)| number.len() >= SHORTEST) {
                    let Some(there) = run.get(start..start + number.len()) else { continue };
                    let equal = there.iter().map(|digit| digit.byte).eq(number.iter().copied());
                    let ends = run.get(start + number.len()).is_none_or(|next| next.between.is_some());
                    let joints: Vec<&Vec<u8>> =
                        there.iter().skip(1).filter_map(|digit| digit.between.as_ref()).collect();
                    let decimal = joints.len() == 1 && joints.iter().any(|joint| joint.contains(&b'.'));
                    if equal && ends && !decimal {
                        found.push((index, digit.at));
                    }
                }
            }
        }
        found.sort_unstable();
        found
    }

    proptest! {
        #[test]
        fn numbers_are_found_where_their_digits_stand_together(
            numbers in prop::collection::vec("[12]{5,11}", 1..8),
            pieces in prop::collection::vec((any::<prop::sample::Index>(), "[-. /(,]{0,4}", "[a-z ]{0,20}", any::<u16>()), 0..12),
        ) {
            let numbers: Vec<Vec<u8>> = numbers.into_iter().map(String::into_bytes).collect();
            let mut text = Vec::new();
            for (which, joint, words, cuts) in &pieces {
                for (index, digit) in which.get(&numbers).iter().enumerate() {
                    text.push(*digit);
                    if cuts >> index & 1 == 1 {
                        text.extend(joint.bytes());
                    }
                }
                text.extend(words.bytes());
            }
            let mut found = Vec::new();
            Numbers::new(numbers.clone()).each_match(&text, &mut |index, at, _| found.push((index, at)));
            found.sort_unstable();
            prop_assert_eq!(found, found_plainly(&numbers, &text), "{}", String::from_utf8_lossy(&text));
        }
    }
}
