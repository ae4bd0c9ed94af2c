//! Files that show the same, or nearly.
//!
//! The same: the SHA-256 of all decoded samples is equal. Nearly: pictures of 16 x 16 cells differ by less than two levels on
//! average and go up and down together. Only pictures that share 16 bits of a perceptual hash are compared, and of each
//! such bucket a bounded number; so the work stays bounded however large the collection is.

use crate::inspection::Survey;
use crate::inspection::look::THUMB;
use crate::inspection::survey::Entry;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Pairs that are listed of each sort.
const MOST_LISTED: usize = 50;
/// Pictures of one bucket that are compared with each other.
const MOST_IN_BUCKET: usize = 200;
/// Pairs that are compared in all: some seconds of work.
const MOST_COMPARED: usize = 2_000_000;
/// Pairs that are kept before those across subjects are put first.
const MOST_KEPT: usize = 10_000;
/// Largest mean difference of the small pictures, levels.
const MOST_DIFFERENCE: f64 = 2.0;
/// Smallest correlation of the small pictures.
const LEAST_CORRELATION: f64 = 0.995;

/// Two files that show the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// One file.
    pub one: String,
    /// The other.
    pub other: String,
    /// Whether they count for different people.
    pub across_subjects: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Duplicates {
    /// Files whose pixels another file, earlier by path, has too.
    pub exact: u64,
    /// Those of them that stand under another subject.
    pub exact_across_subjects: u64,
    /// Pairs of files that are nearly the same.
    pub near: u64,
    /// Those of them that stand under different subjects.
    pub near_across_subjects: u64,
    /// Whether so many pictures were alike that not all were compared.
    pub bounded: bool,
    /// Some of the exact ones, those across subjects first.
    pub exact_pairs: Vec<Pair>,
    /// Some of the near ones, those across subjects first.
    pub near_pairs: Vec<Pair>,
}

/// Looks for duplicates among decoded files.
pub fn duplicates(survey: &Survey) -> Duplicates {
    let mut found = Duplicates::default();
    let mut by_digest: BTreeMap<[u8; 32], Vec<&Entry>> = BTreeMap::new();
    for entry in &survey.entries {
        if let Some(looks) = &entry.looks {
            by_digest.entry(looks.digest).or_default().push(entry);
        }
    }
    // One of each group stands for it when near ones are looked for.
    let mut singles = Vec::new();
    for group in by_digest.into_values() {
        let Some((first, others)) = group.split_first() else { continue };
        singles.push(*first);
        for other in others {
            let pair = pair(first, other);
            found.exact += 1;
            found.exact_across_subjects += u64::from(pair.across_subjects);
            found.exact_pairs.push(pair);
        }
    }
    singles.sort_by(|one, other| one.facts.path.cmp(&other.facts.path));
    near(&singles, &mut found);
    for pairs in [&mut found.exact_pairs, &mut found.near_pairs] {
        pairs.sort_by(|one, two| {
            (!one.across_subjects, &one.one, &one.other).cmp(&(!two.across_subjects, &two.one, &two.other))
        });
        pairs.truncate(MOST_LISTED);
    }
    found
}

fn pair(one: &Entry, other: &Entry) -> Pair {
    Pair {
        one: one.facts.path.clone(),
        other: other.facts.path.clone(),
        across_subjects: one.subject != other.subject && !one.subject.is_empty() && !other.subject.is_empty(),
    }
}

fn near(singles: &[&Entry], found: &mut Duplicates) {
    let mut buckets: BTreeMap<(usize, u16), Vec<usize>> = BTreeMap::new();
    for (place, entry) in singles.iter().enumerate() {
        let Some(hash) = entry.looks.as_ref().and_then(|looks| perceptual_hash(&looks.thumb)) else { continue };
        // Four bands: two hashes that differ in at most three bits share one of them.
        for band in 0..4 {
            buckets.entry((band, (hash >> (16 * band)) as u16)).or_default().push(place);
        }
    }
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut compared = 0;
    for places in buckets.values() {
        found.bounded |= places.len() > MOST_IN_BUCKET;
        let places = places.get(..places.len().min(MOST_IN_BUCKET)).unwrap_or_default();
        for (number, one) in places.iter().enumerate() {
            for other in places.get(number + 1..).unwrap_or_default() {
                let (Some(first), Some(second)) = (singles.get(*one), singles.get(*other)) else { continue };
                compared += 1;
                if compared > MOST_COMPARED {
                    found.bounded = true;
                    return;
                }
                let (Some(looks), Some(others)) = (&first.looks, &second.looks) else { continue };
                if !seen.contains(&(*one, *other)) && is_near(&looks.thumb, &others.thumb) {
                    seen.insert((*one, *other));
                    let pair = pair(first, second);
                    found.near += 1;
                    found.near_across_subjects += u64::from(pair.across_subjects);
                    if found.near_pairs.len() < MOST_KEPT
                        || pair.across_subjects && found.near_pairs.len() < 2 * MOST_KEPT
                    {
                        found.near_pairs.push(pair);
                    }
                }
            }
        }
    }
}

/// Whether each cell is brighter than its right neighbour, in 8 x 8 places; `None` for a picture that is nearly even, of
/// which the hash says nothing.
fn perceptual_hash(thumb: &[u8]) -> Option<u64> {
    let (low, high) = (thumb.iter().min()?, thumb.iter().max()?);
    if high - low < 16 {
        return None;
    }
    let at = |x: usize, y: usize| thumb.get(y * THUMB + x).copied().unwrap_or(0);
    let mut hash = 0u64;
    for row in 0..8 {
        for column in 0..8 {
            // The mean of a place is that of four cells.
            let mean = |column: usize| {
                let (x, y) = (2 * column, 2 * row);
                u32::from(at(x, y))
                    + u32::from(at((x + 1) % THUMB, y))
                    + u32::from(at(x, y + 1))
                    + u32::from(at((x + 1) % THUMB, y + 1))
            };
            hash = hash << 1 | u64::from(mean(column) > mean((column + 1) % 8));
        }
    }
    Some(hash)
}

fn is_near(one: &[u8], other: &[u8]) -> bool {
    let count = one.len().min(other.len()).max(1) as f64;
    let difference: f64 = one.iter().zip(other).map(|(one, other)| f64::from(one.abs_diff(*other))).sum();
    if difference / count > MOST_DIFFERENCE {
        return false;
    }
    let mean = |cells: &[u8]| cells.iter().map(|cell| f64::from(*cell)).sum::<f64>() / count;
    let (mean_one, mean_other) = (mean(one), mean(other));
    let (mut across, mut along, mut along_other) = (0.0, 0.0, 0.0);
    for (one, other) in one.iter().zip(other) {
        let (one, other) = (f64::from(*one) - mean_one, f64::from(*other) - mean_other);
        across += one * other;
        along += one * one;
        along_other += other * other;
    }
    across >= LEAST_CORRELATION * (along * along_other).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thumb(step: usize) -> Vec<u8> {
        (0..256).map(|cell| ((cell * step) % 251) as u8).collect()
    }

    #[test]
    fn a_level_more_or_less_is_near_and_another_picture_is_not() {
        let one = thumb(37);
        let brighter: Vec<u8> = one.iter().map(|cell| cell.saturating_add(1)).collect();
        assert!(is_near(&one, &brighter) && !is_near(&one, &thumb(41)));
        let (hash, other) = (perceptual_hash(&one), perceptual_hash(&brighter));
        assert!(hash.is_some_and(|hash| other.is_some_and(|other| (hash ^ other).count_ones() <= 3)));
        assert_eq!(perceptual_hash(&[7; 256]), None);
    }
}
