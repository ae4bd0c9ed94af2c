//! Two collections side by side, per modality.

use crate::inspection::Histogram;
use crate::inspection::Measure;
use crate::inspection::Survey;
use crate::inspection::measures::median;
use serde::Serialize;
use std::collections::BTreeMap;

/// Quantiles at which two samples of numbers are compared.
const QUANTILES: u32 = 200;

/// Two collections.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The other folder, as it was named.
    pub against: String,
    /// Each modality that both have.
    pub modalities: BTreeMap<String, Beside>,
    /// Modalities of this one alone.
    pub only_here: Vec<String>,
    /// Modalities of the other alone.
    pub only_there: Vec<String>,
}

/// One modality of both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Beside {
    /// Files here and there.
    pub files: [u64; 2],
    /// Frames here and there.
    pub frames: [u64; 2],
    /// Mean level here and there.
    pub mean: [f64; 2],
    /// Deviation of the levels here and there.
    pub deviation: [f64; 2],
    /// Wasserstein distance of the levels, in levels.
    pub distance: Option<f64>,
    /// Histograms here and there.
    pub histograms: [Histogram; 2],
    /// Each measure that both allow.
    pub measures: BTreeMap<Measure, Gap>,
}

/// One measure of both.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// Medians here and there.
    pub median: [f64; 2],
    /// Files that allow it, here and there.
    pub files: [u64; 2],
    /// Wasserstein distance of the values, in the unit of the measure.
    pub distance: f64,
    /// The same over the larger of the two medians, or over itself where that is larger still: what part of its size a typical
    /// value is off, from 0 to 1.
    pub relative: f64,
}

/// Compares what both have.
pub fn compare(here: &Survey, there: &Survey, against: &str) -> Comparison {
    let names = |survey: &Survey| -> Vec<String> { survey.histograms.keys().cloned().collect() };
    let (ours, theirs) = (names(here), names(there));
    let mut comparison = Comparison {
        against: against.to_owned(),
        modalities: BTreeMap::new(),
        only_here: ours.iter().filter(|name| !theirs.contains(name)).cloned().collect(),
        only_there: theirs.iter().filter(|name| !ours.contains(name)).cloned().collect(),
    };
    for (modality, (frames, histogram)) in &here.histograms {
        let Some((other_frames, other)) = there.histograms.get(modality) else { continue };
        let files = |survey: &Survey| {
            survey.entries.iter().filter(|entry| entry.modality == *modality && entry.looks.is_some()).count() as u64
        };
        let (measures, others) = (here.measures_of(modality), there.measures_of(modality));
        let gaps = Measure::ALL
            .iter()
            .filter_map(|measure| Some((*measure, gap(measures.of(*measure), others.of(*measure))?)));
        comparison.modalities.insert(
            modality.clone(),
            Beside {
                files: [files(here), files(there)],
                frames: [*frames, *other_frames],
                mean: [histogram.mean(), other.mean()],
                deviation: [histogram.deviation(), other.deviation()],
                distance: histogram.distance(other),
                histograms: [histogram.clone(), other.clone()],
                measures: gaps.collect(),
            },
        );
    }
    comparison
}

fn gap(here: Vec<f64>, there: Vec<f64>) -> Option<Gap> {
    let medians = [median(&here)?, median(&there)?];
    let distance = distance(&here, &there);
    let size = medians[0].abs().max(medians[1].abs()).max(distance).max(1e-9);
    Some(Gap { median: medians, files: [here.len() as u64, there.len() as u64], distance, relative: distance / size })
}

/// Wasserstein distance of first order of two samples, over their quantiles.
fn distance(one: &[f64], other: &[f64]) -> f64 {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let (one, other) = (sorted(one), sorted(other));
    let at = |values: &[f64], share: f64| {
        let place = (share * values.len() as f64) as usize;
        values.get(place.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
    };
    let shares = (0..QUANTILES).map(|step| (f64::from(step) + 0.5) / f64::from(QUANTILES));
    shares.map(|share| (at(&one, share) - at(&other, share)).abs()).sum::<f64>() / f64::from(QUANTILES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_of_samples_is_that_of_their_quantiles() {
        assert_eq!(distance(&[1.0, 2.0], &[2.0, 1.0]), 0.0);
        assert!((distance(&[0.0, 0.0], &[0.0, 4.0]) - 2.0).abs() < 1e-9);
        let gap = gap(vec![3.0], vec![2.0, 2.0]).expect("a gap");
        assert_eq!((gap.median, gap.distance, gap.relative), ([3.0, 2.0], 1.0, 1.0 / 3.0));
        // Hardly any picture has marks, and one has: that is far off, but not a thousand million times.
        let gap = super::gap(vec![0.0, 0.0, 0.0], vec![0.0, 0.0, 0.9]).expect("a gap");
        assert_eq!((gap.median, gap.relative), ([0.0, 0.0], 1.0));
        assert_eq!(super::gap(Vec::new(), vec![1.0]), None);
    }
}
