//! Which findings get pictures: some of each sort, the first in the order of the dataset.

use super::MOST_OF_A_DAMAGE;
use super::MOST_OF_A_SORT;
use super::MOST_OF_ALL;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::truth::Surface;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Sorts of damage that are a place in a picture.
const PLACES: [&str; 4] = ["local", "lossy", "annotation lost", "annotation changed"];

/// A finding that gets pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its number among the findings of its patient.
    pub finding: usize,
}

/// What was chosen so far. Patients must come in the order of the dataset, so that the same ones are chosen each time.
#[derive(Debug, Default)]
pub struct Selection {
    taken: BTreeMap<(String, String), u32>,
    all: u32,
    /// Findings that would get pictures but for the limits.
    pub left_out: u64,
}

impl Selection {
    /// Chooses among the findings of the next patient.
    pub fn choose(&mut self, findings: &[Finding]) -> Vec<Wanted> {
        let mut wanted = Vec::new();
        let mut seen = BTreeSet::new();
        for (number, finding) in findings.iter().enumerate() {
            let Some((sort, most)) = sort(finding) else { continue };
            if !finding.plant.is_empty() && !seen.insert((&finding.plant, finding.moved)) {
                continue;
            }
            let taken = self.taken.entry(sort).or_default();
            if *taken >= most || self.all >= MOST_OF_ALL {
                self.left_out += 1;
                continue;
            }
            *taken += 1;
            self.all += 1;
            wanted.push(Wanted { finding: number });
        }
        wanted
    }
}

/// What a finding shares its limit with, and the limit; `None` where it is no place in a picture.
fn sort(finding: &Finding) -> Option<((String, String), u32)> {
    match (finding.topic, finding.surface, finding.verdict) {
        (
            Topic::Leak,
            Some(Surface::Pixel | Surface::Overlay | Surface::Icon),
            Some(verdict @ (Verdict::Leaked | Verdict::Partial | Verdict::Recoverable)),
        ) if !finding.plant.is_empty() => Some(((finding.trap.clone(), verdict.to_string()), MOST_OF_A_SORT)),
        (Topic::PixelDamage, ..) if PLACES.contains(&finding.form.as_str()) => {
            Some(((String::new(), finding.form.clone()), MOST_OF_A_DAMAGE))
        }
        _ => None,
    }
}
