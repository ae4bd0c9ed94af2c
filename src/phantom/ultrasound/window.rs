//! Geometry of a linear array: a rectangle in which every column is a line.

use super::shape::Run;
use crate::dicom::locus::PixelBox;
use crate::phantom::chance::Chance;

/// The rectangle in frame coordinates.
#[derive(Clone, Debug)]
pub(super) struct Window {
    columns: usize,
    rows: usize,
    /// First row below the header strip.
    pub(super) top: usize,
    left: usize,
    /// First row of echoes.
    first: usize,
    /// Rows of echoes.
    pub(super) depth: usize,
    /// Columns of echoes.
    pub(super) lines: usize,
}

impl Window {
    pub(super) fn new(chance: &mut Chance, columns: usize, rows: usize) -> Self {
        let top = (rows * 16 / 100).max(4);
        let first = top + rows / 60;
        let depth = ((rows - first) as f32 * chance.range(0.88, 0.95)) as usize;
        let lines = ((columns as f32 * chance.range(0.5, 0.55)) as usize).min(columns - columns / 3);
        let left = (columns as f32 * chance.range(0.25, 0.27)) as usize;
        Self { columns, rows, top, left, first, depth, lines }
    }

    pub(super) fn polar(&self, x: usize, y: usize) -> Option<(usize, usize)> {
        let inside =
            (self.left..self.left + self.lines).contains(&x) && (self.first..self.first + self.depth).contains(&y);
        inside.then(|| (x - self.left, y - self.first))
    }

    /// Line and depth of a place in pixels from the middle of the probe's surface.
    pub(super) fn sample(&self, across: f32, down: f32) -> Option<(usize, usize)> {
        let line = across + self.lines as f32 / 2.0;
        let inside = line >= 0.0 && down >= 0.0 && line < self.lines as f32 && down < self.depth as f32;
        inside.then_some((line as usize, down as usize))
    }

    pub(super) fn scan(&self) -> (Vec<Run>, Vec<u32>) {
        let rows = self.first..self.first + self.depth;
        let runs = rows.map(|y| (y * self.columns + self.left, self.lines)).collect();
        (runs, (0..(self.depth * self.lines) as u32).collect())
    }

    pub(super) fn bounds(&self) -> PixelBox {
        PixelBox::new(self.left as u32, self.first as u32, self.lines as u32, self.depth as u32)
    }

    pub(super) fn rows_of_scale(&self) -> (f32, f32) {
        (self.first as f32, (self.first + self.depth) as f32)
    }

    /// Black columns beside the window, and the strip below it.
    pub(super) fn corners(&self, left: f32, right: f32) -> Vec<PixelBox> {
        const GAP: usize = 5;
        let (left, right) = (left as usize, right as usize);
        let (end, bottom) = (self.left + self.lines + GAP, self.first + self.depth + GAP);
        [
            (left, self.first, self.left.saturating_sub(GAP), self.rows - GAP),
            (end, self.first, right, self.rows - GAP),
            (left, bottom, right, self.rows - GAP),
        ]
        .into_iter()
        .filter(|(x0, y0, x1, y1)| x0 + 24 < *x1 && y0 + 10 < *y1)
        .map(|(x0, y0, x1, y1)| PixelBox::new(x0 as u32, y0 as u32, (x1 - x0) as u32, (y1 - y0) as u32))
        .collect()
    }
}
