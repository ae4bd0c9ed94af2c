//! Finds thousands of byte patterns in one pass, without regard to ASCII case.
//!
//! An Aho-Corasick automaton of all forms of all values of a patient is larger than the processor's cache and reads
//! every byte by a jump through it. Here a bit table of short windows of the patterns is asked at every few bytes; only
//! where it says yes are patterns compared. Speed then hardly depends on the number of patterns.

use std::ops::Range;

/// A pattern, and whether its letters match in their own case alone.
pub struct Literal {
    /// At least [`SHORTEST`] bytes; shorter ones are never found.
    pub bytes: Vec<u8>,
    /// Base64, digests and two-byte sets mean something else in the other case.
    pub exact: bool,
}

/// Bytes of the shortest pattern.
pub const SHORTEST: usize = 3;

/// Least length of the patterns of each class. Long patterns leave room for long steps.
const CLASSES: [usize; 3] = [SHORTEST, 6, 12];
/// Steps of each class, for few patterns and for many: of as many neighbouring windows of a pattern, one is looked at.
/// Wider windows are rarer, which counts where there are many.
const STEPS: [[usize; 2]; 3] = [[2, 1], [3, 2], [6, 5]];
/// Patterns of a class that are few.
const FEW: [usize; 3] = [150, 3000, 10_000];
/// Bytes of the narrowest window.
const NARROWEST: usize = 3;
/// Bits of the table for each window in it: one look in sixteen or fewer is in vain.
const SPARSE: usize = 16;
/// No window begins further into a pattern than this: long patterns are told apart soon enough.
const DEEPEST: usize = 128;
/// A byte with this bit set is the same in both cases.
const FOLD: u64 = 0x2020_2020_2020_2020;

/// All patterns, ready to be found.
pub struct Engine {
    literals: Vec<Literal>,
    classes: Vec<Class>,
}

impl Engine {
    /// Prepares the search. A match names the index of its pattern.
    pub fn new(literals: Vec<Literal>) -> Self {
        let bounds = CLASSES.iter().zip(CLASSES.iter().skip(1).chain([&usize::MAX])).zip(STEPS.iter().zip(FEW));
        let classes = bounds
            .filter_map(|((least, end), ([far, near], few))| {
                let within = |literal: &&Literal| (*least..*end).contains(&literal.bytes.len());
                let shortest = literals.iter().filter(within).map(|literal| literal.bytes.len()).min()?;
                let members = literals.iter().enumerate().filter(|(_, literal)| within(literal));
                let is_far = shortest + 1 - far >= NARROWEST && members.clone().count() <= few;
                Some(Class::new(members, shortest, if is_far { *far } else { *near }))
            })
            .collect();
        Self { literals, classes }
    }

    /// Gives every occurrence of every pattern, in no particular order.
    pub fn each_match(&self, haystack: &[u8], visit: &mut dyn FnMut(usize, Range<usize>)) {
        for class in &self.classes {
            class.scan(haystack, &mut |entry, at| {
                let Some(literal) = self.literals.get(entry.literal as usize) else { return };
                let Some(start) = at.checked_sub(entry.offset as usize) else { return };
                let end = start + literal.bytes.len();
                let Some(there) = haystack.get(start..end) else { return };
                let equal = match literal.exact {
                    true => there == literal.bytes,
                    false => there.eq_ignore_ascii_case(&literal.bytes),
                };
                if equal {
                    visit(entry.literal as usize, start..end);
                }
            });
        }
    }
}

/// One window of one pattern.
struct Entry {
    gram: u64,
    literal: u32,
    offset: u32,
}

/// Patterns of similar length.
struct Class {
    /// Bytes of a window.
    width: usize,
    step: usize,
    mask: u64,
    bits: Vec<u64>,
    bits_shift: u32,
    /// Where the entries of a bucket begin; the buckets are the leading bits of the hash.
    starts: Vec<u32>,
    bucket_shift: u32,
    entries: Vec<Entry>,
}

