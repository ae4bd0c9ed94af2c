//! Geometry of a curved or phased array: where the fan lies in the frame, and which echo each of its pixels shows.

use super::shape::Run;
use crate::dicom::locus::PixelBox;
use crate::phantom::chance::Chance;

/// The fan in frame coordinates: a ring sector that opens downwards.
#[derive(Clone, Debug)]
pub(super) struct Fan {
    columns: usize,
    rows: usize,
    /// First row below the header strip.
    pub(super) top: usize,
    apex: (f32, f32),
    /// Radius of the probe's surface.
    pub(super) inner: f32,
    outer: f32,
    /// Sine and cosine of half the opening angle.
    edge: (f32, f32),
    /// Half the opening angle.
    pub(super) half_angle: f32,
    /// Samples along a line; one for each pixel of depth.
    pub(super) depth: usize,
    /// Lines of the fan.
    pub(super) lines: usize,
}

impl Fan {
    /// The fan of a curved array.
    pub(super) fn curved(chance: &mut Chance, columns: usize, rows: usize) -> Self {
        let top = (rows * 11 / 100).max(4);
        let half_angle = chance.range(0.56, 0.66);
        let ratio = chance.range(0.22, 0.36);
        let middle = chance.range(0.475, 0.495);
        Self::new(columns, rows, top, half_angle, ratio, middle)
    }

    /// The fan of a phased array: almost a point, and wide.
    pub(super) fn phased(chance: &mut Chance, columns: usize, rows: usize) -> Self {
        let top = (rows * 15 / 100).max(4);
        Self::new(columns, rows, top, chance.range(0.66, 0.74), 0.03, chance.range(0.48, 0.5))
    }

    /// `ratio` is the radius of the probe's surface in parts of the depth, `middle` the column of the axis in parts of all.
    fn new(columns: usize, rows: usize, top: usize, half_angle: f32, ratio: f32, middle: f32) -> Self {
        let edge = (libm::sinf(half_angle), libm::cosf(half_angle));
        let tall = (rows - top) as f32 * 0.94 / (1.0 + ratio - ratio * edge.1);
        let wide = columns as f32 * 0.82 / (2.0 * (1.0 + ratio) * edge.0);
        let depth = tall.min(wide).max(8.0);
        let (inner, outer) = (ratio * depth, (1.0 + ratio) * depth);
        let apex = (columns as f32 * middle, top as f32 + rows as f32 * 0.012 - inner * edge.1);
        let lines = ((2.0 * half_angle * outer * 0.9) as usize).next_multiple_of(32);
        Self { columns, rows, top, apex, inner, outer, edge, half_angle, depth: depth as usize, lines }
    }

    /// Line and depth of a place in pixels from the middle of the probe's surface.
    pub(super) fn sample(&self, across: f32, down: f32) -> Option<(usize, usize)> {
        let down = down + self.inner;
        if down <= 0.0 || across.abs() > down {
            return None;
        }
        let line = (arc_tangent(across / down) * (0.5 / self.half_angle) + 0.5) * self.lines as f32;
        self.whole((line, (across * across + down * down).sqrt() - self.inner))
    }

    /// Line and depth of a pixel, as fractions; meaningless above the apex.
    #[inline]
    fn fractions(&self, x: usize, y: usize) -> (f32, f32) {
        let (across, down) = (x as f32 + 0.5 - self.apex.0, y as f32 + 0.5 - self.apex.1);
        let angle = arc_tangent(across / down.max(1e-3));
        let line = (angle * (0.5 / self.half_angle) + 0.5) * self.lines as f32;
        (line, (across * across + down * down).sqrt() - self.inner)
    }

    /// The same in whole numbers; `None` outside the fan.
    #[inline]
    fn whole(&self, (line, depth): (f32, f32)) -> Option<(usize, usize)> {
        let inside = line >= 0.0 && depth >= 0.0 && line < self.lines as f32 && depth < self.depth as f32;
        inside.then_some((line as usize, depth as usize))
    }

    /// Line and depth of a pixel; `None` outside the fan.
    pub(super) fn polar(&self, x: usize, y: usize) -> Option<(usize, usize)> {
        if y < self.first_row() { None } else { self.whole(self.fractions(x, y)) }
    }

    /// First row that may hold a part of the fan.
    fn first_row(&self) -> usize {
        self.top.max(self.apex.1.max(0.0) as usize + 1)
    }

