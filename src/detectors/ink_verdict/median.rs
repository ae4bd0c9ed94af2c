//! The median filter.

use crate::detectors::ink_verdict::plane::Plane;

/// Levels that the median tells apart.
const LEVELS: usize = 1024;

/// The part of the filtered `plane` that starts at `corner` and has this width and height.
///
/// Medians of a window that moves along each row (Huang et al., 1979), over 1,024 levels from the lowest to the highest.
pub(super) fn median(plane: &Plane, side: usize, corner: (i64, i64), size: (usize, usize)) -> Plane {
    let reach = (side / 2) as i64;
    let wide = plane.part(corner.0 - reach, corner.1 - reach, size.0 + 2 * reach as usize, size.1 + 2 * reach as usize);
    let (low, high) = wide.values.iter().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(*v), high.max(*v)));
    let step = (high - low) / (LEVELS - 1) as f64;
    let mut result = Plane::new(size.0, size.1);
    if step <= 0.0 || wide.values.is_empty() {
        result.values.fill(if wide.values.is_empty() { 0.0 } else { low });
        return result;
    }
    let levels: Vec<usize> =
        wide.values.iter().map(|value| (((value - low) / step).round() as usize).min(LEVELS - 1)).collect();
    let side = 2 * reach as usize + 1;
    let (half, wide_width) = (side * side / 2, wide.width);
    for y in 0..size.1 {
        let column = |x: usize| (y..y + side).map(move |row| row * wide_width + x);
        let mut window = Window { counts: [0; LEVELS], middle: 0, below: 0 };
        for pixel in (0..side).flat_map(column) {
            window.add(levels[pixel]);
        }
        for x in 0..size.0 {
            if x > 0 {
                column(x - 1).for_each(|pixel| window.remove(levels[pixel]));
                column(x + side - 1).for_each(|pixel| window.add(levels[pixel]));
            }
            result.values[y * size.0 + x] = low + window.median(half) as f64 * step;
        }
    }
    result
}

/// The levels in a window, and where their median was last.
struct Window {
    counts: [u32; LEVELS],
    middle: usize,
    /// How many are below the middle.
    below: usize,
}

impl Window {
    fn add(&mut self, level: usize) {
        self.counts[level] += 1;
        self.below += usize::from(level < self.middle);
    }

    fn remove(&mut self, level: usize) {
        self.counts[level] -= 1;
        self.below -= usize::from(level < self.middle);
    }

    /// The level that has `half` others below it.
    fn median(&mut self, half: usize) -> usize {
        while self.below > half {
            self.middle -= 1;
            self.below -= self.counts[self.middle] as usize;
        }
        while self.middle + 1 < LEVELS && self.below + self.counts[self.middle] as usize <= half {
            self.below += self.counts[self.middle] as usize;
            self.middle += 1;
        }
        self.middle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moving_window_finds_the_medians_of_sorted_ones() {
        let values = (0..30 * 20).map(|at| f64::from((at * 7919 + 13) % 251)).collect();
        let plane = Plane { width: 30, height: 20, values };
        let found = median(&plane, 5, (3, 2), (20, 12));
        for (at, value) in found.values.iter().enumerate() {
            let (x, y) = (3 + (at % 20) as i64, 2 + (at / 20) as i64);
            let mut window: Vec<f64> =
                (-2..=2).flat_map(|j| (-2..=2).map(move |i| (i, j))).map(|(i, j)| plane.near(x + i, y + j)).collect();
            window.sort_by(f64::total_cmp);
            assert!((value - window[12]).abs() < 0.2, "{at}: {value} for {}", window[12]);
        }
    }
}