impl Class {
    fn new<'a>(members: impl Iterator<Item = (usize, &'a Literal)> + Clone, shortest: usize, step: usize) -> Self {
        let width = (shortest + 1 - step).min(8);
        let mask = u64::MAX >> (64 - 8 * width);
        let common = Common::count(members.clone().map(|(_, literal)| literal.bytes.as_slice()), mask, width);
        let mut entries = Vec::new();
        for (index, literal) in members {
            let grams: Vec<u64> = grams(&literal.bytes, mask, width).take(DEEPEST).collect();
            // Windows that many patterns share cost a comparison for each of them.
            let rarest = grams.windows(step).enumerate().min_by_key(|(_, run)| common.of(run)).map_or(0, |(at, _)| at);
            let run = grams.iter().enumerate().skip(rarest).take(step);
            entries.extend(run.map(|(at, gram)| Entry { gram: *gram, literal: index as u32, offset: at as u32 }));
        }
        let bits = (entries.len() * SPARSE).next_power_of_two().clamp(1 << 12, 1 << 23);
        let buckets = entries.len().next_power_of_two().clamp(2, 1 << 22);
        let mut class = Self {
            width,
            step,
            mask,
            bits: vec![0; bits / 64],
            bits_shift: 64 - bits.trailing_zeros(),
            starts: vec![0; buckets + 1],
            bucket_shift: 64 - buckets.trailing_zeros(),
            entries,
        };
        class.index();
        class
    }

    fn index(&mut self) {
        let shift = self.bucket_shift;
        self.entries.sort_unstable_by_key(|entry| (hash(entry.gram), entry.literal, entry.offset));
        for entry in &self.entries {
            let hash = hash(entry.gram);
            let bit = hash >> self.bits_shift;
            if let Some(word) = self.bits.get_mut((bit / 64) as usize) {
                *word |= 1 << (bit % 64);
            }
            if let Some(start) = self.starts.get_mut((hash >> shift) as usize + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
    }

    fn scan(&self, haystack: &[u8], found: &mut impl FnMut(&Entry, usize)) {
        let mut at = 0;
        for window in haystack.windows(8).step_by(self.step) {
            if let Ok(word) = window.try_into() {
                self.look(u64::from_le_bytes(word), at, found);
            }
            at += self.step;
        }
        // The last windows are shorter than a word.
        while let Some(rest) = haystack.get(at..).filter(|rest| rest.len() >= self.width) {
            let mut window = [0; 8];
            window.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            self.look(u64::from_le_bytes(window), at, found);
            at += self.step;
        }
    }

    #[inline(always)]
    fn look(&self, window: u64, at: usize, found: &mut impl FnMut(&Entry, usize)) {
        let gram = (window | FOLD) & self.mask;
        let hash = hash(gram);
        let bit = hash >> self.bits_shift;
        let word = self.bits.get((bit / 64) as usize).copied().unwrap_or(0);
        if word >> (bit % 64) & 1 == 1 {
            self.compare(gram, hash, at, found);
        }
    }

    #[inline(never)]
    fn compare(&self, gram: u64, hash: u64, at: usize, found: &mut impl FnMut(&Entry, usize)) {
        let bucket = (hash >> self.bucket_shift) as usize;
        let (Some(start), Some(end)) = (self.starts.get(bucket), self.starts.get(bucket + 1)) else { return };
        let entries = self.entries.get(*start as usize..*end as usize).unwrap_or_default();
        entries.iter().filter(|entry| entry.gram == gram).for_each(|entry| found(entry, at));
    }
}

/// How often windows occur in the patterns, roughly.
struct Common {
    counts: Vec<u32>,
}

impl Common {
    fn count<'a>(patterns: impl Iterator<Item = &'a [u8]>, mask: u64, width: usize) -> Self {
        let mut common = Self { counts: vec![0; 1 << 16] };
        for pattern in patterns {
            for gram in grams(pattern, mask, width).take(DEEPEST) {
                if let Some(count) = common.counts.get_mut((hash(gram) >> 48) as usize) {
                    *count += 1;
                }
            }
        }
        common
    }

    fn of(&self, run: &[u64]) -> u32 {
        let count = |gram: &u64| self.counts.get((hash(*gram) >> 48) as usize).copied().unwrap_or(0);
        // Runs of one sign are common in files, whatever they are in the patterns.
        let dull = |gram: &u64| gram.to_le_bytes().windows(2).filter(|pair| pair.first() == pair.last()).count() as u32;
        run.iter().map(|gram| count(gram) + 4 * dull(gram)).sum()
    }
}

/// Every window of a pattern.
fn grams(bytes: &[u8], mask: u64, width: usize) -> impl Iterator<Item = u64> {
    bytes.windows(width).map(move |window| {
        let word = window.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        (word | FOLD) & mask
    })
}

#[inline(always)]
fn hash(gram: u64) -> u64 {
    // The leading bits depend on every byte of the window; only those are used.
    gram.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(patterns: &[(&str, bool)], haystack: &[u8]) -> Vec<(usize, Range<usize>)> {
        let literals = patterns.iter().map(|(text, exact)| Literal { bytes: text.as_bytes().to_vec(), exact: *exact });
        let mut found = Vec::new();
        Engine::new(literals.collect()).each_match(haystack, &mut |pattern, range| found.push((pattern, range)));
        found.sort_by_key(|(pattern, range)| (*pattern, range.start));
        found
    }

    #[test]
    fn every_pattern_is_found_at_every_place_and_once() {
        let patterns = ["abc", "abcd", "bcde", "Okafor", "Okafor-Lindqvist", "-", "okaforli", "xyzzy"];
        let patterns: Vec<(&str, bool)> = patterns.iter().map(|text| (*text, false)).collect();
        for gap in 0..23 {
            let text = format!("{}ABCDE{0}okafor-lindqvist{0}xYzZy", ".".repeat(gap));
            let plain = text.to_lowercase();
            let all = patterns.iter().enumerate().filter(|(_, (text, _))| text.len() >= SHORTEST);
            let wanted: Vec<(usize, Range<usize>)> = all
                .flat_map(|(index, (text, _))| {
                    let text = text.to_lowercase();
                    plain.match_indices(&text).map(|(at, _)| (index, at..at + text.len())).collect::<Vec<_>>()
                })
                .collect();
            assert_eq!(found(&patterns, text.as_bytes()), wanted, "{text}");
        }
    }

    #[test]
    fn an_exact_pattern_keeps_its_case() {
        assert_eq!(found(&[("QmFzZTY0", true)], b"qmfzzty0 QmFzZTY0"), vec![(0, 9..17)]);
    }

    #[test]
    fn patterns_with_a_common_beginning_are_all_found() {
        let uids: Vec<String> = (0..500).map(|last| format!("1.2.826.0.1.3680043.{last}")).collect();
        let patterns: Vec<(&str, bool)> = uids.iter().map(|uid| (uid.as_str(), false)).collect();
        assert_eq!(found(&patterns, uids[321].as_bytes()).len(), 3);
    }
}
