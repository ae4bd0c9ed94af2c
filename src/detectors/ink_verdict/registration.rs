//! Laying an output frame over its input frame, outside the planted boxes.

use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::intensity::Curve;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::orientation::Orientation;
use crate::detectors::ink_verdict::phase;
use crate::detectors::ink_verdict::plane::Plane;
use crate::detectors::ink_verdict::plane::brightness;
use crate::detectors::ink_verdict::scaling;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use thiserror::Error;

/// A frame that cannot be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the frame has no samples, not as many as its size says, or neither one nor three channels")]
pub struct NotMeasured;

/// Pixels around the boxes that are left out, since ink is felt there.
pub(super) const GUARD: u32 = 10;
/// Share of textured pixels that must be equal to take frames as lying in place.
const EQUAL: f64 = 0.9;
/// By how much a shifted frame must correlate better than one in place.
const GAIN: f64 = 0.03;
/// Correlation of fine structure that does the same. Below it mirrors are tried: one strong edge can be laid over itself
/// in a turned frame.
const IN_PLACE: f64 = 0.9;
/// By how much a mirrored frame must correlate better than an upright one that correlates well.
const CLEARLY: f64 = 0.15;
/// Correlation that a mirror must have at least.
const MIRROR: f64 = 0.15;
/// Correlation of a frame of another size below which it may have another scale than its size says.
const OTHER_SCALE: f64 = 0.3;
/// Longest side of a frame brought to another scale, in pixels.
const LARGEST_SIDE: usize = 8192;
/// Correlation below which frames have nothing in common.
const FLOOR: f64 = 0.06;
/// Correlation of brightness over large areas that shows where a frame without fine structure lies.
const COARSE: f64 = 0.9;
/// By how much it must be better than that of a mirrored frame.
const COARSE_GAP: f64 = 0.05;
/// Fewer textured pixels than this tell nothing.
const FEWEST_TEXTURED: usize = 64;
/// An output with fewer than one in so many of the input's textured pixels shows nothing of it.
const EMPTIED: usize = 10;
/// Difference in levels that coding makes where there is no structure.
const CODING: f64 = 4.0;
/// No more than one in so many pixels may differ by more.
const FEW: usize = 2000;
/// Every so many pixels are looked at to learn the most common level.
const GROUND_STEP: usize = 7;
/// Most pairs of samples from which a curve is estimated.
const MOST_PAIRS: usize = 40_000;

/// Lays `output` over `input`, a whole frame as the tool was given it. `excluded` are the boxes of planted lines.
///
/// Callers can do without: frames of the same size whose samples outside the boxes are equal are
/// [`Alignment::identity`], and a constant frame needs no alignment to be called removed. Where nothing of the input is
/// found in the output, frames are taken to lie as they are, and the alignment is not `certain`.
pub fn register(input: &Raster, excluded: &[PixelBox], output: &Raster) -> Result<Alignment, NotMeasured> {
    if [input, output].into_iter().any(|frame| !is_whole(frame)) {
        return Err(NotMeasured);
    }
    let free = Free::new(input, excluded);
    let same_size = (input.width, input.height) == (output.width, output.height);
    let textured = free.textured(input);
    let equal_share = if same_size { equal_share(input, output, &telling(input, &textured)) } else { 0.0 };
    let mut alignment = Alignment { equal_share, ..Alignment::identity() };
    if textured.len() < FEWEST_TEXTURED {
        alignment.certain = same_size && free.agree(input, output);
        alignment.scale = ratio(input, output);
    } else if is_emptied(output, textured.len()) {
        alignment.scale = ratio(input, output);
    } else if !(same_size && equal_share > EQUAL) {
        align(&mut alignment, input, output, &free);
    }
    alignment.map = map(input, output, &alignment, &free);
    Ok(alignment)
}

/// Whether a frame has as many samples as its size says, of one or three channels.
pub(super) fn is_whole(frame: &Raster) -> bool {
    let count = u64::from(frame.width) * u64::from(frame.height) * u64::from(frame.channels);
    count > 0 && count == frame.samples.len() as u64 && (frame.channels == 1 || frame.channels == 3)
}

/// Whether the output shows hardly anything of what `textured` pixels of the input show: then nothing can have moved.
fn is_emptied(output: &Raster, textured: usize) -> bool {
    let all = Free::new(output, &[]);
    all.textured(output).len() * EMPTIED < textured
}

fn ratio(input: &Raster, output: &Raster) -> (f64, f64) {
    (f64::from(output.width) / f64::from(input.width), f64::from(output.height) / f64::from(input.height))
}

