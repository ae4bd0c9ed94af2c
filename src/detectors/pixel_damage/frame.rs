//! One frame against another of the same size.

use super::Comparison;
use super::Judged;
use super::TileFigure;
use super::fit::Fit;
use super::painted::is_painted;
use super::places::Places;
use super::places::SMALLEST_PLACE;
use super::places::SMALLEST_PLACE_IN_LOSS;
use super::places::places;
use super::tiles::Tile;
use super::tiles::brightness;
use super::tiles::pixel;
use super::tiles::similarity;
use super::tiles::tiles;
use super::tiles::usual_residuals;
use crate::dicom::frame::Raster;

/// A difference stands out from a loss all over by this many times what is usual in such a texture.
const STANDS_OUT: f64 = 6.0;
/// Smallest difference that stands out from a loss all over, visible levels.
const STANDS_OUT_LEVELS: f64 = 3.0;
/// A tile was erased, not only smoothed, if it lost this many times what others did.
const ERASED: f64 = 4.0;
/// Saturation from which a pixel has a colour, levels of 8 bits.
const SATURATED: i32 = 32;
/// Saturation up to which it has none.
const GREY: i32 = 8;
/// Coloured pixels without which nothing is said of colour.
const FEWEST_COLOURED: u64 = 100;

/// How two frames are compared.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// The range that is shown, in samples: peak of the signal to noise ratio.
    pub peak: f64,
    /// Differences up to this are rounding.
    pub tolerance: u32,
    /// Whether the three channels are red, green and blue.
    pub is_rgb: bool,
    /// Number of the output frame, for places.
    pub frame: u32,
}

impl Scale {
    /// One of 256 levels of the range that is shown, in samples; never less than a sample.
    pub fn visible(&self) -> f64 {
        (self.peak / 255.0).max(1.0)
    }
}

/// Compares two frames of the same size and channels.
pub fn compare_frame(before: &Raster, after: &Raster, scale: Scale, judged: &Judged) -> Comparison {
    let mut sums = Comparison::equal(judged, u64::from(before.channels));
    let view = View { before, after, scale, judged };
    let differences = view.differences(None);
    sums.differing = differences.iter().filter(|difference| **difference > 0).count() as u64;
    if sums.differing == 0 {
        return sums;
    }
    sums.samples = 0;
    sums.differing_frames = 1;
    view.judge(differences, &mut sums);
    sums
}

struct View<'a> {
    before: &'a Raster,
    after: &'a Raster,
    scale: Scale,
    judged: &'a Judged,
}

