//! The value under a filter taken at its word: the output must be what the filter makes of the clean picture, the label and the
//! whole ink, to within rounding.
//!
//! No background is fitted and no strength of the ink, so that a few blocks of a mosaic tell candidates apart. It says something only
//! where the filter is the right one, which shows by some candidate leaving little of the output unexplained.

use crate::detectors::ink_verdict::candidates::Standing;
use crate::detectors::ink_verdict::cells::ROUNDING;
use crate::detectors::ink_verdict::filters::Filter;
use crate::detectors::ink_verdict::mosaic::Mosaic;
use crate::detectors::ink_verdict::plane::Plane;

/// Share of what the clean picture leaves unexplained that the ink must leave at most.
const EXPLAINED: f64 = 0.35;

/// What stands in the output for one candidate to explain: `nothing` is the value box after the filter without any value.
pub(super) struct Literal<'a> {
    pub(super) filter: Filter,
    pub(super) output: &'a Plane,
    pub(super) nothing: &'a Plane,
    /// Corner of the box in the crop.
    pub(super) corner: (usize, usize),
}

impl Literal<'_> {
    /// Sum of the squares of what a candidate leaves, and the number of observations: pixels, or blocks of a mosaic.
    pub(super) fn left(&self, template: Option<&Plane>) -> (f64, f64) {
        let left = self.residual(template);
        match self.filter {
            Filter::Mosaic(mosaic) => {
                let means = self.means(mosaic, &left);
                (means.iter().map(|mean| mean * mean).sum(), means.len() as f64)
            }
            _ => (left.iter().map(|value| value * value).sum(), left.len() as f64),
        }
    }

    /// Whether a candidate that leaves so much explains the output.
    pub(super) fn explains(&self, left: f64) -> bool {
        let (nothing, count) = self.left(None);
        left <= EXPLAINED * nothing && nothing > count * ROUNDING
    }

    /// How the first candidate stands, by what each leaves, with `template` the first one's.
    pub(super) fn standing(&self, left: &[f64], template: &Plane) -> Standing {
        let (_, count) = self.left(None);
        let count = count * self.independent(template);
        let nats: Vec<f64> = left
            .iter()
            .map(|left| -0.5 * count * libm::log((left + count * ROUNDING).max(f64::MIN_POSITIVE)))
            .collect();
        let standing = Standing::of(&nats);
        let is_explained = left.first().is_some_and(|first| self.explains(*first));
        if is_explained { standing } else { Standing { lead: standing.lead.min(0.0), ..standing } }
    }

    fn residual(&self, template: Option<&Plane>) -> Vec<f64> {
        let pairs = self.output.values.iter().zip(&self.nothing.values);
        let without = pairs.map(|(output, nothing)| output - nothing);
        match template {
            Some(template) => without.zip(&template.values).map(|(left, ink)| left - ink).collect(),
            None => without.collect(),
        }
    }

    /// Share of the observations that are independent of each other, by the correlation of neighbours. Rounding is, and what a filter
    /// that is not quite the right one leaves is not. Blocks stand for themselves.
    fn independent(&self, template: &Plane) -> f64 {
        if matches!(self.filter, Filter::Mosaic(_)) {
            return 1.0;
        }
        let left = self.residual(Some(template));
        let width = self.output.width.max(1);
        let energy = left.iter().map(|value| value * value).sum::<f64>().max(f64::MIN_POSITIVE);
        let along = |step: usize| {
            let near = |at: &usize| step != 1 || !at.is_multiple_of(width);
            (step..left.len()).filter(near).map(|at| left[at] * left[at - step]).sum::<f64>() / energy
        };
        let share = |correlation: f64| (1.0 - correlation.clamp(0.0, 1.0)) / (1.0 + correlation.clamp(0.0, 1.0));
        share(along(1)) * share(along(width))
    }

    /// Means over the blocks of a mosaic within the box.
    fn means(&self, mosaic: Mosaic, left: &[f64]) -> Vec<f64> {
        let (width, height) = (self.output.width, self.output.height);
        let (right, bottom) = (self.corner.0 + width, self.corner.1 + height);
        let mut means = Vec::new();
        let mut y = self.corner.1;
        while y < bottom {
            let below = (mosaic.block_y(y as i64).1.max(0) as usize).clamp(y + 1, bottom);
            let mut x = self.corner.0;
            while x < right {
                let beside = (mosaic.block_x(x as i64).1.max(0) as usize).clamp(x + 1, right);
                let block = (y..below).flat_map(|y| (x..beside).map(move |x| (x, y)));
                let at = |(x, y): (usize, usize)| (y - self.corner.1) * width + x - self.corner.0;
                let sum: f64 = block.map(|place| left.get(at(place)).copied().unwrap_or(0.0)).sum();
                means.push(sum / ((below - y) * (beside - x)) as f64);
                x = beside;
            }
            y = below;
        }
        means
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane(width: usize, height: usize, value: impl Fn(usize, usize) -> f64) -> Plane {
        let values = (0..width * height).map(|at| value(at % width, at / width)).collect();
        Plane { width, height, values }
    }

    #[test]
    fn blocks_of_a_mosaic_are_one_observation_each() {
        let (output, nothing) = (plane(20, 10, |x, _| if x < 8 { 3.0 } else { 0.0 }), Plane::new(20, 10));
        let mosaic = Mosaic { period: 10, x: 8, y: 2 };
        let literal = Literal { filter: Filter::Mosaic(mosaic), output: &output, nothing: &nothing, corner: (0, 2) };
        assert_eq!(literal.left(None), (9.0, 3.0));
        assert_eq!(literal.left(Some(&output)), (0.0, 3.0));
    }

    #[test]
    fn the_candidate_that_explains_the_output_leads_and_nothing_leads_where_none_does() {
        let ink = |shift: usize| plane(60, 20, move |x, y| if (x + shift) % 9 < 4 && y > 4 { 40.0 } else { 0.0 });
        let nothing = Plane::new(60, 20);
        let filter = Filter::Gaussian(2.0);
        let candidates = [ink(0), ink(2), ink(5)];
        let judged = |output: &Plane| {
            let literal = Literal { filter, output, nothing: &nothing, corner: (0, 0) };
            let left: Vec<f64> = candidates.iter().map(|one| literal.left(Some(one)).0).collect();
            literal.standing(&left, &candidates[0])
        };
        assert!(judged(&ink(0)).lead > 100.0);
        let other = plane(60, 20, |x, y| ((x * 31 + y * 17) % 23) as f64);
        assert!(judged(&other).lead <= 0.0);
        assert!(judged(&ink(2)).lead < 0.0);
    }
}
