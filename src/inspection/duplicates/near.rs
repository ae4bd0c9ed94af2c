//! Pairs that are nearly the same.

use super::Pair;
use super::pair;
use crate::collection::Place;
use crate::inspection::fine::Fine;
use crate::inspection::load::load_any;
use crate::inspection::same_scene::Sums;
use crate::inspection::same_scene::shows_part;
use crate::inspection::sketch::AREA;
use crate::inspection::sketch::CUTS;
use crate::inspection::sketch::Cut;
use crate::inspection::sketch::correlation;
use crate::inspection::sketch::hash;
use crate::inspection::sketch::normal;
use crate::inspection::survey::Entry;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Up to so many pictures each is held against each other one.
const ALL_PAIRS: usize = 1500;
/// Pictures of one bucket that are held against each other.
const MOST_IN_BUCKET: usize = 200;
/// Pairs that are held against each other in a larger collection: some seconds of work.
const MOST_COMPARED: usize = 2_000_000;
/// Pairs that are decoded again, of a large collection: some seconds of work.
const MOST_CONFIRMED: usize = 300;
/// Pairs that are decoded again, of the smallest.
const LEAST_CONFIRMED: usize = 8;
/// Pictures for each pair that is decoded again, so that this costs a part of decoding all once.
const FOR_EACH_PAIR: usize = 20;
/// Pairs whose pictures are held at a time.
const AT_ONCE: usize = 24;
/// Correlation of two views from which a pair is decoded again.
const ALIKE: f32 = 0.98;

/// Share of the fine structure in which two pictures must agree before they are decoded again. Copies that were lighter, smaller or
/// compressed agreed in 0.97 and more, those with a narrow edge cut off in 0.83; slices of two heads in 0.5 to 0.85.
const AGREE: f32 = 0.72;
/// The same where one shows a part of the other, of which the cut is only roughly known. What differs agrees in half.
const AGREE_IN_PART: f32 = 0.55;

/// What was found.
pub struct Near {
    /// The pairs.
    pub pairs: Vec<Pair>,
    /// Pairs that were compared in detail.
    pub compared: u64,
    /// Whether a bound was reached.
    pub bounded: bool,
}

type Views = [Option<[f32; AREA]>; CUTS.len()];

/// Two pictures that may show the same: a view of the first is like the whole second.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Candidate {
    outer: usize,
    inner: usize,
    cut: usize,
    likeness: f32,
    /// Share of the fine structure in which they agree; 1 where there is too little of it.
    agreement: f32,
}

/// Looks for pairs among pictures that differ.
pub fn near(place: &Place, singles: &[&Entry]) -> Near {
    let views: Vec<Views> = singles
        .par_iter()
        .map(|entry| {
            let looks = entry.looks.as_ref().filter(|looks| !looks.sketch.drawn);
            looks.map_or([None; CUTS.len()], |looks| looks.sketch.views().each_ref().map(normal))
        })
        .collect();
    let (pairs, mut bounded) = if singles.len() <= ALL_PAIRS { (None, false) } else { buckets(singles) };
    let likely = |one: usize, other: usize| {
        let (first, second) = (singles.get(one)?, singles.get(other)?);
        // Slices and frames of one series are like each other, and no duplicates.
        let series = &first.facts.series;
        let is_series = !first.facts.instance.is_empty() && !series.is_empty() && *series == second.facts.series;
        let found = if is_series { None } else { candidate(&views, one, other) };
        found
            .map(|found| Candidate { agreement: agreement(singles, &found), ..found })
            .filter(|found| found.agreement >= if found.cut == 0 { AGREE } else { AGREE_IN_PART })
    };
    let mut candidates: Vec<Candidate> = match pairs {
        Some(pairs) => pairs.into_par_iter().filter_map(|(one, other)| likely(one, other)).collect(),
        None => (0..singles.len())
            .into_par_iter()
            .flat_map_iter(|one| (one + 1..singles.len()).filter_map(move |other| likely(one, other)))
            .collect(),
    };
    let subjects = |found: &Candidate| match (singles.get(found.outer), singles.get(found.inner)) {
        (Some(one), Some(other)) => one.subject == other.subject,
        _ => true,
    };
    // Different people first, then what agrees most.
    candidates.sort_by(|one, other| {
        let order = subjects(one).cmp(&subjects(other)).then(other.agreement.total_cmp(&one.agreement));
        order.then((one.outer, one.inner).cmp(&(other.outer, other.inner)))
    });
    let most = (singles.len() / FOR_EACH_PAIR).clamp(LEAST_CONFIRMED, MOST_CONFIRMED);
    bounded |= candidates.len() > most;
    candidates.truncate(most);
    let pairs = candidates.chunks(AT_ONCE).flat_map(|some| confirm(place, singles, some)).collect();
    Near { pairs, compared: candidates.len() as u64, bounded }
}