impl View<'_> {
    /// The greatest difference of any channel at each pixel, against the picture that a rule makes of the input; 0 where it is exempt,
    /// or rounding.
    fn differences(&self, ruled: Option<&Raster>) -> Vec<u32> {
        let known = ruled.unwrap_or(self.before);
        let mut differences = vec![0; self.judged.rows() * self.judged.columns()];
        for run in self.judged.runs() {
            for at in run.clone() {
                let pairs = pixel(known, at).iter().zip(pixel(self.after, at));
                let most = pairs.map(|(one, other)| one.abs_diff(*other)).max().unwrap_or(0);
                if most > self.scale.tolerance
                    && let Some(slot) = differences.get_mut(at)
                {
                    *slot = most;
                }
            }
        }
        differences
    }

    fn judge(&self, mut differences: Vec<u32>, sums: &mut Comparison) {
        let mut tiles = tiles(self.before, self.after, &differences, self.judged);
        for tile in &mut tiles {
            tile.residual = self.residual(tile, self.before, &differences);
        }
        let standing = || tiles.iter().filter(|tile| tile.textured && !(tile.flat && tile.differing > 0));
        let (textured, touched) = (standing().count(), standing().filter(|tile| tile.differing > 0).count());
        let flattened = tiles.iter().filter(|tile| tile.textured && tile.flat && tile.differing > 0).count();
        // Where a loss all over leaves a tile even, it was nearly so before, and tiles differ; a box leaves one value in all. Then the
        // tiles that are touched are its border.
        let painted = is_painted(self.before, self.after, &differences, self.judged);
        let spread = !painted && touched >= 4 && 2 * touched > textured && self.boxed(&tiles) <= touched;
        let mut ruled = None;
        if spread {
            sums.spread_frames = 1;
            let fit = self.fit(&tiles);
            if fit.intensity.is_some() || fit.exact {
                ruled = Some(self.ruled(&fit));
                differences = self.differences(ruled.as_ref());
            }
            sums.intensity.clone_from(&fit.intensity);
            sums.depth = fit.depth;
        }
        let known = ruled.as_ref().unwrap_or(self.before);
        for tile in &mut tiles {
            tile.residual = self.residual(tile, known, &differences);
        }
        let usual =
            super::fit::median(tiles.iter().filter(|tile| tile.textured && !tile.flat).map(|tile| tile.residual));
        for tile in &mut tiles {
            let gone = tile.differing > 0 && tile.textured && tile.flat;
            let beyond = (ERASED * usual).max(STANDS_OUT_LEVELS * self.scale.visible());
            tile.erased = gone && tile.residual > 0.0 && (!spread || flattened == 0 || tile.residual >= beyond);
        }
        // Paint shows only where something else stood, so that what it covers may be many small places.
        let smallest = match (painted, spread) {
            (true, _) => 1,
            (false, true) => SMALLEST_PLACE_IN_LOSS,
            (false, false) => SMALLEST_PLACE,
        };
        let found = self.places(&tiles, known, &differences, (spread, smallest));
        self.count(&tiles, known, &differences, &found, sums);
    }

    /// Tiles that were far from even and all became the same value: the most of one value.
    fn boxed(&self, tiles: &[Tile]) -> usize {
        let least = STANDS_OUT_LEVELS * self.scale.visible();
        let gone = tiles.iter().filter(|tile| tile.textured && tile.flat && tile.residual >= least);
        let mut values: Vec<&[i32]> =
            gone.filter_map(|tile| tile.pixels_of(self.judged).next()).map(|at| pixel(self.after, at)).collect();
        values.sort_unstable();
        values.chunk_by(|one, other| one == other).map(<[_]>::len).max().unwrap_or(0)
    }

    /// What was done to all levels alike.
    fn fit(&self, tiles: &[Tile]) -> Fit {
        let mut pairs = Vec::new();
        let mut means = Vec::new();
        let counted = tiles.iter().filter(|tile| tile.textured && !(tile.flat && tile.differing > 0));
        let all: u64 = counted.clone().map(|tile| tile.pixels).sum();
        let step = (all / 200_000 + 1) as usize;
        for tile in counted {
            let (mut one, mut other, mut count) = (0.0, 0.0, 0.0);
            for (number, at) in tile.pixels_of(self.judged).enumerate() {
                for (before, after) in pixel(self.before, at).iter().zip(pixel(self.after, at)) {
                    (one, other, count) = (one + f64::from(*before), other + f64::from(*after), count + 1.0);
                    if number % step == 0 {
                        pairs.push((*before, *after));
                    }
                }
            }
            means.push((one / f64::max(count, 1.0), other / f64::max(count, 1.0)));
        }
        Fit::new(pairs, &means, self.scale.visible())
    }

    /// The input as the rule would make it.
    fn ruled(&self, fit: &Fit) -> Raster {
        let ends = |raster: &Raster| {
            let all = raster.samples.iter();
            all.fold((i32::MAX, i32::MIN), |(low, high), sample| (low.min(*sample), high.max(*sample)))
        };
        let (first, last) = ends(self.before);
        let table: Vec<i32> = (first..=last).map(|level| fit.at(level).round() as i32).collect();
        let at = |sample: i32| table.get((sample - first) as usize).copied().unwrap_or(sample);
        // What a rule would move beyond the range is cut there, as the tool did.
        let ends = ends(self.after);
        let samples = self.before.samples.iter().map(|sample| at(*sample).clamp(ends.0, ends.1)).collect();
        Raster { samples, ..*self.before }
    }

    fn residual(&self, tile: &Tile, known: &Raster, differences: &[u32]) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for at in tile.pixels_of(self.judged) {
            count += 1.0;
            if differences.get(at).is_some_and(|difference| *difference > 0) {
                let pairs = pixel(known, at).iter().zip(pixel(self.after, at));
                let most = pairs.map(|(one, other)| one.abs_diff(*other)).max().unwrap_or(0);
                sum += f64::from(most).powi(2);
            }
        }
        if count > 0.0 { (sum / count).sqrt() } else { 0.0 }
    }

    /// Where the loss is more than the usual one. In colour that is brightness alone, because JPEG keeps colours at half of
    /// the resolution, and along a coloured edge they run out over many pixels.
    fn places(&self, tiles: &[Tile], known: &Raster, differences: &[u32], (spread, smallest): (bool, usize)) -> Places {
        let in_colour = spread && self.scale.is_rgb;
        let (before, after) = if in_colour { (brightness(known), brightness(self.after)) } else { Default::default() };
        let strength = |at: usize, difference: u32| match (before.get(at), after.get(at)) {
            (Some(before), Some(after)) => (before - after).abs(),
            _ => f64::from(difference),
        };
        let mut strong = vec![false; differences.len()];
        let mut erased = vec![false; differences.len()];
        let usual = if spread { usual_residuals(tiles) } else { vec![0.0; tiles.len()] };
        for (tile, usual) in tiles.iter().zip(usual) {
            let least = if spread && !tile.erased {
                (STANDS_OUT * usual).max(STANDS_OUT_LEVELS * self.scale.visible())
            } else {
                0.0
            };
            for at in tile.pixels_of(self.judged) {
                if let (Some(strong), Some(erased)) = (strong.get_mut(at), erased.get_mut(at)) {
                    *strong = differences.get(at).is_some_and(|found| *found > 0 && strength(at, *found) > least);
                    *erased = tile.erased;
                }
            }
        }
        places(&strong, &erased, self.judged.columns(), smallest)
    }

    fn count(&self, tiles: &[Tile], known: &Raster, differences: &[u32], found: &Places, sums: &mut Comparison) {
        let is_local = |at: usize| found.local.get(at) == Some(&true);
        let (before, after) = (brightness(known), brightness(self.after));
        let counts = |at: usize| !is_local(at) && !self.judged.is_exempt(at);
        let (mut coloured, mut greyed) = (0u64, 0u64);
        for tile in tiles {
            let (mut squared, mut samples, mut total, mut pixels) = (0.0, 0u64, 0u64, 0u64);
            for at in tile.pixels_of(self.judged) {
                if is_local(at) {
                    sums.local += 1;
                    sums.local_clinical += u64::from(self.judged.is_clinical(at));
                    continue;
                }
                let difference = differences.get(at).copied().unwrap_or(0);
                let (one, other) = (pixel(known, at), pixel(self.after, at));
                if difference > 0 {
                    sums.elsewhere += 1;
                    squared +=
                        one.iter().zip(other).map(|(one, other)| f64::from(one.abs_diff(*other)).powi(2)).sum::<f64>();
                }
                let is_coloured = saturation(one) >= SATURATED;
                coloured += u64::from(is_coloured);
                greyed += u64::from(is_coloured && saturation(other) <= GREY);
                (samples, total, pixels) = (samples + one.len() as u64, total + u64::from(difference), pixels + 1);
            }
            sums.squared += squared;
            sums.samples += samples;
            if pixels == 0 || squared == 0.0 {
                sums.tiles += u64::from(pixels > 0);
                continue;
            }
            let area = tile.area(self.judged);
            let figure = |value: f64| Some(TileFigure { value, frame: self.scale.frame, area });
            sums.tiles += 1;
            sums.worst_difference = sums.worst_difference.max(total as f64 / pixels as f64 / self.scale.visible());
            sums.note_psnr(figure(10.0 * libm::log10(self.scale.peak.powi(2) * samples as f64 / squared)));
            if let Some(likeness) = similarity(tile, &before, &after, &counts, self.judged.columns(), self.scale.peak) {
                sums.poor_tiles += u64::from(likeness < super::SIMILAR_TILE);
                sums.note_similarity(figure(likeness));
            }
        }
        sums.colour_lost = self.scale.is_rgb && coloured >= FEWEST_COLOURED && 20 * greyed >= 19 * coloured;
        if let Some(area) = found.largest {
            sums.local_frames.push(self.scale.frame);
            sums.place = Some((self.scale.frame, area));
        }
    }
}

fn saturation(pixel: &[i32]) -> i32 {
    match pixel {
        [red, green, blue] => red.max(green).max(blue) - red.min(green).min(blue),
        _ => 0,
    }
}
