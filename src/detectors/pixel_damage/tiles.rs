//! Figures of tiles: what is left of each, against what its neighbours in texture lost.

use super::Judged;
use super::TILE;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// Side of the windows in which structure is compared, pixels.
const WINDOW: usize = 8;
/// Windows start at every so many pixels.
const STRIDE: usize = 4;

/// A square of pixels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tile {
    /// First column.
    pub x: usize,
    /// First row.
    pub y: usize,
    /// Pixels that count.
    pub pixels: u64,
    /// Of these, pixels that differ.
    pub differing: u64,
    /// The input shows more than one value.
    pub textured: bool,
    /// The output shows one value.
    pub flat: bool,
    /// Standard deviation of the input's samples.
    pub activity: f64,
    /// Root mean square of what is left of the difference.
    pub residual: f64,
    /// The output shows one value where the input showed several that a loss all over leaves.
    pub erased: bool,
}

impl Tile {
    /// Its place in the frame.
    pub fn area(&self, judged: &Judged) -> PixelBox {
        let (columns, rows) = (judged.columns() as u32, judged.rows() as u32);
        PixelBox::new(self.x as u32, self.y as u32, TILE as u32, TILE as u32).dilated(0, columns, rows)
    }

    /// Numbers of its pixels that count.
    pub fn pixels_of(self, judged: &Judged) -> impl Iterator<Item = usize> + '_ {
        let (width, height) = (judged.columns(), judged.rows());
        let (right, bottom) = ((self.x + TILE).min(width), (self.y + TILE).min(height));
        (self.y..bottom)
            .flat_map(move |y| (self.x..right).map(move |x| y * width + x))
            .filter(|at| !judged.is_exempt(*at))
    }
}

/// Every tile with a pixel that counts; residuals are not known yet.
pub fn tiles(before: &Raster, after: &Raster, differences: &[u32], judged: &Judged) -> Vec<Tile> {
    let mut tiles = Vec::new();
    for y in (0..judged.rows()).step_by(TILE) {
        for x in (0..judged.columns()).step_by(TILE) {
            let tile = tile(Tile { x, y, ..Tile::default() }, before, after, differences, judged);
            if tile.pixels > 0 {
                tiles.push(tile);
            }
        }
    }
    tiles
}

fn tile(mut tile: Tile, before: &Raster, after: &Raster, differences: &[u32], judged: &Judged) -> Tile {
    let (mut first, mut even_before, mut even_after) = (None, true, true);
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    for at in tile.pixels_of(judged) {
        let (one, other) = (pixel(before, at), pixel(after, at));
        tile.pixels += 1;
        tile.differing += u64::from(differences.get(at).is_some_and(|difference| *difference > 0));
        let (known, found) = *first.get_or_insert((one, other));
        even_before &= known == one;
        even_after &= found == other;
        for sample in one {
            let sample = f64::from(*sample);
            (sum, squares, count) = (sum + sample, squares + sample * sample, count + 1.0);
        }
    }
    if count > 0.0 {
        tile.activity = (squares / count - (sum / count) * (sum / count)).max(0.0).sqrt();
    }
    (tile.textured, tile.flat) = (!even_before, even_after);
    tile
}

/// The samples of pixel number `at`.
pub fn pixel(raster: &Raster, at: usize) -> &[i32] {
    let channels = raster.channels as usize;
    raster.samples.get(at * channels..(at + 1) * channels).unwrap_or_default()
}

/// What a tile of each texture usually lost: for every tile the median residual of those that are about as active.
pub fn usual_residuals(tiles: &[Tile]) -> Vec<f64> {
    let mut ranked: Vec<usize> =
        (0..tiles.len()).filter(|at| tiles.get(*at).is_some_and(|tile| !tile.erased)).collect();
    let activity = |at: &usize| tiles.get(*at).map_or(0.0, |tile| tile.activity);
    ranked.sort_by(|one, other| activity(one).total_cmp(&activity(other)));
    let reach = (ranked.len() / 20).max(8);
    let mut usual = vec![0.0; tiles.len()];
    for (rank, at) in ranked.iter().enumerate() {
        let near = rank.saturating_sub(reach)..(rank + reach + 1).min(ranked.len());
        let residuals = ranked.get(near).unwrap_or_default().iter();
        let known = super::fit::median(residuals.filter_map(|at| tiles.get(*at)).map(|tile| tile.residual));
        if let Some(slot) = usual.get_mut(*at) {
            *slot = known;
        }
    }
    usual
}

/// Brightness of a frame, one value for each pixel.
pub fn brightness(raster: &Raster) -> Vec<f64> {
    let channels = (raster.channels as usize).max(1);
    let level = |pixel: &[i32]| match pixel {
        [red, green, blue] => 0.299 * f64::from(*red) + 0.587 * f64::from(*green) + 0.114 * f64::from(*blue),
        _ => pixel.first().copied().map_or(0.0, f64::from),
    };
    raster.samples.chunks_exact(channels).map(level).collect()
}

/// Structural similarity of a tile, 1 where both are equal: the mean over its windows of 8 x 8 pixels (Wang et al., IEEE
/// Transactions on Image Processing 13(4), 2004, with even weights). `None` where no window counts whole.
pub fn similarity(
    tile: &Tile,
    before: &[f64],
    after: &[f64],
    counts: &dyn Fn(usize) -> bool,
    width: usize,
    peak: f64,
) -> Option<f64> {
    let (steady, contrast) = ((0.01 * peak).powi(2), (0.03 * peak).powi(2));
    let (mut sum, mut windows) = (0.0, 0u32);
    for y in (tile.y..=tile.y + TILE - WINDOW).step_by(STRIDE) {
        for x in (tile.x..=tile.x + TILE - WINDOW).step_by(STRIDE) {
            let Some([mean, other_mean, variance, other_variance, shared]) =
                moments(x, y, before, after, counts, width)
            else {
                continue;
            };
            let likeness = (2.0 * mean * other_mean + steady) * (2.0 * shared + contrast)
                / ((mean * mean + other_mean * other_mean + steady) * (variance + other_variance + contrast));
            (sum, windows) = (sum + likeness, windows + 1);
        }
    }
    (windows > 0).then(|| sum / f64::from(windows))
}

/// Means, variances and covariance in a window; `None` where a pixel of it does not count.
fn moments(
    x: usize,
    y: usize,
    before: &[f64],
    after: &[f64],
    counts: &dyn Fn(usize) -> bool,
    width: usize,
) -> Option<[f64; 5]> {
    if x + WINDOW > width {
        return None;
    }
    let n = (WINDOW * WINDOW) as f64;
    let mut sums = [0.0; 5];
    for row in y..y + WINDOW {
        for at in row * width + x..row * width + x + WINDOW {
            if !counts(at) {
                return None;
            }
            let (one, other) = (*before.get(at)?, *after.get(at)?);
            for (sum, term) in sums.iter_mut().zip([one, other, one * one, other * other, one * other]) {
                *sum += term;
            }
        }
    }
    let [mean, other_mean, squares, other_squares, products] = sums.map(|sum| sum / n);
    Some([
        mean,
        other_mean,
        (squares - mean * mean).max(0.0),
        (other_squares - other_mean * other_mean).max(0.0),
        products - mean * other_mean,
    ])
}