/// In which share of the fine structure two pictures agree.
fn agreement(singles: &[&Entry], found: &Candidate) -> f32 {
    let fine = |at: usize| Some(&singles.get(at)?.looks.as_ref()?.sketch.fine);
    let both = fine(found.outer).zip(fine(found.inner)).zip(CUTS.get(found.cut));
    both.and_then(|((outer, inner), cut)| Fine::agreement(outer, inner, *cut)).unwrap_or(1.0)
}

/// The likest of all ways in which one may show a part of the other.
fn candidate(views: &[Views], one: usize, other: usize) -> Option<Candidate> {
    let (first, second) = (views.get(one)?, views.get(other)?);
    let mut best: Option<Candidate> = None;
    for (outer, inner, of_outer, of_inner) in [(one, other, first, second), (other, one, second, first)] {
        let Some(Some(whole)) = of_inner.first() else { continue };
        for (cut, view) in of_outer.iter().enumerate() {
            let Some(view) = view else { continue };
            let likeness = correlation(view, whole);
            if likeness >= ALIKE && best.is_none_or(|best| likeness > best.likeness) {
                best = Some(Candidate { outer, inner, cut, likeness, agreement: 1.0 });
            }
        }
    }
    best
}

/// Pairs that share 16 bits of a hash, the whole of one with any view of the other.
fn buckets(singles: &[&Entry]) -> (Option<Vec<(usize, usize)>>, bool) {
    let mut buckets: BTreeMap<(usize, u16), Vec<(usize, bool)>> = BTreeMap::new();
    for (place, entry) in singles.iter().enumerate() {
        let Some(looks) = entry.looks.as_ref().filter(|looks| !looks.sketch.drawn) else { continue };
        for (cut, view) in looks.sketch.views().iter().enumerate() {
            let Some(hash) = hash(view) else { continue };
            // Four bands: two hashes that differ in at most three bits share one of them.
            for band in 0..4 {
                buckets.entry((band, (hash >> (16 * band)) as u16)).or_default().push((place, cut == 0));
            }
        }
    }
    let mut pairs = BTreeSet::new();
    let mut bounded = false;
    for places in buckets.values() {
        bounded |= places.len() > MOST_IN_BUCKET;
        let places = places.get(..places.len().min(MOST_IN_BUCKET)).unwrap_or_default();
        for (number, (one, one_whole)) in places.iter().enumerate() {
            for (other, other_whole) in places.get(number + 1..).unwrap_or_default() {
                if one != other && (*one_whole || *other_whole) {
                    pairs.insert((*one.min(other), *one.max(other)));
                }
            }
            if pairs.len() > MOST_COMPARED {
                return (Some(pairs.into_iter().collect()), true);
            }
        }
    }
    (Some(pairs.into_iter().collect()), bounded)
}

/// Decodes the pictures, each once, and compares their structure.
fn confirm(place: &Place, singles: &[&Entry], candidates: &[Candidate]) -> Vec<Pair> {
    let wanted: BTreeSet<usize> = candidates.iter().flat_map(|found| [found.outer, found.inner]).collect();
    // One by one, the largest first: some take ten times as long as others.
    let mut wanted: Vec<usize> = wanted.into_iter().collect();
    let pixels = |number: &usize| {
        singles.get(*number).map_or(0, |entry| u64::from(entry.facts.rows) * u64::from(entry.facts.columns))
    };
    wanted.sort_by_key(|number| Reverse(pixels(number)));
    let sums: BTreeMap<usize, Sums> = wanted
        .into_iter()
        .par_bridge()
        .filter_map(|number| {
            let frame = load_any(&place.files.join(&singles.get(number)?.facts.path)).ok()?;
            Some((number, Sums::of(&frame)))
        })
        .collect();
    let confirmed = |found: &Candidate| {
        let Cut { left, top, right, bottom } = *CUTS.get(found.cut)?;
        let first = [left, top, right, bottom].map(|edge| f32::from(edge) / 80.0);
        let same = shows_part(sums.get(&found.outer)?, sums.get(&found.inner)?, first);
        let (one, other) = (singles.get(found.outer.min(found.inner))?, singles.get(found.outer.max(found.inner))?);
        same.then(|| pair(one, other))
    };
    candidates.par_iter().filter_map(confirmed).collect()
}
