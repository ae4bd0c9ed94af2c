//! Whether one frame follows from another by a rule for levels alone: brighter, steeper, a curve, or with fewer levels.

use std::collections::BTreeMap;

/// Pairs of samples that are looked at, at most.
const MOST_PAIRS: usize = 200_000;
/// A level is judged from this many pairs on.
const TELLING: u32 = 8;
/// Share of pairs that must follow the rule.
const FOLLOWS: f64 = 0.98;
/// Share of levels below which depth was cut.
pub const DEPTH_CUT: f64 = 0.6;
/// A rule that leaves fewer levels than this is none: it erases.
const FEWEST_LEVELS: usize = 4;
/// Share of levels below which depth was cut where contrast is as it was.
const MERGED: f64 = 0.8;
/// Contrast is as it was if it changed by less.
const SAME_GAIN: f64 = 0.02;
/// A rule for the means of tiles must leave less than this share of their difference.
const EXPLAINS: f64 = 0.25;
/// By how many visible levels a curve must move the means of tiles.
const CURVE_SHOWS: f64 = 2.0;
/// Tiles without which their means say nothing.
const FEWEST_TILES: usize = 16;
/// Levels over which a rule is carried on beyond the last known one.
const STAIR: usize = 32;
/// Bins of a curve.
const BINS: usize = 12;

/// What was done to all levels alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    /// Brightness or contrast changed: how, in words.
    pub intensity: Option<String>,
    /// Levels are no longer told apart: how many of how many are left.
    pub depth: Option<(usize, usize)>,
    /// What each level became, at some levels in ascending order; between them straight. Empty where all stayed.
    curve: Vec<(i32, f64)>,
    /// Every pair follows the curve but for rounding and cut depth.
    pub exact: bool,
    /// Distance of levels that are left, where depth was cut.
    slack: f64,
}

impl Fit {
    /// From pairs of samples before and after, and the means of tiles before and after.
    pub fn new(mut pairs: Vec<(i32, i32)>, tiles: &[(f64, f64)], visible: f64) -> Self {
        if pairs.len() > MOST_PAIRS {
            let step = pairs.len().div_ceil(MOST_PAIRS);
            pairs = pairs.into_iter().step_by(step).collect();
        }
        pairs.sort_unstable();
        let table = Table::of(&pairs);
        if let Some(fit) = table.fit().or_else(|| sparse(&pairs, &table)) {
            return fit;
        }
        let mut fit = Self::of_tiles(tiles, visible);
        let (before, after) = (occupied(pairs.iter().map(|pair| pair.0)), occupied(pairs.iter().map(|pair| pair.1)));
        if let (Some((were, dense_before)), Some((are, dense_after))) = (before, after)
            && dense_after < DEPTH_CUT * dense_before
        {
            fit.depth = Some((are, were));
        }
        fit
    }

    /// What a level became by the rule.
    pub fn at(&self, level: i32) -> f64 {
        let after = self.curve.partition_point(|(known, _)| *known <= level);
        let right = self.curve.get(after);
        match (after.checked_sub(1).and_then(|before| self.curve.get(before)), right) {
            (None, None) => f64::from(level),
            (Some((left, low)), Some((right, high))) => {
                low + (high - low) * f64::from(level - left) / f64::from((right - left).max(1))
            }
            // Beyond the ends the rule goes on as it went over some levels: two neighbours may be one step of a stair.
            (Some(end), None) => {
                let inner = self.curve.get(self.curve.len().saturating_sub(STAIR));
                beyond(level, *end, inner.copied().unwrap_or(*end))
            }
            (None, Some(end)) => {
                beyond(level, *end, self.curve.get(STAIR - 1).or(self.curve.last()).copied().unwrap_or(*end))
            }
        }
    }

    /// From means of tiles, which recompression leaves as they are. Single pixels would draw a slope below 1, because what
    /// is lost of their noise goes towards the mean.
    fn of_tiles(tiles: &[(f64, f64)], visible: f64) -> Self {
        if tiles.len() < FEWEST_TILES {
            return Self::default();
        }
        let mut sorted = tiles.to_vec();
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
        let usual = median(sorted.iter().map(|(one, other)| (other - one).abs()));
        if usual < visible.max(1.0) {
            return Self::default();
        }
        let line = line(&sorted);
        let bins: Vec<(i32, f64)> = sorted
            .chunks(sorted.len().div_ceil(BINS).max(1))
            .map(|bin| {
                (median(bin.iter().map(|pair| pair.0)).round() as i32, median(bin.iter().map(|pair| pair.1 - pair.0)))
            })
            .map(|(level, moved)| (level, f64::from(level) + moved))
            .collect();
        let curve = Self { curve: ascending(bins), ..Self::default() };
        let straight = Self { curve: straight(line, &sorted), ..Self::default() };
        let left = |fit: &Self| median(sorted.iter().map(|(one, other)| (other - fit.at_mean(*one)).abs()));
        // A curve follows what rounding in a block of JPEG does to means of dark and of bright tiles, too.
        let curve = Some(curve).filter(|_| usual >= CURVE_SHOWS * visible.max(1.0));
        let rules = [(Some(straight), in_words(line)), (curve, "a curve".to_owned())];
        for (fit, words) in rules.into_iter().filter_map(|(fit, words)| Some((fit?, words))) {
            if left(&fit) <= EXPLAINS * usual {
                return Self { intensity: Some(words), ..fit };
            }
        }
        Self::default()
    }

