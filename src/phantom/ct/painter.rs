//! Painting Hounsfield values into a slice, shape over shape.

use crate::phantom::canvas;

/// Air outside the patient, and everything outside the reconstructed circle.
pub(super) const AIR: i16 = -1024;
/// Points of an ellipse.
const CORNERS: usize = 40;

/// A square slice; coordinates run from -1 to 1, to the right and down.
pub(super) struct Painter {
    size: usize,
    half: f32,
    circle: Vec<(f32, f32)>,
    points: Vec<(f32, f32)>,
    /// Hounsfield values, row by row.
    pub(super) pixels: Vec<i16>,
}

/// Centre, half axes and the turn of the first axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ellipse {
    pub(super) centre: (f32, f32),
    pub(super) axes: (f32, f32),
    pub(super) turn: f32,
}

impl Ellipse {
    pub(super) fn new(x: f32, y: f32, across: f32, down: f32) -> Self {
        Self { centre: (x, y), axes: (across, down), turn: 0.0 }
    }

    pub(super) fn turned(mut self, turn: f32) -> Self {
        self.turn = turn;
        self
    }

    /// The same with both half axes shorter by `by`.
    pub(super) fn inset(mut self, by: f32) -> Self {
        self.axes = ((self.axes.0 - by).max(0.0), (self.axes.1 - by).max(0.0));
        self
    }

    /// The same with both half axes `by` times as long.
    pub(super) fn scaled(mut self, by: f32) -> Self {
        self.axes = (self.axes.0 * by, self.axes.1 * by);
        self
    }
}

impl Painter {
    pub(super) fn new(size: usize) -> Self {
        let circle = (0..CORNERS)
            .map(|corner| corner as f32 * std::f32::consts::TAU / CORNERS as f32)
            .map(|angle| (libm::cosf(angle), libm::sinf(angle)))
            .collect();
        let half = size as f32 / 2.0;
        Self { size, half, circle, points: Vec::new(), pixels: vec![AIR; size * size] }
    }

    /// Fills a polygon.
    pub(super) fn shape(&mut self, points: impl Iterator<Item = (f32, f32)>, value: i16) {
        let half = self.half;
        self.points.clear();
        self.points.extend(points.map(|(x, y)| ((x + 1.0) * half, (y + 1.0) * half)));
        let (size, pixels) = (self.size, &mut self.pixels);
        canvas::fill_polygon(&self.points, size, size, |y, first, last| {
            pixels[y * size + first..y * size + last].fill(value);
        });
    }

    /// Fills an ellipse.
    pub(super) fn ellipse(&mut self, ellipse: Ellipse, value: i16) {
        self.ellipse_over(ellipse, value, i16::MAX);
    }

    /// Fills an ellipse, but only where less than `limit` was painted before.
    pub(super) fn ellipse_over(&mut self, ellipse: Ellipse, value: i16, limit: i16) {
        let Ellipse { centre, axes, turn } = ellipse;
        let (sine, cosine) = if turn == 0.0 { (0.0, 1.0) } else { (libm::sinf(turn), libm::cosf(turn)) };
        let half = self.half;
        self.points.clear();
        self.points.extend(self.circle.iter().map(|(x, y)| {
            let (along, across) = (x * axes.0, y * axes.1);
            let x = centre.0 + along * cosine - across * sine;
            let y = centre.1 + along * sine + across * cosine;
            ((x + 1.0) * half, (y + 1.0) * half)
        }));
        let (size, pixels) = (self.size, &mut self.pixels);
        canvas::fill_polygon(&self.points, size, size, |y, first, last| {
            for pixel in pixels[y * size + first..y * size + last].iter_mut().filter(|pixel| **pixel < limit) {
                *pixel = value;
            }
        });
    }
}
