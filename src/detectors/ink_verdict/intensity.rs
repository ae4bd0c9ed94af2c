//! How the tool changed brightness, estimated outside the planted boxes.

/// From levels of the input to levels of the output, for one channel.
#[derive(Clone, Debug, PartialEq)]
pub enum Curve {
    /// Unchanged.
    Identity,
    /// A straight line.
    Line {
        /// Output levels for each input level.
        gain: f64,
        /// Output level of input level 0.
        offset: f64,
    },
    /// Points of a curve by rising input level, joined by straight lines.
    Points(Vec<(f64, f64)>),
}

/// The change of brightness of a frame: one curve for each channel, or a single one for brightness.
#[derive(Clone, Debug, PartialEq)]
pub struct IntensityMap {
    /// As many curves as the output has channels.
    pub curves: Vec<Curve>,
}

/// Fewest pairs of samples that allow anything but the identity.
const FEWEST_PAIRS: usize = 64;
/// Points of a curve.
const BINS: usize = 64;

impl IntensityMap {
    /// The map that changes nothing.
    pub fn identity() -> Self {
        Self { curves: vec![Curve::Identity] }
    }

    /// The output level of `value` in `channel`; a single curve serves every channel.
    pub fn apply(&self, channel: usize, value: f64) -> f64 {
        self.curves.get(channel).or_else(|| self.curves.first()).map_or(value, |curve| curve.apply(value))
    }

    /// Whether nothing is changed.
    pub fn is_identity(&self) -> bool {
        self.curves.iter().all(|curve| *curve == Curve::Identity)
    }
}

impl Curve {
    /// The output level of an input level; curves go on straight beyond their ends.
    pub fn apply(&self, value: f64) -> f64 {
        match self {
            Self::Identity => value,
            Self::Line { gain, offset } => gain * value + offset,
            Self::Points(points) => interpolate(points, value),
        }
    }

    /// Estimates the curve from pairs of input and output levels.
    ///
    /// The identity where more than 90 % are equal, a straight line where it fits as well as medians in bins.
    pub fn estimate(pairs: &mut [(f64, f64)]) -> Self {
        let equal = pairs.iter().filter(|(input, output)| (input - output).abs() < 0.5).count();
        if pairs.len() < FEWEST_PAIRS || equal * 10 > pairs.len() * 9 {
            return Self::Identity;
        }
        let line = straight(pairs);
        let Some(points) = medians(pairs) else { return line };
        let curve = Self::Points(points);
        // Medians follow noise in 64 places, a line in two: the curve must earn its freedom.
        if curve.misfit(pairs) < 0.9 * line.misfit(pairs) { curve } else { line }
    }

    /// Mean absolute deviation of the pairs from the curve.
    fn misfit(&self, pairs: &[(f64, f64)]) -> f64 {
        pairs.iter().map(|(input, output)| (self.apply(*input) - output).abs()).sum::<f64>() / pairs.len() as f64
    }
}

fn straight(pairs: &[(f64, f64)]) -> Curve {
    let count = pairs.len() as f64;
    let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), pair| (x + pair.0, y + pair.1));
    let (x, y) = (x / count, y / count);
    let (xx, xy) = pairs
        .iter()
        .fold((0.0, 0.0), |(xx, xy), pair| (xx + (pair.0 - x) * (pair.0 - x), xy + (pair.0 - x) * (pair.1 - y)));
    let gain = if xx > 0.0 { xy / xx } else { 1.0 };
    Curve::Line { gain, offset: y - gain * x }
}

/// Medians of the output over bins of input levels that hold equally many pairs; `None` where there are fewer than two.
fn medians(pairs: &mut [(f64, f64)]) -> Option<Vec<(f64, f64)>> {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(BINS);
    let mut first = 0;
    while first < pairs.len() {
        let wanted = (first + pairs.len().div_ceil(BINS)).min(pairs.len());
        let level = pairs.get(wanted - 1)?.0;
        let last = first + pairs.get(first..)?.partition_point(|pair| pair.0 <= level);
        let bin = pairs.get(first..last)?;
        let mut outputs: Vec<f64> = bin.iter().map(|pair| pair.1).collect();
        outputs.sort_by(f64::total_cmp);
        let input = bin.iter().map(|pair| pair.0).sum::<f64>() / bin.len().max(1) as f64;
        points.push((input, *outputs.get(outputs.len() / 2)?));
        first = last;
    }
    (points.len() >= 2).then_some(points)
}

fn interpolate(points: &[(f64, f64)], value: f64) -> f64 {
    let after = points.partition_point(|point| point.0 < value).clamp(1, points.len().max(2) - 1);
    let (Some(left), Some(right)) = (points.get(after - 1), points.get(after)) else { return value };
    let (left, right) =
        if value < left.0 || value > right.0 { ends(points, value, *left, *right) } else { (*left, *right) };
    let run = right.0 - left.0;
    if run <= 0.0 { left.1 } else { left.1 + (value - left.0) * (right.1 - left.1) / run }
}

/// Beyond the ends the slope of a quarter of the curve holds, since that of two points is mostly noise.
fn ends(points: &[(f64, f64)], value: f64, left: (f64, f64), right: (f64, f64)) -> ((f64, f64), (f64, f64)) {
    let quarter = (points.len() / 4).max(1);
    if value < left.0 {
        (left, points.get(quarter).copied().unwrap_or(right))
    } else {
        let inner = points.get(points.len() - 1 - quarter.min(points.len() - 1)).copied().unwrap_or(left);
        ((right.0 - (right.0 - inner.0), right.1 - (right.1 - inner.1)), right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_pairs_give_the_identity_and_scaled_ones_a_line() {
        let mut same: Vec<(f64, f64)> = (0..200).map(|level| (f64::from(level), f64::from(level))).collect();
        assert_eq!(Curve::estimate(&mut same), Curve::Identity);
        let mut scaled: Vec<(f64, f64)> =
            (0..200).map(|level| (f64::from(level), f64::from(level) * 2.0 + 5.0)).collect();
        assert!((Curve::estimate(&mut scaled).apply(300.0) - 605.0).abs() < 1e-6);
    }

    #[test]
    fn a_gamma_curve_is_followed_and_continued_beyond_its_ends() {
        let mut pairs: Vec<(f64, f64)> =
            (0..2000).map(|index| f64::from(index % 200)).map(|level| (level, (level * 255.0).sqrt())).collect();
        let curve = Curve::estimate(&mut pairs);
        assert!(matches!(curve, Curve::Points(_)));
        assert!((curve.apply(100.0) - 159.7).abs() < 2.0, "{}", curve.apply(100.0));
        assert!(curve.apply(255.0) > curve.apply(199.0) + 10.0);
        assert!(curve.apply(-50.0) < curve.apply(5.0));
    }
}
