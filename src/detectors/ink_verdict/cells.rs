//! The value box in pieces: what remains of the output in each after the background is fitted.

use crate::detectors::ink_verdict::plane::Plane;

/// Most regressors of one cell: constant, column, row, background, filtered background, filtered label.
pub(super) const REGRESSORS: usize = 6;
/// The residual and the regressors.
pub(super) const COLUMNS: usize = 1 + REGRESSORS;
/// Variance of rounding to whole levels.
pub(super) const ROUNDING: f64 = 1.0 / 12.0;
/// Cells with fewer pixels are left out.
const FEWEST_PIXELS: usize = 12;
/// One in so many pixels has the value of paint over part of the text, and one in so many that of paint strewn over all of it.
const PLAIN: usize = 20;
const STREWN: usize = 4;
/// Cell number of a pixel that belongs to none.
pub(super) const NO_CELL: u32 = u32::MAX;

/// One piece of the box.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Number of pixels.
    pub(super) pixels: f64,
    /// Number of independent regressors.
    pub(super) regressors: f64,
    /// Sum of the squared residuals.
    pub(super) rss: f64,
}

/// The pieces of the box, with the residual and the regressors at each pixel.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Piece of each pixel, or [`NO_CELL`].
    pub(super) cell_of: Vec<u32>,
    /// At each pixel what remains of the output, then the regressors, orthonormal within each piece; unused ones are 0.
    pub(super) design: Vec<[f64; COLUMNS]>,
    /// Pixels of one piece in a row: the piece, the first pixel, one past the last.
    pub(super) runs: Vec<(usize, usize, usize)>,
    pub(super) cells: Vec<Cell>,
}

impl Cells {
    /// Fits `backgrounds`, a constant, and a slope in both directions to `output` within each piece.
    ///
    /// `pieces` gives each pixel its piece, or [`NO_CELL`]. Pieces that are flat after the fit hold nothing and are left out.
    pub(super) fn fit(output: &Plane, backgrounds: &[&Plane], pieces: &[u32]) -> Self {
        Self::fit_with(output, backgrounds, pieces, true)
    }

    /// The same without slopes, for pieces too small for them.
    pub(super) fn fit_level(output: &Plane, backgrounds: &[&Plane], pieces: &[u32]) -> Self {
        Self::fit_with(output, backgrounds, pieces, false)
    }

    fn fit_with(output: &Plane, backgrounds: &[&Plane], pieces: &[u32], slopes: bool) -> Self {
        let count = output.values.len();
        let mut fitted = Self {
            width: output.width,
            height: output.height,
            cell_of: vec![NO_CELL; count],
            design: vec![[0.0; COLUMNS]; count],
            runs: Vec::new(),
            cells: Vec::new(),
        };
        let number = pieces.iter().filter(|piece| **piece != NO_CELL).max().map_or(0, |last| *last as usize + 1);
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); number];
        for (pixel, piece) in pieces.iter().enumerate().take(count) {
            if let Some(list) = members.get_mut(*piece as usize) {
                list.push(pixel);
            }
        }
        for list in members.iter().filter(|list| list.len() >= FEWEST_PIXELS) {
            fitted.fit_one(output, backgrounds, list, slopes);
        }
        let mut pixel = 0;
        for run in fitted.cell_of.chunk_by(|a, b| a == b) {
            if let Some(cell) = run.first().filter(|cell| **cell != NO_CELL) {
                fitted.runs.push((*cell as usize, pixel, pixel + run.len()));
            }
            pixel += run.len();
        }
        fitted
    }

    fn fit_one(&mut self, output: &Plane, backgrounds: &[&Plane], members: &[usize], slopes: bool) {
        let width = self.width.max(1);
        let mut columns: Vec<Vec<f64>> = vec![vec![1.0; members.len()]];
        if slopes {
            columns.push(members.iter().map(|pixel| (pixel % width) as f64).collect());
            columns.push(members.iter().map(|pixel| (pixel / width) as f64).collect());
        }
        columns.extend(backgrounds.iter().map(|plane| pick(plane, members)));
        columns.truncate(REGRESSORS);
        let basis = orthonormal(columns);
        let mut residual = pick(output, members);
        for column in &basis {
            subtract(&mut residual, column);
        }
        let rss = product(&residual, &residual);
        let pixels = members.len() as f64;
        if rss < 0.05 * pixels * ROUNDING {
            return;
        }
        let number = self.cells.len() as u32;
        self.cells.push(Cell { pixels, regressors: basis.len() as f64, rss });
        for (index, pixel) in members.iter().enumerate() {
            self.cell_of[*pixel] = number;
            self.design[*pixel][0] = residual[index];
            for (regressor, column) in basis.iter().enumerate() {
                self.design[*pixel][regressor + 1] = column[index];
            }
        }
    }

    /// Whether nothing is left anywhere.
    pub(super) fn is_flat(&self) -> bool {
        self.cells.is_empty()
    }
}

impl Cell {
    /// Log likelihood ratio, in nats, of a template that explains `gain` of the squared residuals.
    pub(super) fn nats(&self, gain: f64, templates: f64) -> f64 {
        let freedom = (self.pixels - self.regressors - templates).max(1.0);
        let noise = self.pixels * ROUNDING;
        let gain = gain.clamp(0.0, self.rss);
        0.5 * freedom * libm::log((self.rss + noise) / (self.rss - gain + noise))
    }
}

