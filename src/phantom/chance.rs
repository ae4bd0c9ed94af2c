//! Numbers for drawing: a few from the stream, and millions from an integer hash that vectorises.

use crate::seed::Stream;
use rand::Rng;

/// The stream, read as fractions.
pub(super) struct Chance(Stream);

impl Chance {
    /// Takes the stream over.
    pub(super) fn new(stream: Stream) -> Self {
        Self(stream)
    }

    /// A key for [`hash`].
    pub(super) fn key(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// Evenly from 0 to below 1.
    pub(super) fn unit(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 / 16_777_216.0
    }

    /// Evenly from `low` to below `high`.
    pub(super) fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Evenly from `low` to `high`, both possible.
    pub(super) fn whole(&mut self, low: u32, high: u32) -> u32 {
        low + (self.unit() * (high - low + 1) as f32) as u32
    }

    /// True in `share` of all cases.
    pub(super) fn chance(&mut self, share: f32) -> bool {
        self.unit() < share
    }
}

/// An integer hash without tables ("lowbias32" of Wellons' hash prospector).
#[inline]
pub(super) fn hash(mut value: u32) -> u32 {
    value ^= value >> 16;
    value = value.wrapping_mul(0x7feb_352d);
    value ^= value >> 15;
    value = value.wrapping_mul(0x846c_a68b);
    value ^ value >> 16
}

/// A bell-shaped number with mean 0 and standard deviation 1: the sum of four bytes.
#[inline]
pub(super) fn bell(bits: u32) -> f32 {
    let sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24);
    (sum as i32 - 510) as f32 * (1.0 / 147.8)
}

/// Smooth noise between -1 and 1 on a grid of cells, stretched over a picture.
pub(super) struct Clouds {
    columns: usize,
    rows: usize,
    nodes: Vec<f32>,
}

impl Clouds {
    /// A grid of `columns` x `rows` cells.
    pub(super) fn new(key: u32, columns: usize, rows: usize) -> Self {
        let count = (columns + 2) * (rows + 2);
        let nodes = (0..count as u32).map(|node| hash(key ^ hash(node)) as f32 / 2_147_483_648.0 - 1.0).collect();
        Self { columns, rows, nodes }
    }

    /// Adds `strength` times row `y` of `height` to `out`, which spans the whole width.
    pub(super) fn add_row(&self, y: usize, height: usize, strength: f32, out: &mut [f32]) {
        let at = y as f32 * self.rows as f32 / height.max(1) as f32;
        let row = (at as usize).min(self.rows);
        let down = ease(at - row as f32);
        let stride = self.columns + 2;
        let upper = &self.nodes[row * stride..(row + 1) * stride];
        let lower = &self.nodes[(row + 1) * stride..(row + 2) * stride];
        let width = out.len().max(1);
        let mut first = 0;
        for cell in 0..self.columns {
            let last = (cell + 1) * width / self.columns;
            let [left, right] = [cell, cell + 1].map(|node| upper[node] + (lower[node] - upper[node]) * down);
            let step = 1.0 / (last - first).max(1) as f32;
            for (index, sample) in out[first..last].iter_mut().enumerate() {
                *sample += strength * (left + (right - left) * ease(index as f32 * step));
            }
            first = last;
        }
    }
}

/// Rises from 0 to 1 with level ends.
#[inline]
pub(super) fn ease(part: f32) -> f32 {
    let part = part.clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}