    fn at_mean(&self, level: f64) -> f64 {
        let low = level.floor();
        let part = level - low;
        self.at(low as i32) * (1.0 - part) + self.at(low as i32 + 1) * part
    }
}

/// The rule at a level behind its last known one, along the line from a level further in.
fn beyond(level: i32, end: (i32, f64), inner: (i32, f64)) -> f64 {
    let slope = if end.0 == inner.0 { 1.0 } else { (end.1 - inner.1) / f64::from(end.0 - inner.0) };
    end.1 + slope * f64::from(level - end.0)
}

/// What each level became, and how many pairs say so.
struct Table {
    levels: Vec<(i32, i32, u32)>,
    /// Levels of too few pairs, with what most of these say.
    rare: Vec<(i32, i32)>,
    telling: u64,
    following: u64,
    pairs: u64,
}

impl Table {
    fn of(sorted: &[(i32, i32)]) -> Self {
        let mut table =
            Self { levels: Vec::new(), rare: Vec::new(), telling: 0, following: 0, pairs: sorted.len() as u64 };
        for same in sorted.chunk_by(|one, other| one.0 == other.0) {
            let runs = same.chunk_by(|one, other| one.1 == other.1);
            let Some(usual) = runs.max_by_key(|run| run.len()) else { continue };
            let Some((before, after)) = usual.first() else { continue };
            if same.len() >= TELLING as usize {
                table.telling += same.len() as u64;
                table.following += usual.len() as u64;
                table.levels.push((*before, *after, same.len() as u32));
            } else {
                table.rare.push((*before, *after));
            }
        }
        table
    }

    /// The rule, where levels tell one.
    fn fit(&self) -> Option<Fit> {
        let enough = 2 * self.telling >= self.pairs && self.telling > 0;
        if !enough || (self.following as f64) < FOLLOWS * self.telling as f64 {
            return None;
        }
        let mut fit = ruled(&self.levels)?;
        // A rare level follows the rule where it fits between its neighbours, and may be damage where it does not.
        let slack = fit.slack.max(1.0);
        let rare: Vec<(i32, f64)> = self.rare.iter().map(|(before, after)| (*before, f64::from(*after))).collect();
        let fitting = rare.into_iter().filter(|(before, after)| (fit.at(*before) - after).abs() <= slack);
        let curve = fitting.chain(fit.curve.iter().copied()).collect();
        fit.curve = ascending(curve);
        Some(fit)
    }
}

/// A straight rule for pictures in which few pixels share a level.
fn sparse(sorted: &[(i32, i32)], table: &Table) -> Option<Fit> {
    if 2 * table.telling >= table.pairs || sorted.len() < 100 {
        return None;
    }
    let points: Vec<(f64, f64)> = sorted.iter().map(|(one, other)| (f64::from(*one), f64::from(*other))).collect();
    let (gain, offset) = line(&points);
    let follows = points.iter().filter(|(one, other)| (gain * one + offset - other).abs() <= 1.0).count();
    if (follows as f64) < FOLLOWS * points.len() as f64 {
        return None;
    }
    let moved = points.iter().map(|(one, _)| (gain * one + offset - one).abs()).fold(0.0, f64::max);
    let levels = |side: fn(&(i32, i32)) -> i32| {
        let mut levels: Vec<i32> = sorted.iter().map(side).collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    };
    let (before, after) = (levels(|pair| pair.0), levels(|pair| pair.1));
    let is_cut = (gain - 1.0).abs() < SAME_GAIN && step(&after) > step(&before);
    let slack = if is_cut { f64::from(step(&after)) } else { 0.0 };
    let intensity = (moved >= slack.max(1.0)).then(|| in_words((gain, offset)));
    let depth = is_cut.then_some((after.len(), before.len()));
    (intensity.is_some() || depth.is_some()).then(|| Fit {
        intensity,
        depth,
        curve: straight((gain, offset), &points),
        exact: true,
        slack,
    })
}