fn pick(plane: &Plane, members: &[usize]) -> Vec<f64> {
    members.iter().map(|pixel| plane.values.get(*pixel).copied().unwrap_or(0.0)).collect()
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Takes the part along the unit vector `direction` out of `vector`.
fn subtract(vector: &mut [f64], direction: &[f64]) {
    let along = product(vector, direction);
    vector.iter_mut().zip(direction).for_each(|(value, unit)| *value -= along * unit);
}

/// Gram-Schmidt; columns that the earlier ones explain are left out.
fn orthonormal(columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
    for mut column in columns {
        let before = product(&column, &column);
        // Twice, because one pass loses digits where columns are nearly parallel.
        for _ in 0..2 {
            for earlier in &basis {
                subtract(&mut column, earlier);
            }
        }
        let left = product(&column, &column);
        if left > 1e-9 * before && left > 0.0 {
            let norm = left.sqrt();
            column.iter_mut().for_each(|value| *value /= norm);
            basis.push(column);
        }
    }
    basis
}

/// Vertical strips as wide as the text is high, each split into painted fill and the rest.
///
/// Fill is flat and has the most frequent value of the box: paint over part of the text must not spoil the fit of the
/// other part. A strip whose flat pixels equal the clean or the burned picture is not split.
pub(super) fn strips(output: &Plane, clean: &Plane, burned: &Plane, size: usize) -> Vec<u32> {
    let (width, height) = (output.width, output.height);
    let strip = size.max(10);
    let fill = painted(output);
    let count = width.div_ceil(strip).max(1);
    // A narrow last strip is joined to the one before.
    let last = if count > 1 && width % strip != 0 && width % strip < strip / 2 { count - 2 } else { count - 1 };
    let strip_of = |x: usize| (x / strip).min(last);
    let mut flat = vec![0usize; count];
    let mut known = vec![0usize; count];
    for y in 0..height {
        for x in 0..width {
            let pixel = y * width + x;
            if fill[pixel] {
                let value = output.values[pixel];
                let same = |plane: &Plane| (plane.values[pixel] - value).abs() < 0.5;
                flat[strip_of(x)] += 1;
                known[strip_of(x)] += usize::from(same(clean) || same(burned));
            }
        }
    }
    let split: Vec<bool> = flat.iter().zip(&known).map(|(flat, known)| *flat > 0 && known * 10 <= flat * 7).collect();
    let mut pieces = vec![0u32; width * height];
    for y in 0..height {
        for x in 0..width {
            let strip = strip_of(x);
            let near = || {
                (y.saturating_sub(1)..(y + 2).min(height))
                    .any(|row| (x.saturating_sub(1)..(x + 2).min(width)).any(|column| fill[row * width + column]))
            };
            pieces[y * width + x] = 2 * strip as u32 + u32::from(split[strip] && near());
        }
    }
    pieces
}

/// The same strips without the pixels of the most frequent value, however they are strewn: paint on every second pixel or row is no
/// area, and what stands between is still there. `None` where no value is that frequent, or nothing else is left.
pub(super) fn between_paint(output: &Plane, strip: usize) -> Option<Vec<u32>> {
    let paint = mode(output, STREWN)?;
    let (width, strip) = (output.width.max(1), strip.max(10));
    let is_paint = |value: &f64| (value - paint).abs() < 0.5;
    let left = output.values.iter().filter(|value| !is_paint(value)).count();
    // Where most of it is an area, what is left are strokes of whatever was drawn on it.
    let areas = painted(output).into_iter().filter(|flat| *flat).count();
    if 2 * areas > output.values.len() - left {
        return None;
    }
    let piece = |(at, value): (usize, &f64)| if is_paint(value) { NO_CELL } else { (at % width / strip) as u32 };
    (left >= FEWEST_PIXELS).then(|| output.values.iter().enumerate().map(piece).collect())
}

/// The most frequent level, if one in so many pixels has it.
fn mode(output: &Plane, one_in: usize) -> Option<f64> {
    let mut levels: Vec<i64> = output.values.iter().map(|value| value.round() as i64).collect();
    levels.sort_unstable();
    let longest = levels.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).unwrap_or_default();
    longest.first().filter(|_| longest.len() * one_in >= levels.len()).map(|level| *level as f64)
}

/// Pixels that are flat within one level in 3 x 3 and within two levels of the most frequent value of the box.
fn painted(output: &Plane) -> Vec<bool> {
    let Some(mode) = mode(output, PLAIN) else {
        return vec![false; output.values.len()];
    };
    let (width, height) = (output.width, output.height);
    let mut fill = vec![false; width * height];
    for y in 0..height {
        for x in 0..width {
            if (output.values[y * width + x] - mode).abs() > 2.0 {
                continue;
            }
            let (mut low, mut high) = (f64::MAX, f64::MIN);
            for row in y.saturating_sub(1)..(y + 2).min(height) {
                for value in &output.values[row * width + x.saturating_sub(1)..row * width + (x + 2).min(width)] {
                    (low, high) = (low.min(*value), high.max(*value));
                }
            }
            fill[y * width + x] = high - low <= 1.0;
        }
    }
    fill
}
