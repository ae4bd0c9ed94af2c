//! What the beam has met on its way to each point of the detector, at half the resolution of the picture.

use crate::phantom::chance::Clouds;

/// Attenuation on a grid of half the picture's size. Coordinates run from -1 to 1 across, and down at the same scale.
pub(super) struct Plate {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<f32>,
}

impl Plate {
    pub(super) fn new(columns: usize, rows: usize) -> Self {
        let (width, height) = (columns.div_ceil(2), rows.div_ceil(2));
        Self { width, height, values: vec![0.0; width * height] }
    }

    fn unit(&self) -> f32 {
        self.width as f32 / 2.0
    }

    /// Changes every point: `change(x, y, value)`, where `row(y)` is worked out once for each row.
    pub(super) fn each_row<Row>(&mut self, row: impl Fn(f32) -> Row, change: impl Fn(&Row, f32, &mut f32)) {
        let (unit, middle) = (self.unit(), self.height as f32 / 2.0);
        for (place, values) in self.values.chunks_exact_mut(self.width).enumerate() {
            let state = row((place as f32 + 0.5 - middle) / unit);
            for (column, value) in values.iter_mut().enumerate() {
                change(&state, (column as f32 + 0.5) / unit - 1.0, value);
            }
        }
    }

    /// Changes the points inside a rectangle around a centre.
    pub(super) fn around(&mut self, centre: (f32, f32), reach: (f32, f32), mut change: impl FnMut(f32, f32, &mut f32)) {
        let (unit, middle) = (self.unit(), self.height as f32 / 2.0);
        let limit = |at: f32, size: usize| (at.max(0.0) as usize).min(size);
        let columns = limit((centre.0 - reach.0 + 1.0) * unit, self.width)
            ..limit((centre.0 + reach.0 + 1.0) * unit + 1.0, self.width);
        let rows = limit((centre.1 - reach.1) * unit + middle, self.height)
            ..limit((centre.1 + reach.1) * unit + middle + 1.0, self.height);
        for row in rows {
            let y = (row as f32 + 0.5 - middle) / unit;
            for column in columns.clone() {
                change((column as f32 + 0.5) / unit - 1.0, y, &mut self.values[row * self.width + column]);
            }
        }
    }

    /// Adds a body with the outline of an ellipse, thick in the middle: `strength` there.
    pub(super) fn add_ball(&mut self, centre: (f32, f32), axes: (f32, f32), turn: f32, strength: f32) {
        let (sine, cosine) = (libm::sinf(turn), libm::cosf(turn));
        let reach = axes.0.max(axes.1);
        self.around(centre, (reach, reach), |x, y, value| {
            let (x, y) = (x - centre.0, y - centre.1);
            let (along, across) = ((x * cosine + y * sine) / axes.0, (y * cosine - x * sine) / axes.1);
            *value += strength * (1.0 - along * along - across * across).max(0.0).sqrt();
        });
    }

    /// Adds a tube along the points, with a dense rim of the part `rim` of its radius, and what it holds weakened to `core`.
    pub(super) fn add_tube(&mut self, points: &[Tube], rim: f32, core: f32) {
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let (run, fall) = (to.x - from.x, to.y - from.y);
            let square = (run * run + fall * fall).max(1e-9);
            let radius = from.radius.max(to.radius);
            let middle = ((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
            let reach = (run.abs() / 2.0 + radius, fall.abs() / 2.0 + radius);
            self.around(middle, reach, |x, y, value| {
                let part = ((x - from.x) * run + (y - from.y) * fall) / square;
                if !(0.0..1.0).contains(&part) {
                    return;
                }
                let (dx, dy) = (x - from.x - run * part, y - from.y - fall * part);
                let radius = from.radius + (to.radius - from.radius) * part;
                let off = (dx * dx + dy * dy) / (radius * radius);
                let inner = (1.0 - rim) * (1.0 - rim);
                let path = (1.0 - off).max(0.0).sqrt() - (1.0 - core) * (inner - off).max(0.0).sqrt();
                *value += path * (from.strength + (to.strength - from.strength) * part);
            });
        }
    }

    /// Adds smooth noise of `columns` cells across.
    pub(super) fn add_clouds(&mut self, key: u32, columns: usize, strength: f32) {
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
pub(super) struct Tube {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) radius: f32,
    pub(super) strength: f32,
}
