//! What the beam has met on its way to each point of the detector, at half the resolution of the picture.

use crate::phantom::chance::Clouds;
use std::ops::Range;

/// Attenuation on a grid of half the picture's size. Coordinates run from -1 to 1 across, and down at the same scale.
pub(in crate::phantom) struct Plate {
    pub(in crate::phantom) width: usize,
    pub(in crate::phantom) height: usize,
    pub(in crate::phantom) values: Vec<f32>,
}

impl Plate {
    pub(in crate::phantom) fn new(columns: usize, rows: usize) -> Self {
        let (width, height) = (columns.div_ceil(2), rows.div_ceil(2));
        Self { width, height, values: vec![0.0; width * height] }
    }

    fn unit(&self) -> f32 {
        self.width as f32 / 2.0
    }

    /// Columns and rows of the points between two corners.
    fn range(&self, low: (f32, f32), high: (f32, f32)) -> (Range<usize>, Range<usize>) {
        let (unit, middle) = (self.unit(), self.height as f32 / 2.0);
        let limit = |at: f32, size: usize| (at.max(0.0) as usize).min(size);
        let columns = limit((low.0 + 1.0) * unit, self.width)..limit((high.0 + 1.0) * unit + 1.0, self.width);
        let rows = limit(low.1 * unit + middle, self.height)..limit(high.1 * unit + middle + 1.0, self.height);
        (columns, rows)
    }

    /// Changes every point: `change(x, y, value)`, where `row(y)` is worked out once for each row.
    pub(in crate::phantom) fn each_row<Row>(&mut self, row: impl Fn(f32) -> Row, change: impl Fn(&Row, f32, &mut f32)) {
        let (unit, middle) = (self.unit(), self.height as f32 / 2.0);
        for (place, values) in self.values.chunks_exact_mut(self.width).enumerate() {
            let state = row((place as f32 + 0.5 - middle) / unit);
            for (column, value) in values.iter_mut().enumerate() {
                change(&state, (column as f32 + 0.5) / unit - 1.0, value);
            }
        }
    }

    /// Changes the points inside a rectangle around a centre.
    pub(in crate::phantom) fn around(
        &mut self,
        centre: (f32, f32),
        reach: (f32, f32),
        mut change: impl FnMut(f32, f32, &mut f32),
    ) {
        let (unit, middle) = (self.unit(), self.height as f32 / 2.0);
        let low = (centre.0 - reach.0, centre.1 - reach.1);
        let (columns, rows) = self.range(low, (centre.0 + reach.0, centre.1 + reach.1));
        for row in rows {
            let y = (row as f32 + 0.5 - middle) / unit;
            for column in columns.clone() {
                change((column as f32 + 0.5) / unit - 1.0, y, &mut self.values[row * self.width + column]);
            }
        }
    }

    /// Adds a body with the outline of an ellipse, thick in the middle: `strength` there.
    pub(in crate::phantom) fn add_ball(&mut self, centre: (f32, f32), axes: (f32, f32), turn: f32, strength: f32) {
        let (sine, cosine) = (libm::sinf(turn), libm::cosf(turn));
        let reach = axes.0.max(axes.1);
        self.around(centre, (reach, reach), |x, y, value| {
            let (x, y) = (x - centre.0, y - centre.1);
            let (along, across) = ((x * cosine + y * sine) / axes.0, (y * cosine - x * sine) / axes.1);
            *value += strength * (1.0 - along * along - across * across).max(0.0).sqrt();
        });
    }

    /// Adds an organ with the outline of an ellipse that is almost as thick at its border as in the middle.
    pub(in crate::phantom) fn add_organ(&mut self, centre: (f32, f32), axes: (f32, f32), turn: f32, strength: f32) {
        let (sine, cosine) = (libm::sinf(turn), libm::cosf(turn));
        let reach = axes.0.max(axes.1);
        self.around(centre, (reach, reach), |x, y, value| {
            let (x, y) = (x - centre.0, y - centre.1);
            let (along, across) = ((x * cosine + y * sine) / axes.0, (y * cosine - x * sine) / axes.1);
            *value += strength * (1.0 - along * along - across * across).max(0.0).sqrt().sqrt();
        });
    }

