//! Files that show the same, or nearly.
//!
//! The same: the SHA-256 of all decoded samples is equal. Nearly: one picture shows the other, or a part of it, lighter, cropped,
//! written on or compressed. Pairs that may are found by small views ([`sketch`](super::sketch)), decoded once more, and compared
//! in their fine structure ([`same_scene`](super::same_scene)); so slices of one body and patients before one console are no
//! duplicates. Work is bounded however large the collection is, and a bound that was reached is told.

mod near;

use crate::collection::Place;
use crate::inspection::Survey;
use crate::inspection::survey::Entry;
use serde::Serialize;
use std::collections::BTreeMap;

/// Pairs that are listed of each sort.
const MOST_LISTED: usize = 50;

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
    /// Pairs that look alike at a glance and were compared in detail.
    pub compared: u64,
    /// Whether so many pictures look alike at a glance that only the likest pairs were compared.
    pub bounded: bool,
    /// Some of the exact ones, those across subjects first.
    pub exact_pairs: Vec<Pair>,
    /// Some of the near ones, those across subjects first.
    pub near_pairs: Vec<Pair>,
}

/// Looks for duplicates among decoded files.
pub fn duplicates(place: &Place, survey: &Survey) -> Duplicates {
    let mut found = Duplicates::default();
    let mut by_digest: BTreeMap<u128, Vec<&Entry>> = BTreeMap::new();
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
    let near = near::near(place, &singles);
    (found.bounded, found.compared) = (near.bounded, near.compared);
    found.near = near.pairs.len() as u64;
    found.near_across_subjects = near.pairs.iter().filter(|pair| pair.across_subjects).count() as u64;
    found.near_pairs = near.pairs;
    for pairs in [&mut found.exact_pairs, &mut found.near_pairs] {
        pairs.sort_by(|one, two| {
            (!one.across_subjects, &one.one, &one.other).cmp(&(!two.across_subjects, &two.one, &two.other))
        });
    }
    found
}

impl Duplicates {
    /// What a report lists.
    pub fn listed(mut self) -> Self {
        self.exact_pairs.truncate(MOST_LISTED);
        self.near_pairs.truncate(MOST_LISTED);
        self
    }
}

fn pair(one: &Entry, other: &Entry) -> Pair {
    Pair {
        one: one.facts.path.clone(),
        other: other.facts.path.clone(),
        across_subjects: one.subject != other.subject && !one.subject.is_empty() && !other.subject.is_empty(),
    }
}
