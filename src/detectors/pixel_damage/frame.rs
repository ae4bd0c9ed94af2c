//! One frame against another of the same size.

use super::Comparison;
use super::Judged;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// Side of a tile, pixels.
const TILE: usize = 16;
/// Connected pixels from which a difference is a place, pixels.
const SMALLEST_PLACE: usize = 25;
/// A difference stands out from a loss all over by this many times its usual size.
const STANDS_OUT: i64 = 8;
/// Smallest difference that stands out from a loss all over, levels.
const STANDS_OUT_LEVELS: i64 = 3;

/// Compares two frames with the same rows, columns and samples per pixel; depth may differ.
pub fn compare_frame(
    before_format: &PixelFormat,
    before: &[u8],
    after_format: &PixelFormat,
    after: &[u8],
    judged: &Judged,
) -> Comparison {
    let same_layout = before_format.bits_allocated == after_format.bits_allocated;
    let mut sums = Comparison { frames: 1, pixels: judged.pixels, clinical: judged.clinical, ..Comparison::default() };
    if same_layout && before == after {
        sums.samples = judged.pixels * u64::from(before_format.samples);
        return sums;
    }
    let rows = differing_rows(before_format, before, after, same_layout, judged);
    if !rows.contains(&true) {
        sums.samples = judged.pixels * u64::from(before_format.samples);
        return sums;
    }
    let view = View {
        before: Raster::from_native(before_format, before, whole(before_format)),
        after: Raster::from_native(after_format, after, whole(after_format)),
        width: before_format.columns as usize,
        height: before_format.rows as usize,
        channels: usize::from(before_format.samples).max(1),
        judged,
    };
    let differences = view.differences(&rows);
    sums.differing = differences.iter().filter(|difference| **difference > 0).count() as u64;
    if sums.differing == 0 {
        sums.samples = judged.pixels * u64::from(before_format.samples);
        return sums;
    }
    sums.differing_frames = 1;
    view.judge(&differences, &mut sums);
    sums
}

/// The rows with a differing byte outside of exempt boxes; every row where the layouts differ.
fn differing_rows(format: &PixelFormat, before: &[u8], after: &[u8], same_layout: bool, judged: &Judged) -> Vec<bool> {
    let columns = format.columns as usize;
    let pixel = usize::from(format.samples) * usize::from(format.bits_allocated.div_ceil(8));
    let row = |bytes, y: usize| part(bytes, y * columns * pixel, columns * pixel);
    (0..format.rows as usize)
        .map(|y| {
            let (one, other) = (row(before, y), row(after, y));
            let counts = |x: &usize| {
                part(one, x * pixel, pixel) != part(other, x * pixel, pixel) && !judged.is_exempt(y * columns + x)
            };
            !same_layout || (one != other && (0..columns).any(|x| counts(&x)))
        })
        .collect()
}

fn part(bytes: &[u8], first: usize, length: usize) -> &[u8] {
    bytes.get(first..first + length).unwrap_or_default()
}

fn whole(format: &PixelFormat) -> PixelBox {
    PixelBox::new(0, 0, format.columns, format.rows)
}

struct View<'a> {
    before: Raster,
    after: Raster,
    width: usize,
    height: usize,
    channels: usize,
    judged: &'a Judged,
}