/// Pixels that lie outside the boxes and their surroundings.
struct Free {
    width: u32,
    outside: Vec<bool>,
    /// How many pixels lie outside.
    count: usize,
}

impl Free {
    fn new(input: &Raster, excluded: &[PixelBox]) -> Self {
        let mut outside = vec![true; input.width as usize * input.height as usize];
        for area in excluded.iter().map(|area| area.dilated(GUARD, input.width, input.height)) {
            for y in area.y..area.y + area.height {
                let first = y as usize * input.width as usize + area.x as usize;
                if let Some(row) = outside.get_mut(first..first + area.width as usize) {
                    row.fill(false);
                }
            }
        }
        let count = outside.iter().filter(|outside| **outside).count();
        Self { width: input.width, outside, count }
    }

    /// Whether frames of one size without structure are the same outside, to within what coding leaves.
    fn agree(&self, input: &Raster, output: &Raster) -> bool {
        let (input, output) = (Plane::luma(input), Plane::luma(output));
        let pairs = input.values.iter().zip(&output.values).zip(&self.outside).filter(|(_, outside)| **outside);
        let mut sorted: Vec<f64> = pairs.map(|((input, output), _)| output - input).collect();
        sorted.sort_by(f64::total_cmp);
        let Some(middle) = sorted.get(sorted.len() / 2) else { return false };
        let far = sorted.iter().filter(|difference| (*difference - middle).abs() > CODING).count();
        far * FEW <= sorted.len()
    }

    /// Pixels outside that differ from their left neighbour.
    fn textured(&self, input: &Raster) -> Vec<usize> {
        let (channels, width) = (input.channels as usize, self.width as usize);
        let differs = |pixel: usize| {
            let sample = |pixel: usize| input.samples.get(pixel * channels..(pixel + 1) * channels);
            !pixel.is_multiple_of(width) && sample(pixel) != sample(pixel - 1)
        };
        (0..self.outside.len()).filter(|pixel| self.outside[*pixel] && differs(*pixel)).collect()
    }
}

/// Textured pixels but those of the most common level: beside a stroke on an even ground stands ground, and in a
/// mirrored frame too.
fn telling(input: &Raster, textured: &[usize]) -> Vec<usize> {
    let channels = input.channels as usize;
    let level = |pixel: usize| input.samples.get(pixel * channels).copied();
    let mut levels: Vec<i32> = input.samples.iter().step_by(channels * GROUND_STEP).copied().collect();
    levels.sort_unstable();
    let runs = levels.chunk_by(|a, b| a == b);
    let common = runs.max_by_key(|run| run.len()).and_then(|run| run.first().copied());
    textured.iter().copied().filter(|pixel| level(*pixel) != common).collect()
}

fn equal_share(input: &Raster, output: &Raster, pixels: &[usize]) -> f64 {
    let whole = |raster: &Raster, pixel: usize| -> Option<Vec<i32>> {
        let channels = raster.channels as usize;
        raster.samples.get(pixel * channels..(pixel + 1) * channels).map(<[i32]>::to_vec)
    };
    let same = |pixel: usize| {
        if input.channels == output.channels {
            return whole(input, pixel) == whole(output, pixel);
        }
        let luma = |raster: &Raster| whole(raster, pixel).map(|samples| brightness(&samples).round() as i32);
        luma(input) == luma(output)
    };
    let equal = pixels.iter().filter(|pixel| same(**pixel)).count();
    if pixels.is_empty() { 0.0 } else { equal as f64 / pixels.len() as f64 }
}

