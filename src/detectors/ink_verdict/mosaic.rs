//! Recognising a mosaic: square blocks of one value.

use crate::detectors::ink_verdict::plane::Plane;

/// A grid of square blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mosaic {
    /// Side of a block, in pixels.
    pub(super) period: usize,
    /// First column of a block, below `period`.
    pub(super) x: usize,
    /// First row of a block, below `period`.
    pub(super) y: usize,
}

/// Largest block that is looked for.
const LARGEST: usize = 16;
/// Steps between blocks must stand out this much from all others: second over first.
const CONTRAST: f64 = 0.35;

/// The mosaic that `area` shows, whose corner is given, in coordinates of the crop; `None` where there is none.
///
/// The largest period is taken at which steps gather at one residue class of columns and one of rows.
pub(super) fn detect(area: &Plane, corner: (usize, usize)) -> Option<Mosaic> {
    let (across, down) = (steps(area, 1, 0), steps(area, 0, 1));
    (2..=LARGEST).rev().find_map(|period| {
        let x = leading(&across, period, corner.0)?;
        let y = leading(&down, period, corner.1)?;
        Some(Mosaic { period, x, y })
    })
}

/// The mosaics that `area` may show: the one that is [`detect`]ed, or, where a low line shows too few rows of blocks to tell, every
/// grid that puts no border where there is no step.
pub(super) fn guesses(area: &Plane, corner: (usize, usize)) -> Vec<Mosaic> {
    if let Some(known) = detect(area, corner) {
        return vec![known];
    }
    let (across, down) = (steps(area, 1, 0), steps(area, 0, 1));
    let most = down.iter().copied().fold(0.0, f64::max);
    let borders: Vec<usize> = (1..down.len()).filter(|row| down[*row] > CONTRAST * most && most > 0.0).collect();
    let fits = |period: usize, y: usize| {
        let expected = (1..down.len()).filter(|row| (row + corner.1) % period == y);
        expected.eq(borders.iter().copied())
    };
    (2..=LARGEST)
        .rev()
        .find_map(|period| {
            let x = leading(&across, period, corner.0)?;
            let found: Vec<Mosaic> =
                (0..period).filter(|y| fits(period, *y)).map(|y| Mosaic { period, x, y }).collect();
            (!found.is_empty()).then_some(found)
        })
        .unwrap_or_default()
}

/// Mean size of the steps into each column (or row) from the one before; the first has none.
fn steps(area: &Plane, dx: usize, dy: usize) -> Vec<f64> {
    let length = if dx == 1 { area.width } else { area.height };
    let mut sums = vec![0.0; length];
    for y in dy..area.height {
        for x in dx..area.width {
            let here = area.values[y * area.width + x];
            let before = area.values[(y - dy) * area.width + x - dx];
            sums[if dx == 1 { x } else { y }] += (here - before).abs();
        }
    }
    sums
}

/// The residue class modulo `period` that gathers the steps; `None` where none stands out.
fn leading(steps: &[f64], period: usize, corner: usize) -> Option<usize> {
    if steps.len() < period + 2 {
        return None;
    }
    let mut sums = vec![(0.0, 0.0); period];
    for (index, step) in steps.iter().enumerate().skip(1) {
        let class = &mut sums[(index + corner) % period];
        *class = (class.0 + step, class.1 + 1.0);
    }
    let means: Vec<f64> = sums.iter().map(|(sum, count)| if *count > 0.0 { sum / count } else { 0.0 }).collect();
    let (place, first) = means.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let second =
        means.iter().enumerate().filter(|(index, _)| *index != place).map(|(_, mean)| *mean).fold(0.0, f64::max);
    (first > 0.0 && second <= CONTRAST * first).then_some(place)
}

impl Mosaic {
    /// First and one past the last column of the block that holds column `x`.
    pub(super) fn block_x(self, x: i64) -> (i64, i64) {
        block(x, self.x, self.period)
    }

    /// First and one past the last row of the block that holds row `y`.
    pub(super) fn block_y(self, y: i64) -> (i64, i64) {
        block(y, self.y, self.period)
    }
}

fn block(at: i64, phase: usize, period: usize) -> (i64, i64) {
    let period = period.max(1) as i64;
    let first = (at - phase as i64).div_euclid(period) * period + phase as i64;
    (first, first + period)
}
