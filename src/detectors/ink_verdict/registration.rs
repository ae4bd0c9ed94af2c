//! Laying an output frame over its input frame, outside the planted boxes.

use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::attempt::Attempt;
use crate::detectors::ink_verdict::attempt::IN_PLACE;
use crate::detectors::ink_verdict::attempt::correlation;
use crate::detectors::ink_verdict::free::Free;
use crate::detectors::ink_verdict::free::equal_share;
use crate::detectors::ink_verdict::free::telling;
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

/// Share of textured pixels that must be equal to take frames as lying in place.
const EQUAL: f64 = 0.9;
/// By how much a mirrored frame must correlate better than an upright one that correlates well.
const CLEARLY: f64 = 0.15;
/// Correlation that a mirror must have at least.
const MIRROR: f64 = 0.15;
/// Correlation of a frame of another size below which it may have another scale than its size says.
const OTHER_SCALE: f64 = 0.3;
/// Correlation below which a frame that was laid at another scale may be quite another one: of many scales, with some shifts each,
/// one lays a strong edge over another.
const RESCALED: f64 = 0.5;
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
    let enough = if same_size { FLOOR } else { OTHER_SCALE };
    if best.correlation < enough
        && let Some(found) = rescaled(&fixed, free, &output)
        && found.correlation > best.correlation.max(MIRROR)
    {
        alignment.certain = found.correlation > RESCALED;
        best = found;
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
    Some(around.map(attempt).fold(fitted, Attempt::or))
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