impl View<'_> {
    fn pixel<'r>(&self, raster: &'r Raster, at: usize) -> &'r [i32] {
        raster.samples.get(at * self.channels..(at + 1) * self.channels).unwrap_or_default()
    }

    /// The greatest difference of any channel at each pixel; 0 where it is exempt.
    fn differences(&self, rows: &[bool]) -> Vec<u32> {
        let mut differences = vec![0; self.width * self.height];
        for (at, difference) in differences.iter_mut().enumerate() {
            if rows.get(at / self.width.max(1)) == Some(&true) && !self.judged.is_exempt(at) {
                let pairs = self.pixel(&self.before, at).iter().zip(self.pixel(&self.after, at));
                *difference = pairs.map(|(one, other)| one.abs_diff(*other)).max().unwrap_or(0);
            }
        }
        differences
    }

    fn judge(&self, differences: &[u32], sums: &mut Comparison) {
        let tiles: Vec<Tile> = self.tiles(differences);
        let standing: Vec<&Tile> = tiles.iter().filter(|tile| !tile.erased).collect();
        let textured = standing.iter().filter(|tile| tile.textured).count();
        let touched = standing.iter().filter(|tile| tile.textured && tile.differing > 0).count();
        let spread = touched >= 4 && 2 * touched > textured;
        let mut erased = vec![false; differences.len()];
        for tile in tiles.iter().filter(|tile| tile.erased) {
            for at in self.pixels_of(tile) {
                if let Some(pixel) = erased.get_mut(at) {
                    *pixel = true;
                }
            }
        }
        let threshold = if spread { stands_out(differences, &erased) } else { 0 };
        let strong: Vec<bool> = differences
            .iter()
            .zip(&erased)
            .map(|(difference, erased)| i64::from(*difference) > if *erased { 0 } else { threshold })
            .collect();
        let local = places(&strong, &erased, self.width);
        sums.spread_frames = u64::from(spread);
        for (at, local) in local.iter().enumerate() {
            if *local {
                sums.local += 1;
                sums.local_clinical += u64::from(self.judged.is_clinical(at));
            } else if !self.judged.is_exempt(at) {
                let pairs = self.pixel(&self.before, at).iter().zip(self.pixel(&self.after, at));
                sums.squared += pairs.map(|(one, other)| f64::from(one.abs_diff(*other)).powi(2)).sum::<f64>();
                sums.samples += self.channels as u64;
            }
        }
        for tile in &standing {
            let rest = self.pixels_of(tile).filter(|at| local.get(*at) == Some(&false) && !self.judged.is_exempt(*at));
            let (count, sum) = rest.fold((0u64, 0u64), |(count, sum), at| {
                (count + 1, sum + u64::from(differences.get(at).copied().unwrap_or(0)))
            });
            if count > 0 {
                sums.worst_tile = sums.worst_tile.max(sum as f64 / count as f64);
            }
        }
        if spread {
            (sums.levels_before, sums.levels_after) =
                (self.levels(&self.before, &local), self.levels(&self.after, &local));
        }
    }

    fn tiles(&self, differences: &[u32]) -> Vec<Tile> {
        let mut tiles = Vec::new();
        for y in (0..self.height).step_by(TILE) {
            for x in (0..self.width).step_by(TILE) {
                let mut tile = Tile { x, y, differing: 0, textured: false, erased: false };
                let pixels: Vec<usize> = self.pixels_of(&tile).filter(|at| !self.judged.is_exempt(*at)).collect();
                let even = |raster: &Raster| {
                    pixels.windows(2).all(|two| self.pixel(raster, two[0]) == self.pixel(raster, two[1]))
                };
                tile.differing = pixels.iter().filter(|at| differences.get(**at).is_some_and(|one| *one > 0)).count();
                tile.textured = !even(&self.before);
                tile.erased = tile.differing > 0 && tile.textured && even(&self.after);
                tiles.push(tile);
            }
        }
        tiles
    }

    fn pixels_of(&self, tile: &Tile) -> impl Iterator<Item = usize> + use<> {
        let (width, right, bottom) = (self.width, (tile.x + TILE).min(self.width), (tile.y + TILE).min(self.height));
        let left = tile.x;
        (tile.y..bottom).flat_map(move |y| (left..right).map(move |x| y * width + x))
    }

    /// Distinct levels of the first channel outside of places.
    fn levels(&self, raster: &Raster, local: &[bool]) -> u64 {
        let counted = (0..local.len()).filter(|at| local.get(*at) == Some(&false) && !self.judged.is_exempt(*at));
        let mut levels: Vec<i32> = counted.filter_map(|at| self.pixel(raster, at).first().copied()).collect();
        levels.sort_unstable();
        levels.dedup();
        levels.len() as u64
    }
}

struct Tile {
    x: usize,
    y: usize,
    differing: usize,
    /// The input shows more than one value.
    textured: bool,
    /// The output shows one value where the input showed several.
    erased: bool,
}

/// The difference above which a pixel stands out from a loss all over: several times the median.
fn stands_out(differences: &[u32], erased: &[bool]) -> i64 {
    let mut found: Vec<u32> =
        differences.iter().zip(erased).filter(|(one, erased)| **one > 0 && !**erased).map(|(one, _)| *one).collect();
    let middle = found.len() / 2;
    let median = if found.is_empty() { 0 } else { *found.select_nth_unstable(middle).1 };
    (STANDS_OUT * i64::from(median)).max(STANDS_OUT_LEVELS)
}

/// Strong pixels that form a place: [`SMALLEST_PLACE`] connected ones (corners count), or part of an erased tile.
fn places(strong: &[bool], erased: &[bool], width: usize) -> Vec<bool> {
    let mut local = vec![false; strong.len()];
    let mut seen = vec![false; strong.len()];
    for start in 0..strong.len() {
        if strong.get(start) != Some(&true) || seen.get(start) != Some(&false) {
            continue;
        }
        let mut place = vec![start];
        let mut next = 0;
        if let Some(mark) = seen.get_mut(start) {
            *mark = true;
        }
        while let Some(at) = place.get(next).copied() {
            next += 1;
            let (x, y) = (at % width, at / width);
            for (across, down) in
                (y.saturating_sub(1)..=y + 1).flat_map(|y| (x.saturating_sub(1)..=x + 1).map(move |x| (x, y)))
            {
                let other = down * width + across;
                if across < width && strong.get(other) == Some(&true) && seen.get(other) == Some(&false) {
                    if let Some(mark) = seen.get_mut(other) {
                        *mark = true;
                    }
                    place.push(other);
                }
            }
        }
        let counts = place.len() >= SMALLEST_PLACE || place.iter().any(|at| erased.get(*at) == Some(&true));
        for at in place.into_iter().filter(|_| counts) {
            if let Some(mark) = local.get_mut(at) {
                *mark = true;
            }
        }
    }
    local
}
