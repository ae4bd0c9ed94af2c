//! The fine structure of a picture in a few hundred bits: where it is brighter than its surroundings, and where darker.
//!
//! Pictures of one part of the body are alike as a whole; the grain in them is that of one person at one moment. More or less
//! light leaves it, and so does compression.

use crate::inspection::sketch::Cut;
use crate::inspection::sketch::GRID;

/// Cells across and down.
const SIDE: usize = GRID / 2;
/// Words of a bit for each cell.
const WORDS: usize = (SIDE * SIDE).div_ceil(64);
/// Least difference to the surroundings that says something, levels.
const CLEAR: i32 = 1;
/// Fewest clear cells of both that say something.
const FEWEST: u32 = 48;

/// The fine structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fine {
    brighter: [u64; WORDS],
    clear: [u64; WORDS],
}

impl Fine {
    /// Of the means of `GRID` x `GRID` cells.
    pub fn of(grid: &[u8]) -> Self {
        let level = |x: usize, y: usize| grid.get(y * GRID + x).copied().map_or(0, i32::from);
        let mut cells = [0i32; SIDE * SIDE];
        for (place, cell) in cells.iter_mut().enumerate() {
            let (x, y) = (2 * (place % SIDE), 2 * (place / SIDE));
            *cell = level(x, y) + level(x + 1, y) + level(x, y + 1) + level(x + 1, y + 1);
        }
        let mut fine = Self { brighter: [0; WORDS], clear: [0; WORDS] };
        for place in 0..SIDE * SIDE {
            let (x, y) = (place % SIDE, place / SIDE);
            let (columns, rows) = (x.saturating_sub(1)..(x + 2).min(SIDE), y.saturating_sub(1)..(y + 2).min(SIDE));
            let (mut sum, mut count) = (0, 0);
            for row in rows {
                for cell in cells.get(row * SIDE + columns.start..row * SIDE + columns.end).unwrap_or_default() {
                    sum += cell;
                    count += 1;
                }
            }
            let above = count * cells.get(place).copied().unwrap_or(0) - sum;
            let bit = 1u64 << (place % 64);
            if let (Some(brighter), Some(clear)) = (fine.brighter.get_mut(place / 64), fine.clear.get_mut(place / 64)) {
                *brighter |= if above > 0 { bit } else { 0 };
                *clear |= if above.abs() >= count * 4 * CLEAR { bit } else { 0 };
            }
        }
        fine
    }

    /// The share of clear cells in which a picture is like the part of another that is cut out; `None` where too few are
    /// clear. What differs is alike in half of them.
    pub fn agreement(outer: &Self, inner: &Self, cut: Cut) -> Option<f32> {
        let (mut clear, mut alike) = (0, 0);
        if cut == Cut::WHOLE {
            for at in 0..WORDS {
                let both = outer.clear[at] & inner.clear[at];
                clear += both.count_ones();
                alike += (both & !(outer.brighter[at] ^ inner.brighter[at])).count_ones();
            }
        } else {
            let there = |from: u8, to: u8, cell: usize| {
                (usize::from(from) * SIDE + (2 * cell + 1) * usize::from(to - from) / 2) / GRID
            };
            for place in 0..SIDE * SIDE {
                let (x, y) = (there(cut.left, cut.right, place % SIDE), there(cut.top, cut.bottom, place / SIDE));
                let bit = |words: &[u64; WORDS], place: usize| words[place / 64] >> (place % 64) & 1 == 1;
                let other = (y * SIDE + x).min(SIDE * SIDE - 1);
                if bit(&inner.clear, place) && bit(&outer.clear, other) {
                    clear += 1;
                    alike += u32::from(bit(&inner.brighter, place) == bit(&outer.brighter, other));
                }
            }
        }
        (clear >= FEWEST).then(|| alike as f32 / clear as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::sketch::CUTS;

    /// Grain of one person over a shape that all share, through a window of so many 80ths.
    fn grid(person: u32, light: f32, (left, size): (u32, u32)) -> Vec<u8> {
        let level = |place: usize| {
            let (x, y) = ((place % GRID) as u32 * size / 80 + left, (place / GRID) as u32 * size / 80 + left);
            let mut grain = (x / 4).wrapping_mul(0x9e37_79b1)
                ^ (y / 4).wrapping_mul(0x85eb_ca6b)
                ^ person.wrapping_mul(0xc2b2_ae35);
            grain = (grain ^ grain >> 15).wrapping_mul(0x2c1b_3c6d) >> 26;
            ((60 + grain + x / 2) as f32 * light) as u8
        };
        (0..GRID * GRID).map(level).collect()
    }

    #[test]
    fn copies_agree_lighter_and_cropped_and_other_grain_does_not() {
        let whole = Fine::of(&grid(1, 1.0, (0, 80)));
        let of = |other: &Fine, cut: Cut| Fine::agreement(&whole, other, cut).expect("clear cells");
        assert_eq!(of(&whole, Cut::WHOLE), 1.0);
        assert!(of(&Fine::of(&grid(1, 1.4, (0, 80))), Cut::WHOLE) > 0.95);
        assert!(of(&Fine::of(&grid(1, 1.0, (8, 64))), CUTS[2]) > 0.75);
        let other = of(&Fine::of(&grid(2, 1.0, (0, 80))), Cut::WHOLE);
        assert!((0.3..0.7).contains(&other), "{other}");
    }

    #[test]
    fn what_is_even_says_nothing() {
        let even = Fine::of(&[7; GRID * GRID]);
        assert_eq!(Fine::agreement(&even, &even, Cut::WHOLE), None);
        assert_eq!(Fine::of(&[]), even);
    }
}
