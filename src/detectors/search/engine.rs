//! Finds thousands of byte patterns, without regard to ASCII case.
//!
//! An Aho-Corasick automaton of all forms of all values of a patient is larger than the processor's cache and reads
//! every byte by a jump through it. Here a bit table of short windows of the patterns is asked at every few bytes. Where
//! it says yes, longer windows are asked for in the same way; only what passes both is compared with patterns. Speed then
//! hardly depends on the number of patterns.

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

/// Least length of the patterns of each layer: a few short ones must not shorten the steps for all.
const LAYERS: [usize; 2] = [SHORTEST, 6];
/// Bytes of the widest window of the first look. Of each pattern as many neighbouring ones are in the table as a step is
/// long.
const NARROW: usize = 4;
/// Patterns of a layer that are few.
const FEW: usize = 30;
/// Longest step.
const FURTHEST: usize = 5;
/// Bytes of the windows of the second look, the longest first: each pattern has the longest that fits.
const WIDTHS: [usize; 5] = [8, 6, 5, 4, 3];
/// Bits of a table for each window in it.
const SPARSE: usize = 16;
/// No window begins further into a pattern than this: long patterns are told apart soon enough.
const DEEPEST: usize = 128;
/// A byte with this bit set is the same in both cases.
const FOLD: u64 = 0x2020_2020_2020_2020;

/// All patterns, ready to be found.
pub struct Engine {
    literals: Vec<Literal>,
    layers: Vec<Layer>,
}

impl Engine {
    /// Prepares the search. A match names the index of its pattern.
    pub fn new(literals: Vec<Literal>) -> Self {
        let ends = LAYERS.iter().skip(1).chain([&usize::MAX]);
        let layers = LAYERS.iter().zip(ends).filter_map(|(least, end)| {
            let within = |literal: &&Literal| (*least..*end).contains(&literal.bytes.len());
            Layer::new(literals.iter().enumerate().filter(|(_, literal)| within(literal)))
        });
        Self { layers: layers.collect(), literals }
    }

    /// The patterns, in the order in which they were given.
    pub fn literals(&self) -> &[Literal] {
        &self.literals
    }