    /// Columns of row `y` that the edges of the fan enclose, a pixel more on both sides.
    fn reach(&self, y: usize) -> (usize, usize) {
        let down = y as f32 + 0.5 - self.apex.1;
        let chord = (self.outer * self.outer - down * down).max(0.0).sqrt();
        let half = (down * self.edge.0 / self.edge.1).min(chord).max(0.0) + 1.0;
        let first = (self.apex.0 - half).max(0.0) as usize;
        (first, ((self.apex.0 + half + 1.0) as usize).min(self.columns))
    }

    /// The runs of pixels that make up the fan, and for each pixel the index of its echo, line by line of pixels.
    pub(super) fn scan(&self) -> (Vec<Run>, Vec<u32>) {
        let mut runs: Vec<Run> = Vec::new();
        let mut echoes = Vec::with_capacity(self.depth * self.depth * 3 / 2);
        let mut row = vec![(0.0, 0.0); self.columns];
        for y in self.first_row()..self.rows {
            let (first, last) = self.reach(y);
            // A loop without branches first, which vectorises.
            row.iter_mut().zip(first..last).for_each(|(place, x)| *place = self.fractions(x, y));
            for (x, place) in (first..last).zip(&row) {
                let Some((line, depth)) = self.whole(*place) else { continue };
                let pixel = y * self.columns + x;
                match runs.last_mut() {
                    Some((start, count)) if *start + *count == pixel => *count += 1,
                    _ => runs.push((pixel, 1)),
                }
                echoes.push((depth * self.lines + line) as u32);
            }
        }
        (runs, echoes)
    }

    /// The smallest box around the fan, to within a pixel.
    pub(super) fn bounds(&self) -> PixelBox {
        let half = self.outer * self.edge.0 + 1.0;
        let left = (self.apex.0 - half).max(0.0) as u32;
        let right = ((self.apex.0 + half + 1.0) as u32).min(self.columns as u32);
        let upper = (self.apex.1 + self.inner * self.edge.1).max(0.0) as u32;
        let lower = ((self.apex.1 + self.outer + 1.0) as u32).min(self.rows as u32);
        PixelBox::new(left, upper, right - left, lower - upper)
    }

    /// Last row of the depth axis, where the scale ends.
    pub(super) fn rows_of_scale(&self) -> (f32, f32) {
        (self.apex.1 + self.inner, self.apex.1 + self.outer)
    }

    /// Black corners beside the probe and beside the foot of the fan, between the columns `left` and `right`.
    pub(super) fn corners(&self, left: f32, right: f32) -> Vec<PixelBox> {
        const GAP: f32 = 5.0;
        let slope = self.edge.0 / self.edge.1;
        let upper = self.top as f32 + GAP;
        let reach = upper + (self.rows as f32 - upper) * 0.2;
        let half = (reach - self.apex.1) * slope + GAP;
        let foot_left = left + (self.apex.0 - left) * 0.6;
        let foot_right = right - (right - self.apex.0) * 0.6;
        let foot = |x: f32| {
            let across = x - self.apex.0;
            self.apex.1 + (self.outer * self.outer - across * across).max(0.0).sqrt() + GAP
        };
        let bottom = self.rows as f32 - GAP;
        [
            (left, upper, self.apex.0 - half, reach),
            (self.apex.0 + half, upper, right, reach),
            (left, foot(foot_left), foot_left, bottom),
            (foot_right, foot(foot_right), right, bottom),
            (left, self.apex.1 + self.outer + GAP, right, bottom),
        ]
        .into_iter()
        .filter(|(x0, y0, x1, y1)| x1 - x0 >= 24.0 && y1 - y0 >= 10.0)
        .map(|(x0, y0, x1, y1)| PixelBox::new(x0 as u32 + 1, y0 as u32 + 1, (x1 - x0) as u32 - 1, (y1 - y0) as u32 - 1))
        .collect()
    }
}

/// Arc tangent within 1e-5 for slopes of at most 1 (Abramowitz and Stegun, 4.4.49); a polynomial, so that it vectorises.
#[inline]
fn arc_tangent(slope: f32) -> f32 {
    let square = slope * slope;
    let series = 0.180_141 + square * (-0.085_133 + square * 0.020_835_1);
    slope * (0.999_866 + square * (-0.330_299_5 + square * series))
}
