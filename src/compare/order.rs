//! The order of the tools, with ties where the data can't tell them apart.

use crate::compare::Entry;
use crate::compare::Pair;

/// Where a tool stands. Its rank is a span: no tool is put before another that the data do not set apart from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Place of the tool in the list.
    pub tool: usize,
    /// The best rank that the data allow, from 1.
    pub best: usize,
    /// The worst.
    pub worst: usize,
}

/// Tools by the share of patients that leak, fewest first; those without a rate last.
pub(super) fn places(entries: &[Entry], pairs: &[Pair]) -> Vec<Place> {
    let better = |one: usize, other: usize| {
        if pairs.is_empty() {
            return apart(entries.get(one), entries.get(other));
        }
        pairs
            .iter()
            .any(|pair| pair.better == Some(one) && (pair.first, pair.second) == (one.min(other), one.max(other)))
    };
    let mut places: Vec<Place> = (0..entries.len())
        .map(|tool| {
            let others = || (0..entries.len()).filter(move |other| *other != tool);
            Place {
                tool,
                best: 1 + others().filter(|other| better(*other, tool)).count(),
                worst: entries.len() - others().filter(|other| better(tool, *other)).count(),
            }
        })
        .collect();
    let key = |place: &Place| {
        let patients = entries.get(place.tool).map(|entry| &entry.scorecard.headline.patients);
        let rate = patients.and_then(|patients| patients.rate).unwrap_or(f64::INFINITY);
        (rate, patients.map_or(0, |patients| patients.unmeasured))
    };
    places.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
    });
    places
}

/// Without pairs only intervals that do not meet tell two tools apart.
fn apart(one: Option<&Entry>, other: Option<&Entry>) -> bool {
    let high = one.and_then(|entry| entry.scorecard.headline.patients.high);
    let low = other.and_then(|entry| entry.scorecard.headline.patients.low);
    high.zip(low).is_some_and(|(high, low)| high < low)
}
