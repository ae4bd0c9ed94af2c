//! Counts of the 256 levels of shown pixels.

use serde::Serialize;

/// Pixels of each level, from 0 (black) to 255 (white).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Histogram(Vec<u64>);

impl Default for Histogram {
    fn default() -> Self {
        Self(vec![0; 256])
    }
}

/// The least level of content.
const CONTENT: usize = 9;

/// Pixels that are not black.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Content {
    /// How many there are.
    pub pixels: u64,
    /// Their mean level; `None` where there is none.
    pub mean: Option<f64>,
}

impl Histogram {
    /// Takes the pixels of a frame.
    pub fn add(&mut self, levels: &[u8]) {
        // Four tables, because equal neighbours would wait for each other's count.
        let mut counts = [[0u32; 256]; 4];
        for part in levels.chunks(1 << 30) {
            let (fours, rest) = part.as_chunks::<4>();
            for four in fours {
                for (table, level) in counts.iter_mut().zip(four) {
                    table[usize::from(*level)] += 1;
                }
            }
            for level in rest {
                counts[0][usize::from(*level)] += 1;
            }
            for table in &mut counts {
                self.0
                    .iter_mut()
                    .zip(table.iter_mut())
                    .for_each(|(sum, count)| *sum += u64::from(std::mem::take(count)));
            }
        }
    }

    /// The pixels above level 8.
    pub fn content(&self) -> Content {
        let levels = || self.0.iter().enumerate().skip(CONTENT);
        let pixels: u64 = levels().map(|(_, count)| count).sum();
        let sum: f64 = levels().map(|(level, count)| level as f64 * *count as f64).sum();
        Content { pixels, mean: (pixels > 0).then(|| sum / pixels as f64) }
    }

    /// Takes the pixels of another one.
    pub fn merge(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(sum, count)| *sum += count);
    }

    /// The counts, 256 of them.
    pub fn counts(&self) -> &[u64] {
        &self.0
    }

    /// Number of pixels.
    pub fn pixels(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Mean level; 0 where there is no pixel.
    pub fn mean(&self) -> f64 {
        let sum: f64 = self.levels().map(|(level, count)| level * count).sum();
        sum / (self.pixels().max(1)) as f64
    }

    /// Standard deviation of the levels.
    pub fn deviation(&self) -> f64 {
        let mean = self.mean();
        let sum: f64 = self.levels().map(|(level, count)| (level - mean) * (level - mean) * count).sum();
        (sum / (self.pixels().max(1)) as f64).sqrt()
    }

    /// The smallest level that so large a share of the pixels does not exceed.
    pub fn percentile(&self, share: f64) -> u8 {
        let wanted = share * self.pixels() as f64;
        let mut sum = 0.0;
        for (level, count) in self.0.iter().enumerate() {
            sum += *count as f64;
            if sum >= wanted && sum > 0.0 {
                return level as u8;
            }
        }
        255
    }

    /// Wasserstein distance of first order, in levels: how far the pixels of one would have to move on average to become the
    /// other's. `None` where one has none.
    pub fn distance(&self, other: &Self) -> Option<f64> {
        let (all, others) = (self.pixels() as f64, other.pixels() as f64);
        if all == 0.0 || others == 0.0 {
            return None;
        }
        let (mut one, mut two, mut sum) = (0.0, 0.0, 0.0);
        for (count, other) in self.0.iter().zip(&other.0) {
            one += *count as f64 / all;
            two += *other as f64 / others;
            sum += (one - two).abs();
        }
        Some(sum)
    }

    fn levels(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.0.iter().enumerate().map(|(level, count)| (level as f64, *count as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(levels: &[u8]) -> Histogram {
        let mut histogram = Histogram::default();
        histogram.add(levels);
        histogram
    }

    #[test]
    fn mean_deviation_and_percentiles_are_those_of_the_pixels() {
        let histogram = of(&[10, 10, 20, 40]);
        assert_eq!((histogram.mean(), histogram.pixels()), (20.0, 4));
        assert!((histogram.deviation() - 150f64.sqrt()).abs() < 1e-9);
        assert_eq!([0.0, 0.5, 0.75, 1.0].map(|share| histogram.percentile(share)), [10, 10, 20, 40]);
    }

    #[test]
    fn content_is_what_is_not_black() {
        assert_eq!(of(&[0, 8, 10, 30, 30]).content(), Content { pixels: 3, mean: Some(70.0 / 3.0) });
        assert_eq!(of(&[8]).content(), Content { pixels: 0, mean: None });
    }

    #[test]
    fn the_distance_is_how_far_pixels_move() {
        assert_eq!(of(&[0, 100]).distance(&of(&[50, 150])), Some(50.0));
        assert_eq!(of(&[7]).distance(&of(&[7, 7])), Some(0.0));
        assert_eq!(of(&[]).distance(&of(&[7])), None);
    }
}
