//! Whether a mark can still be seen.

use crate::detectors::pixel_damage::Judged;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

/// Pixels around a mark from which its background is taken.
const RING: u32 = 3;
/// Pixels with this share of the mark's greatest contrast are its ink.
const INK: f64 = 0.5;
/// A mark with less contrast than this many levels can't be seen in the input either.
const FAINTEST: f64 = 1.0;
/// Share of the contrast below which nothing of the mark is left.
const GONE: f64 = 0.2;
/// Correlation below which what stands there is something else.
const UNLIKE: f64 = 0.4;
/// Correlation below which the mark is damaged.
const BLURRED: f64 = 0.8;
/// Share of its ink that must stand out as the rest of it does.
const WHOLE: f64 = 0.85;
/// Share of the mark that must lie outside of planted lines.
const FREE: f64 = 0.5;

/// What became of a mark in one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkState {
    /// It can be seen.
    Kept,
    /// It is damaged in part.
    Changed,
    /// It can't be seen.
    Lost,
}

/// Whether enough of the mark lies outside of planted lines.
pub fn is_free(area: PixelBox, judged: &Judged) -> bool {
    let area = area.dilated(0, judged.columns() as u32, judged.rows() as u32);
    let places = (area.y..area.y + area.height).flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y)));
    let free = places.filter(|(x, y)| !judged.is_exempt(*y as usize * judged.columns() + *x as usize)).count();
    free > 0 && free as f64 >= FREE * area.area() as f64
}

/// What became of the mark in `area`, and the figures that say so. `None` where it lies under a planted line, or shows nothing in the
/// input.
pub fn look(before: &Raster, after: &Raster, area: PixelBox, judged: &Judged) -> Option<(MarkState, String)> {
    let columns = judged.columns();
    let counts = |x: u32, y: u32| !judged.is_exempt(y as usize * columns + x as usize);
    let around = area.dilated(RING, before.width, before.height);
    let (mut inside, mut ring) = (Vec::new(), Vec::new());
    for y in around.y..around.y + around.height {
        for x in (around.x..around.x + around.width).filter(|x| counts(*x, y)) {
            let at = y as usize * columns + x as usize;
            let pair = (level(before, at), level(after, at));
            if area.contains(x, y) { inside.push(pair) } else { ring.push(pair) }
        }
    }
    if !is_free(area, judged) {
        return None;
    }
    let background = if ring.is_empty() { &inside } else { &ring };
    let ground = (median(background.iter().map(|pair| pair.0)), median(background.iter().map(|pair| pair.1)));
    let contrasts: Vec<(f64, f64)> = inside.iter().map(|pair| (pair.0 - ground.0, pair.1 - ground.1)).collect();
    let most = high(contrasts.iter().map(|pair| pair.0.abs()));
    if most < FAINTEST {
        return None;
    }
    let ink: Vec<&(f64, f64)> = contrasts.iter().filter(|pair| pair.0.abs() > INK * most).collect();
    let known: f64 = ink.iter().map(|pair| pair.0 * pair.0).sum();
    let left = ink.iter().map(|pair| pair.0 * pair.1).sum::<f64>() / known.max(f64::MIN_POSITIVE);
    let likeness = correlation(&inside);
    let whole = ink.iter().filter(|pair| left != 0.0 && pair.1 / left * pair.0.signum() >= INK * pair.0.abs()).count();
    let whole = whole as f64 / ink.len().max(1) as f64;
    let flat = inside.iter().all(|pair| inside.first().is_some_and(|first| first.1 == pair.1));
    let was_flat = inside.iter().all(|pair| inside.first().is_some_and(|first| first.0 == pair.0));
    let state = if left.abs() < GONE || flat && !was_flat || likeness.is_some_and(|likeness| likeness < UNLIKE) {
        MarkState::Lost
    } else if whole < WHOLE || likeness.is_some_and(|likeness| likeness < BLURRED) {
        MarkState::Changed
    } else {
        MarkState::Kept
    };
    let mut facts = format!("{:.0} % of its contrast, {:.0} % of its ink", 100.0 * left.abs(), 100.0 * whole);
    if let Some(likeness) = likeness {
        facts += &format!(", correlation {likeness:.2}");
    }
    Some((state, facts))
}

fn level(raster: &Raster, at: usize) -> f64 {
    let channels = raster.channels as usize;
    match raster.samples.get(at * channels..(at + 1) * channels) {
        Some([red, green, blue]) => 0.299 * f64::from(*red) + 0.587 * f64::from(*green) + 0.114 * f64::from(*blue),
        Some([level, ..]) => f64::from(*level),
        _ => 0.0,
    }
}

/// Of Pearson, without sign: a picture whose black and white are exchanged shows its marks as before.
fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let mean = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0 / n, sum.1 + pair.1 / n));
    let (mut one, mut other, mut both) = (0.0, 0.0, 0.0);
    for pair in pairs {
        let (x, y) = (pair.0 - mean.0, pair.1 - mean.1);
        (one, other, both) = (one + x * x, other + y * y, both + x * y);
    }
    if one <= 0.0 {
        return None;
    }
    Some(if other <= 0.0 { 0.0 } else { (both / (one * other).sqrt()).abs() })
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    part(values, 0.5)
}

/// Nearly the greatest: single pixels do not decide.
fn high(values: impl Iterator<Item = f64>) -> f64 {
    part(values, 0.98)
}

fn part(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    let at = (values.len() as f64 * share) as usize;
    match values.len() {
        0 => 0.0,
        count => *values.select_nth_unstable_by(at.min(count - 1), f64::total_cmp).1,
    }
}