/// What a table of levels says, where every pair follows it.
fn ruled(levels: &[(i32, i32, u32)]) -> Option<Fit> {
    let all: f64 = levels.iter().map(|level| f64::from(level.2)).sum();
    let mut distinct: Vec<i32> = levels.iter().map(|level| level.1).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < FEWEST_LEVELS.min(levels.len()) {
        return None;
    }
    let points: Vec<(f64, f64)> = levels.iter().map(|level| (f64::from(level.0), f64::from(level.1))).collect();
    let (gain, offset) = line(&points);
    let left = distinct.len() as f64 / levels.len().max(1) as f64;
    // Where the input does not use every level, fewer are made one; without another contrast that is cut depth all the same.
    // Where it uses few of them, they may all be told apart still; that they stand in wider steps shows it then.
    let same_gain = (gain - 1.0).abs() < SAME_GAIN;
    let before: Vec<i32> = levels.iter().map(|level| level.0).collect();
    let is_cut = left < DEPTH_CUT || same_gain && (left <= MERGED || step(&distinct) > step(&before));
    let depth = is_cut.then_some((distinct.len(), levels.len()));
    // Cut depth alone moves a level by less than the distance of two that are left.
    let steps = distinct.windows(2).filter_map(|two| Some(f64::from(two.get(1)? - two.first()?)));
    let slack = if depth.is_some() { median(steps).max(1.0) } else { 0.0 };
    let moved = levels.iter().filter(|level| f64::from(level.0.abs_diff(level.1)) > slack);
    let share = moved.map(|level| f64::from(level.2)).sum::<f64>() / all.max(1.0);
    let off = median(points.iter().map(|(one, other)| (gain * one + offset - other).abs()));
    let intensity = (share > 1.0 - FOLLOWS)
        .then(|| if off <= slack.max(1.0) { in_words((gain, offset)) } else { "a curve".to_owned() });
    let curve = levels.iter().map(|level| (level.0, f64::from(level.1))).collect();
    Some(Fit { intensity, depth, curve, exact: true, slack })
}

/// The greatest step by which all levels can be reached from one another; 0 for fewer than two.
fn step(ascending: &[i32]) -> u32 {
    let divisor = |mut one: u32, mut other: u32| {
        while other > 0 {
            (one, other) = (other, one % other);
        }
        one
    };
    ascending.windows(2).filter_map(|two| Some(two.get(1)?.abs_diff(*two.first()?))).fold(0, divisor)
}

/// How many levels the middle of the samples uses, and which share of those between its ends.
fn occupied(samples: impl Iterator<Item = i32>) -> Option<(usize, f64)> {
    let mut samples: Vec<i32> = samples.collect();
    samples.sort_unstable();
    let cut = samples.len() / 20;
    let middle = samples.get(cut..samples.len().saturating_sub(cut))?;
    let (low, high) = (*middle.first()?, *middle.last()?);
    let width = f64::from(high) - f64::from(low) + 1.0;
    let used = middle.chunk_by(|one, other| one == other).count();
    // Where there are fewer samples than levels, most levels are empty by chance.
    (width >= 4.0 && middle.len() as f64 >= 8.0 * width).then(|| (used, used as f64 / width))
}

/// Gain and offset: least squares over what lies near a first line through the medians of both ends.
fn line(sorted: &[(f64, f64)]) -> (f64, f64) {
    let part = (sorted.len() / 5).max(1);
    let end = |points: &[(f64, f64)]| {
        (median(points.iter().map(|point| point.0)), median(points.iter().map(|point| point.1)))
    };
    let low = end(sorted.get(..part).unwrap_or_default());
    let high = end(sorted.get(sorted.len().saturating_sub(part)..).unwrap_or_default());
    let gain = if high.0 - low.0 > 0.5 { (high.1 - low.1) / (high.0 - low.0) } else { 1.0 };
    let first = (gain, low.1 - gain * low.0);
    let off = |(gain, offset): (f64, f64), point: &(f64, f64)| (gain * point.0 + offset - point.1).abs();
    let near = 3.0 * median(sorted.iter().map(|point| off(first, point))).max(1.0);
    let (mut n, mut x, mut y, mut xx, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for point in sorted.iter().filter(|point| off(first, point) <= near) {
        (n, x, y) = (n + 1.0, x + point.0, y + point.1);
        (xx, xy) = (xx + point.0 * point.0, xy + point.0 * point.1);
    }
    let spread = n * xx - x * x;
    if n < 8.0 || spread <= 1e-9 * xx.max(1.0) {
        return first;
    }
    let gain = (n * xy - x * y) / spread;
    (gain, (y - gain * x) / n)
}

fn straight((gain, offset): (f64, f64), sorted: &[(f64, f64)]) -> Vec<(i32, f64)> {
    let ends = [sorted.first(), sorted.last()].into_iter().flatten().map(|point| point.0.round() as i32);
    ascending(ends.map(|level| (level, gain * f64::from(level) + offset)).collect())
}

fn ascending(points: Vec<(i32, f64)>) -> Vec<(i32, f64)> {
    points.into_iter().collect::<BTreeMap<i32, f64>>().into_iter().collect()
}

fn in_words((gain, offset): (f64, f64)) -> String {
    format!("gain {gain:.3}, offset {offset:.1}")
}

/// The middle of some values; 0 of none.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    let middle = values.len() / 2;
    if values.is_empty() { 0.0 } else { *values.select_nth_unstable_by(middle, f64::total_cmp).1 }
}