    /// Adds a tube along the points, with a dense rim of the part `rim` of its radius, and what it holds weakened to `core`.
    pub(in crate::phantom) fn add_tube(&mut self, points: &[Tube], rim: f32, core: f32) {
        let inner = (1.0 - rim) * (1.0 - rim);
        // Each point takes the nearest segment alone, so that bends show no seams.
        let thickest = points.iter().fold(0.0f32, |radius, point| radius.max(point.radius));
        let mut bounds = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for Tube { x, y, .. } in points {
            bounds.0 = (bounds.0.0.min(x - thickest), bounds.0.1.min(y - thickest));
            bounds.1 = (bounds.1.0.max(x + thickest), bounds.1.1.max(y + thickest));
        }
        let (columns, rows) = self.range(bounds.0, bounds.1);
        let mut nearest = vec![f32::MAX; columns.len() * rows.len()];
        let mut strengths = vec![0.0; nearest.len()];
        let (unit, middle) = (self.unit(), self.height as f32 / 2.0);
        let last = points.len().saturating_sub(2);
        for (number, pair) in points.windows(2).enumerate() {
            let (from, to) = (pair[0], pair[1]);
            // Round joints, but blunt ends: another tube may go on there.
            let reach = (if number == 0 { 0.0 } else { -1e9 }, if number == last { 1.0 } else { 1e9 });
            let (run, fall) = (to.x - from.x, to.y - from.y);
            let square = (run * run + fall * fall).max(1e-9);
            let radius = from.radius.max(to.radius);
            let low = (from.x.min(to.x) - radius, from.y.min(to.y) - radius);
            let (some_columns, some_rows) = self.range(low, (from.x.max(to.x) + radius, from.y.max(to.y) + radius));
            for row in some_rows {
                let y = (row as f32 + 0.5 - middle) / unit;
                for column in some_columns.clone() {
                    let x = (column as f32 + 0.5) / unit - 1.0;
                    let part = ((x - from.x) * run + (y - from.y) * fall) / square;
                    if part < reach.0 || part > reach.1 {
                        continue;
                    }
                    let part = part.clamp(0.0, 1.0);
                    let (dx, dy) = (x - from.x - run * part, y - from.y - fall * part);
                    let radius = from.radius + (to.radius - from.radius) * part;
                    let off = (dx * dx + dy * dy) / (radius * radius);
                    let place = (row - rows.start) * columns.len() + column - columns.start;
                    if off < nearest[place] {
                        nearest[place] = off;
                        strengths[place] = from.strength + (to.strength - from.strength) * part;
                    }
                }
            }
        }
        let width = columns.len().max(1);
        for ((row, offs), strengths) in rows.zip(nearest.chunks_exact(width)).zip(strengths.chunks_exact(width)) {
            let values = &mut self.values[row * self.width + columns.start..][..columns.len()];
            for ((value, off), strength) in values.iter_mut().zip(offs).zip(strengths) {
                *value += strength * ((1.0 - off).max(0.0).sqrt() - (1.0 - core) * (inner - off).max(0.0).sqrt());
            }
        }
    }

    /// One row at the picture's full width: three parts of the nearer point and one of the next, both ways. `mixed` is room
    /// to work in, two wider than the plate.
    pub(in crate::phantom) fn stretch_row(&self, y: usize, mixed: &mut [f32], out: &mut [f32]) {
        let near = (y / 2).min(self.height - 1);
        let next = if y.is_multiple_of(2) { near.saturating_sub(1) } else { (near + 1).min(self.height - 1) };
        let row = |at: usize| &self.values[at * self.width..(at + 1) * self.width];
        let inner = &mut mixed[1..=self.width];
        for ((mixed, near), next) in inner.iter_mut().zip(row(near)).zip(row(next)) {
            *mixed = 0.75 * near + 0.25 * next;
        }
        mixed[0] = mixed[1];
        mixed[self.width + 1] = mixed[self.width];
        for (pair, three) in out.chunks_mut(2).zip(mixed.windows(3)) {
            for (value, next) in pair.iter_mut().zip([three[0], three[2]]) {
                *value = 0.75 * three[1] + 0.25 * next;
            }
        }
    }

    /// Adds smooth noise of `columns` cells across.
    pub(in crate::phantom) fn add_clouds(&mut self, key: u32, columns: usize, strength: f32) {
        let height = self.height;
        let clouds = Clouds::new(key, columns, columns * height / self.width);
        let mut noise = vec![0.0; self.width];
        for (row, values) in self.values.chunks_exact_mut(self.width).enumerate() {
            noise.fill(0.0);
            clouds.add_row(row, height, strength, &mut noise);
            // Only matter varies: air before and behind the patient does not.
            values.iter_mut().zip(&noise).for_each(|(value, noise)| *value += noise * value.min(1.0));
        }
    }
}

/// A point on the middle line of a tube.
#[derive(Clone, Copy)]
pub(in crate::phantom) struct Tube {
    pub(in crate::phantom) x: f32,
    pub(in crate::phantom) y: f32,
    pub(in crate::phantom) radius: f32,
    pub(in crate::phantom) strength: f32,
}