/// Finds orientation, scale and shift.
fn align(alignment: &mut Alignment, input: &Raster, output: &Raster, free: &Free) {
    let coarse = Plane::luma(input);
    let mut fixed = phase::high_pass(&coarse);
    fixed.values.iter_mut().zip(&free.outside).for_each(|(value, outside)| {
        if !outside {
            *value = 0.0;
        }
    });
    let output = Plane::luma(output);
    let size = (fixed.width, fixed.height);
    let attempt = |orientation: Orientation, natural: bool| {
        let upright = orientation.upright(&output);
        let scale = if natural {
            (1.0, 1.0)
        } else {
            (upright.width as f64 / size.0 as f64, upright.height as f64 / size.1 as f64)
        };
        Attempt::new(&fixed, free, &upright, orientation, scale)
    };
    let same_size = (output.width, output.height) == size;
    let mut best = attempt(Orientation::Upright, true);
    if same_size && best.correlation < IN_PLACE {
        let squares = if size.0 == size.1 { &Orientation::EXCHANGING[..] } else { &[] };
        for orientation in Orientation::KEEPING.iter().chain(squares) {
            let turned = attempt(*orientation, true);
            let better = (1.5 * best.correlation).min(best.correlation + CLEARLY);
            if turned.correlation > better.max(MIRROR) {
                best = turned;
            }
        }
    } else if !same_size {
        best = best.or(attempt(Orientation::Upright, false));
        if (output.height, output.width) == size {
            let turned = Orientation::EXCHANGING.map(|orientation| attempt(orientation, true));
            best = turned.into_iter().fold(best, Attempt::or);
        }
    }
    if best.correlation < if same_size { FLOOR } else { OTHER_SCALE } {
        best = rescaled(&fixed, free, &output)
            .filter(|found| found.correlation > best.correlation.max(MIRROR))
            .unwrap_or(best);
    }
    alignment.correlation = best.correlation;
    if best.correlation < FLOOR {
        alignment.scale = (output.width as f64 / size.0 as f64, output.height as f64 / size.1 as f64);
        alignment.certain = same_size && coarse_structure_agrees(&coarse, &output, free);
        return;
    }
    if best.correlation < OTHER_SCALE {
        // So little in common may be chance.
        let in_place = best.orientation == Orientation::Upright && best.shift == (0.0, 0.0);
        alignment.certain = same_size && in_place && coarse_structure_agrees(&coarse, &output, free);
    }
    (alignment.orientation, alignment.scale, alignment.shift) = (best.orientation, best.scale, best.shift);
}

/// The output at a scale that its size does not tell: fitted into another frame, or cut and enlarged.
fn rescaled(fixed: &Plane, free: &Free, output: &Plane) -> Option<Attempt> {
    let (across, down) = (output.width as f64 / fixed.width as f64, output.height as f64 / fixed.height as f64);
    let attempt = |scale: f64| Attempt::scaled(fixed, free, output, scale);
    let fitted = [across.min(down), across.max(down)].map(attempt).into_iter().reduce(Attempt::or)?;
    if fitted.correlation > OTHER_SCALE {
        return Some(fitted);
    }
    let near = scaling::scale(fixed, &phase::high_pass(output))?;
    // A part in fifty is a few pixels over a frame: the scales around it are tried in finer steps.
    let around = (-6..=6).map(|step| near * (1.0 + 0.004 * f64::from(step)));
    around.map(attempt).fold(Some(fitted), |best, found| best.map(|best| best.or(found)))
}

/// Whether brightness over large areas agrees in place, and better than mirrored: coding may leave nothing else.
fn coarse_structure_agrees(input: &Plane, output: &Plane, free: &Free) -> bool {
    let upright = correlation(&centred(input, free), &centred(output, free), free, (0, 0));
    let turned = Orientation::KEEPING.map(|orientation| {
        correlation(&centred(input, free), &centred(&orientation.upright(output), free), free, (0, 0))
    });
    upright > COARSE && turned.into_iter().all(|turned| turned < upright - COARSE_GAP)
}

/// The plane less its mean outside the boxes.
fn centred(plane: &Plane, free: &Free) -> Plane {
    let outside = || plane.values.iter().zip(&free.outside).filter(|(_, outside)| **outside).map(|(value, _)| value);
    let mean = outside().sum::<f64>() / outside().count().max(1) as f64;
    Plane { values: plane.values.iter().map(|value| value - mean).collect(), ..*plane }
}

/// One way to lay the output over the input.
struct Attempt {
    orientation: Orientation,
    scale: (f64, f64),
    shift: (f64, f64),
    correlation: f64,
}

impl Attempt {
    fn new(fixed: &Plane, free: &Free, upright: &Plane, orientation: Orientation, scale: (f64, f64)) -> Self {
        let scaled = if scale == (1.0, 1.0) { upright.clone() } else { resized(upright, fixed.width, fixed.height) };
        let moved = phase::high_pass(&scaled);
        let mut shift = (0, 0);
        let mut correlation = correlation(fixed, &moved, free, shift);
        if correlation < IN_PLACE {
            let (there, found) = best_shift(fixed, &moved, free);
            if there > correlation + GAIN {
                (shift, correlation) = (found, there);
            }
        }
        Self { orientation, scale, shift: (shift.0 as f64 * scale.0, shift.1 as f64 * scale.1), correlation }
    }

