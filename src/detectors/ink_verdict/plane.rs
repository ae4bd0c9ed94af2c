//! One value per pixel, to compute on.

use crate::dicom::frame::Raster;

/// Weights of red, green and blue in brightness (ITU-R BT.601).
const LUMA: [f64; 3] = [0.299, 0.587, 0.114];

/// A grid of values, row by row.
#[derive(Clone, Debug)]
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<f64>,
}

impl Plane {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { width, height, values: vec![0.0; width * height] }
    }

    /// Weighted sum of the channels; one channel is taken as it is.
    pub(super) fn project(raster: &Raster, weights: [f64; 3]) -> Self {
        let values = match raster.channels {
            3 => raster.samples.chunks_exact(3).map(|pixel| dot(pixel, weights)).collect(),
            _ => raster.samples.iter().map(|sample| f64::from(*sample)).collect(),
        };
        Self { width: raster.width as usize, height: raster.height as usize, values }
    }

    /// Brightness.
    pub(super) fn luma(raster: &Raster) -> Self {
        Self::project(raster, LUMA)
    }

    /// The value at a place, that of the nearest pixel outside the grid.
    pub(super) fn near(&self, x: i64, y: i64) -> f64 {
        let column = x.clamp(0, self.width.max(1) as i64 - 1) as usize;
        let row = y.clamp(0, self.height.max(1) as i64 - 1) as usize;
        self.values.get(row * self.width + column).copied().unwrap_or(0.0)
    }

    /// The part of `width` x `height` with its corner at (`x`, `y`), continued by the nearest pixel.
    pub(super) fn part(&self, x: i64, y: i64, width: usize, height: usize) -> Self {
        let rows = (0..height as i64).flat_map(|row| (0..width as i64).map(move |column| (column, row)));
        let values = rows.map(|(column, row)| self.near(x + column, y + row)).collect();
        Self { width, height, values }
    }
}

/// Brightness of one pixel of any number of channels.
pub(super) fn brightness(pixel: &[i32]) -> f64 {
    if pixel.len() == 3 { dot(pixel, LUMA) } else { f64::from(pixel.first().copied().unwrap_or(0)) }
}

fn dot(pixel: &[i32], weights: [f64; 3]) -> f64 {
    pixel.iter().zip(weights).map(|(sample, weight)| f64::from(*sample) * weight).sum()
}
