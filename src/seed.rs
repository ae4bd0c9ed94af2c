//! The only source of chance: a seed, and random streams that it gives by label.
//!
//! Every stream depends on the seed and its own label alone, so a new trap, a new patient or another
//! thread count moves no byte of any other stream.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// The generator behind every stream. Named, because `StdRng` may change between releases.
pub type Stream = ChaCha8Rng;

/// What a whole dataset follows from, together with its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u64);

impl Seed {
    /// The stream of one label. The parts of a label are kept apart: `["a", "bc"]` and `["ab", "c"]` differ.
    pub fn stream(self, label: &[&str]) -> Stream {
        Stream::from_seed(self.digest(label))
    }

    /// Place `index` of a pseudo-random permutation of `0..size`, in constant memory.
    ///
    /// A four-round Feistel network over the next even power of two, walked until it lands inside
    /// (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002). An index outside is taken modulo `size`.
    pub fn permute(self, label: &[&str], index: u64, size: u64) -> u64 {
        if size <= 1 {
            return 0;
        }
        let bits = 64 - (size - 1).leading_zeros();
        let half = bits.div_ceil(2);
        let mask = (1u64 << half) - 1;
        let key = self.digest(label);
        let mut value = index % size;
        loop {
            let (mut left, mut right) = (value >> half, value & mask);
            for round in key.chunks_exact(8) {
                let round: u64 = round.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
                let mixed = mix(right ^ round) & mask;
                (left, right) = (right, left ^ mixed);
            }
            value = left << half | right;
            if value < size {
                return value;
            }
        }
    }

    fn digest(self, label: &[&str]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.0.to_le_bytes());
        for part in label {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }
}

/// Finaliser of splitmix64 (Steele, Lea and Flood, 2014).
fn mix(mut value: u64) -> u64 {
    value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ value >> 31
}

impl fmt::Display for Seed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl FromStr for Seed {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;
    use std::collections::BTreeSet;

    #[test]
    fn a_label_gives_one_stream_and_its_parts_are_kept_apart() {
        let draw = |label: &[&str]| Seed(1).stream(label).next_u64();
        assert_eq!(draw(&["a", "bc"]), draw(&["a", "bc"]));
        assert_ne!(draw(&["a", "bc"]), draw(&["ab", "c"]));
        assert_ne!(draw(&["a"]), Seed(2).stream(&["a"]).next_u64());
    }

    #[test]
    fn a_permutation_meets_every_place_once() {
        for size in [1u64, 2, 3, 10, 97, 1000] {
            let seen: BTreeSet<u64> = (0..size).map(|index| Seed(7).permute(&["names"], index, size)).collect();
            assert_eq!(seen.len() as u64, size);
            assert!(seen.iter().all(|place| *place < size));
        }
    }
}