    /// Gives every occurrence of every pattern, in no particular order.
    pub fn each_match(&self, haystack: &[u8], visit: &mut dyn FnMut(usize, Range<usize>)) {
        for layer in &self.layers {
            layer.scan(haystack, &mut |entry, at| {
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
#[derive(Clone, Copy)]
struct Entry {
    gram: u64,
    literal: u32,
    offset: u32,
}

/// Patterns that are looked for in one pass.
struct Layer {
    /// Bytes of the windows of the first look.
    width: usize,
    step: usize,
    first: Bits,
    second: Vec<Index>,
}

impl Layer {
    fn new<'a>(members: impl Iterator<Item = (usize, &'a Literal)> + Clone) -> Option<Self> {
        let shortest = members.clone().map(|(_, literal)| literal.bytes.len()).min()?;
        // Narrower windows leave room for longer steps, but those of many patterns are in every text.
        let few = members.clone().count() <= FEW;
        let width = (shortest - usize::from(few)).clamp(SHORTEST, NARROW);
        let step = (shortest + 1 - width).clamp(1, FURTHEST);
        let mask = mask(width);
        let common = Common::count(members.clone().map(|(_, literal)| literal.bytes.as_slice()), width);
        let mut second = WIDTHS.map(|width| (width, Vec::new()));
        let mut narrow = Vec::new();
        for (index, literal) in members {
            let bytes = literal.bytes.as_slice();
            // Every window of the run should have room for the longest second look.
            let widest = (bytes.len() + 1 - step).min(8);
            let grams: Vec<u64> = grams(bytes, width).take((bytes.len() + 1 - widest).min(DEEPEST)).collect();
            // Windows that many patterns share cost a comparison for each of them.
            let counts: Vec<u32> = grams.iter().map(|gram| common.of(*gram)).collect();
            let run = |(_, run): &(usize, &[u32])| run.iter().sum::<u32>();
            let rarest = counts.windows(step).enumerate().min_by_key(run).map_or(0, |(at, _)| at);
            for (offset, gram) in grams.iter().enumerate().skip(rarest).take(step) {
                narrow.push(*gram);
                let rest = bytes.get(offset..).unwrap_or_default();
                if let Some((_, entries)) = second.iter_mut().find(|(width, _)| *width <= rest.len()) {
                    entries.push(Entry { gram: word(rest), literal: index as u32, offset: offset as u32 });
                }
            }
        }
        narrow.sort_unstable();
        narrow.dedup();
        let mut first = Bits::new(narrow.len());
        narrow.iter().for_each(|gram| first.add(hash(gram & mask)));
        let second = second.into_iter().filter(|(_, entries)| !entries.is_empty());
        let second = second.map(|(width, entries)| Index::new(width, entries)).collect();
        Some(Self { width, step, first, second })
    }

    fn scan(&self, haystack: &[u8], found: &mut impl FnMut(&Entry, usize)) {
        // A loop knows its step.
        match self.step {
            1 => self.scan_by::<1>(haystack, found),
            2 => self.scan_by::<2>(haystack, found),
            3 => self.scan_by::<3>(haystack, found),
            4 => self.scan_by::<4>(haystack, found),
            _ => self.scan_by::<FURTHEST>(haystack, found),
        }
    }

    #[inline(always)]
    fn scan_by<const STEP: usize>(&self, haystack: &[u8], found: &mut impl FnMut(&Entry, usize)) {
        /// Windows that are looked at before one is looked at again.
        const TOGETHER: usize = 8;
        /// Bytes of as many windows with the longest step.
        const BLOCK: usize = (TOGETHER - 1) * FURTHEST + 8;
        let mask = mask(self.width);
        let window = |bytes: &[u8], at: usize| {
            bytes.get(at..).and_then(|rest| rest.first_chunk()).copied().map(u64::from_le_bytes)
        };
        let mut at = 0;
        while let Some(block) = haystack.get(at..).and_then(|rest| rest.first_chunk::<BLOCK>()) {
            let mut hits = 0u32;
            for turn in 0..TOGETHER {
                let window = window(block, turn * STEP).unwrap_or_default();
                hits |= u32::from(self.first.has(hash((window | FOLD) & mask))) << turn;
            }
            while hits != 0 {
                let there = hits.trailing_zeros() as usize * STEP;
                self.look_again(window(block, there).unwrap_or_default(), at + there, found);
                hits &= hits - 1;
            }
            at += TOGETHER * STEP;
        }
        while let Some(rest) = haystack.get(at..).filter(|rest| rest.len() >= self.width) {
            let window = window(rest, 0).unwrap_or_else(|| word(rest));
            if self.first.has(hash((window | FOLD) & mask)) {
                self.look_again(window, at, found);
            }
            at += STEP;
        }
    }

    #[inline(never)]
    fn look_again(&self, window: u64, at: usize, found: &mut impl FnMut(&Entry, usize)) {
        for index in &self.second {
            let gram = (window | FOLD) & mask(index.width);
            let hash = hash(gram);
            if index.bits.has(hash) {
                index.bucket(hash).iter().filter(|entry| entry.gram == gram).for_each(|entry| found(entry, at));
            }
        }
    }
}

/// A set of hashes that sometimes has one more: two bits for each, in one word.
struct Bits {
    words: Vec<u64>,
    shift: u32,
}

impl Bits {
    fn new(count: usize) -> Self {
        let bits = (count * SPARSE).next_power_of_two().clamp(1 << 15, 1 << 24);
        Self { words: vec![0; bits / 64], shift: 64 - (bits / 64).trailing_zeros() }
    }

    fn add(&mut self, hash: u64) {
        if let Some(word) = self.words.get_mut((hash >> self.shift) as usize) {
            *word |= (1 << (hash >> 40 & 63)) | (1 << (hash >> 34 & 63));
        }
    }

    #[inline(always)]
    fn has(&self, hash: u64) -> bool {
        let w = self.words.get((hash >> self.shift) as usize).copied().unwrap_or(0);
        (w >> (hash >> 40 & 63)) & (w >> (hash >> 34 & 63)) & 1 == 1
    }
}

/// Entries by their windows.
struct Index {
    width: usize,
    bits: Bits,
    /// Where the entries of a bucket begin; the buckets are the leading bits of the hash.
    starts: Vec<u32>,
    shift: u32,
    entries: Vec<Entry>,
}

impl Index {
    fn new(width: usize, mut entries: Vec<Entry>) -> Self {
        entries.iter_mut().for_each(|entry| entry.gram = (entry.gram | FOLD) & mask(width));
        let buckets = entries.len().next_power_of_two().clamp(2, 1 << 22);
        let shift = 64 - buckets.trailing_zeros();
        let (mut bits, mut starts) = (Bits::new(entries.len()), vec![0; buckets + 1]);
        for entry in &entries {
            let hash = hash(entry.gram);
            bits.add(hash);
            if let Some(start) = starts.get_mut((hash >> shift) as usize + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // Each entry to its bucket; within one any order will do.
        let mut next = starts.clone();
        let mut sorted = entries.clone();
        for entry in &entries {
            if let Some(place) = next.get_mut((hash(entry.gram) >> shift) as usize) {
                if let Some(slot) = sorted.get_mut(*place as usize) {
                    *slot = *entry;
                }
                *place += 1;
            }
        }
        Self { width, bits, starts, shift, entries: sorted }
    }

    /// The entries that may have a window.
    fn bucket(&self, hash: u64) -> &[Entry] {
        let bucket = (hash >> self.shift) as usize;
        let (Some(start), Some(end)) = (self.starts.get(bucket), self.starts.get(bucket + 1)) else { return &[] };
        self.entries.get(*start as usize..*end as usize).unwrap_or_default()
    }
}

/// How often windows occur in the patterns, roughly.
struct Common {
    counts: Vec<u32>,
}

impl Common {
    /// The table is made for every patient, so that it must be no larger than it need be.
    const BITS: u32 = 14;

    fn count<'a>(patterns: impl Iterator<Item = &'a [u8]>, width: usize) -> Self {
        let mut common = Self { counts: vec![0; 1 << Self::BITS] };
        for pattern in patterns {
            for gram in grams(pattern, width).take(DEEPEST) {
                if let Some(count) = common.counts.get_mut(Self::place(gram)) {
                    *count += 1;
                }
            }
        }
        common
    }

    fn of(&self, gram: u64) -> u32 {
        // Runs of one sign are common in files, whatever they are in the patterns.
        let dull = gram.to_le_bytes().windows(2).filter(|pair| pair.first() == pair.last()).count() as u32;
        self.counts.get(Self::place(gram)).copied().unwrap_or(0) + 4 * dull
    }

    fn place(gram: u64) -> usize {
        (hash(gram) >> (64 - Self::BITS)) as usize
    }
}

/// Every window of a pattern.
fn grams(bytes: &[u8], width: usize) -> impl Iterator<Item = u64> {
    bytes.windows(width).map(move |window| (word(window) | FOLD) & mask(width))
}

/// The first eight bytes; zeros follow what is shorter.
fn word(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte))
}

#[inline(always)]
fn mask(width: usize) -> u64 {
    u64::MAX >> (64 - 8 * width)
}

#[inline(always)]
fn hash(gram: u64) -> u64 {
    // The leading bits depend on every byte of the window; only those are used.
    gram.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    /// The same without any preparation.
    fn found_plainly(patterns: &[(Vec<u8>, bool)], haystack: &[u8]) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        for (index, (pattern, exact)) in patterns.iter().enumerate().filter(|(_, (bytes, _))| bytes.len() >= SHORTEST) {
            for (at, there) in haystack.windows(pattern.len()).enumerate() {
                if there == pattern || (!exact && there.eq_ignore_ascii_case(pattern)) {
                    found.push((index, at..at + pattern.len()));
                }
            }
        }
        found
    }

    /// Patterns of few different bytes, so that they share windows with each other and with what is searched.
    fn pattern() -> impl Strategy<Value = (Vec<u8>, bool)> {
        let byte = prop_oneof![8 => b'a'..=b'c', 2 => b'A'..=b'C', 1 => Just(0u8), 1 => Just(0xe9u8), 1 => Just(b'@')];
        (prop::collection::vec(byte, 1..24), any::<bool>())
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_a_plain_search_finds(
            patterns in prop::collection::vec(pattern(), 1..60),
            pieces in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), "[abcABC.\\x00é]{0,9}"), 0..24),
        ) {
            let mut haystack = Vec::new();
            for (which, upper, gap) in &pieces {
                let (piece, _) = which.get(&patterns);
                haystack.extend(if *upper { piece.to_ascii_uppercase() } else { piece.clone() });
                haystack.extend(gap.bytes());
            }
            let literals = patterns.iter().map(|(bytes, exact)| Literal { bytes: bytes.clone(), exact: *exact });
            let mut found = Vec::new();
            Engine::new(literals.collect()).each_match(&haystack, &mut |pattern, range| found.push((pattern, range)));
            found.sort_by_key(|(pattern, range)| (*pattern, range.start));
            prop_assert_eq!(found, found_plainly(&patterns, &haystack));
        }
    }
}