    /// The upright output, `scale` pixels of it for one of the input, wherever that lies.
    fn scaled(fixed: &Plane, free: &Free, output: &Plane, scale: f64) -> Self {
        let side = |length: usize| ((length as f64 / scale).round() as usize).clamp(1, LARGEST_SIDE);
        let (width, height) = (side(output.width), side(output.height));
        let moved = phase::high_pass(&resized(output, width, height));
        let scale = (output.width as f64 / width as f64, output.height as f64 / height as f64);
        let (correlation, found) = best_shift(fixed, &moved, free);
        let shift = (found.0 as f64 * scale.0, found.1 as f64 * scale.1);
        Self { orientation: Orientation::Upright, scale, shift, correlation }
    }

    fn or(self, other: Self) -> Self {
        if other.correlation > self.correlation { other } else { self }
    }
}

/// The shift at which planes correlate best, of those that their phases suggest.
fn best_shift(fixed: &Plane, moved: &Plane, free: &Free) -> (f64, (i64, i64)) {
    let tried = phase::shifts(fixed, moved).into_iter().map(|shift| (correlation(fixed, moved, free, shift), shift));
    tried.reduce(|best, next| if next.0 > best.0 { next } else { best }).unwrap_or_default()
}

/// The plane at another size, from the four nearest values.
pub(super) fn resized(plane: &Plane, width: usize, height: usize) -> Plane {
    let (sx, sy) = (plane.width as f64 / width as f64, plane.height as f64 / height as f64);
    let mut result = Plane::new(width, height);
    for (index, value) in result.values.iter_mut().enumerate() {
        let (u, v) = (((index % width) as f64 + 0.5) * sx - 0.5, ((index / width) as f64 + 0.5) * sy - 0.5);
        let (left, top) = (u.floor(), v.floor());
        let (a, b) = (u - left, v - top);
        let at = |dx: i64, dy: i64| plane.near(left as i64 + dx, top as i64 + dy);
        *value = (at(0, 0) * (1.0 - a) + at(1, 0) * a) * (1.0 - b) + (at(0, 1) * (1.0 - a) + at(1, 1) * a) * b;
    }
    result
}

/// Size of the correlation of fine structure outside the boxes, where the shifted planes overlap, if they do by an
/// eighth. Inverted frames correlate as well.
fn correlation(fixed: &Plane, moved: &Plane, free: &Free, (dx, dy): (i64, i64)) -> f64 {
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    let mut shared = 0;
    for y in 0..fixed.height as i64 {
        let row = y + dy;
        if row < 0 || row >= moved.height as i64 {
            continue;
        }
        for x in (-dx).max(0)..(moved.width as i64 - dx).min(fixed.width as i64) {
            let here = y as usize * fixed.width + x as usize;
            if free.outside[here] {
                let (a, b) = (fixed.values[here], moved.values[row as usize * moved.width + (x + dx) as usize]);
                (aa, bb, ab) = (aa + a * a, bb + b * b, ab + a * b);
                shared += 1;
            }
        }
    }
    let scale: f64 = (aa * bb).sqrt();
    if scale > 1e-9 && shared * 8 >= free.count { f64::abs(ab / scale) } else { 0.0 }
}

/// The change of brightness, channel by channel where input and output have the same channels.
fn map(input: &Raster, output: &Raster, alignment: &Alignment, free: &Free) -> IntensityMap {
    if alignment.equal_share > 0.9 && alignment.in_place() {
        return IntensityMap::identity();
    }
    let whole = PixelBox::new(0, 0, input.width, input.height);
    let seen = resample(output, alignment, whole);
    let outside: Vec<usize> = (0..free.outside.len()).filter(|pixel| free.outside[*pixel]).collect();
    let step = outside.len().div_ceil(MOST_PAIRS).max(1);
    let curves = if input.channels == output.channels { input.channels as usize } else { 1 };
    let level = |raster: &Raster, pixel: usize, channel: usize| {
        let channels = raster.channels as usize;
        let samples = raster.samples.get(pixel * channels..(pixel + 1) * channels).unwrap_or_default();
        if curves == channels { samples.get(channel).map_or(0.0, |s| f64::from(*s)) } else { brightness(samples) }
    };
    let curve = |channel: usize| {
        let pixels = outside.iter().step_by(step);
        let mut pairs: Vec<(f64, f64)> =
            pixels.map(|pixel| (level(input, *pixel, channel), level(&seen, *pixel, channel))).collect();
        Curve::estimate(&mut pairs)
    };
    IntensityMap { curves: (0..curves).map(curve).collect() }
}
