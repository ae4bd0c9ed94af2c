//! From which run to which a leak was there.

use crate::compare::leaks;
use crate::compare::leaks::Group;
use crate::compare::leaks::Leak;
use crate::compare::leaks::Said;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::io;
use std::path::Path;

/// When a leak was there, by the number of the run in its track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spans {
    /// The first run that has it.
    pub first: usize,
    /// The run in which it was looked for and was gone, after the last that has it.
    pub gone: Option<usize>,
    /// How often it came back after it was gone.
    pub returned: u32,
}

/// What is kept of a leak.
struct Held {
    group: u32,
    last: usize,
    spans: Spans,
    /// Hashes of its plant and its instance.
    places: [u64; 2],
}

/// Leaks of a track, run by run.
#[derive(Default)]
pub struct SpanIndex {
    runs: usize,
    groups: Vec<Group>,
    numbers: HashMap<Group, u32>,
    leaks: HashMap<u64, Held>,
}

/// A track as a report shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// Places of its runs in the list of all runs, the oldest first.
    pub runs: Vec<usize>,
    /// How many leaks of one trap on one surface were there from the same run to the same run.
    pub rows: Vec<(Group, Spans, u64)>,
    /// For each run, how many leaks are new in it, and how many are gone.
    pub changes: Vec<(u64, u64)>,
}

impl SpanIndex {
    /// Adds the next run, with its findings.
    pub fn add(&mut self, findings: &Path) -> io::Result<()> {
        let run = self.runs;
        self.runs += 1;
        let mut unseen: HashSet<u64> = HashSet::new();
        leaks::rows(findings, &mut |said, leak| {
            let places = leak.places();
            if let Said::Unseen = said {
                unseen.insert(if leak.plant.is_empty() { places[1] } else { places[0] });
                return Ok(());
            }
            let group = self.number(&leak);
            let spans = Spans { first: run, gone: None, returned: 0 };
            let held = self.leaks.entry(leak.key()).or_insert(Held { group, last: run, spans, places });
            held.last = run;
            held.spans.returned += u32::from(held.spans.gone.take().is_some());
            Ok(())
        })?;
        for held in self.leaks.values_mut() {
            // Where nobody could look it may still be there.
            let looked_for = !held.places.iter().any(|place| unseen.contains(place));
            if held.last < run && held.spans.gone.is_none() && looked_for {
                held.spans.gone = Some(run);
            }
        }
        Ok(())
    }

    /// When a leak was there.
    pub fn spans(&self, leak: &Leak<'_>) -> Option<Spans> {
        self.leaks.get(&leak.key()).map(|held| held.spans)
    }

    /// The track, whose runs stand at these places in the list of all runs.
    pub fn track(&self, runs: Vec<usize>) -> Track {
        let mut counts: BTreeMap<(Spans, &Group), u64> = BTreeMap::new();
        let mut changes = vec![(0, 0); self.runs];
        for held in self.leaks.values() {
            let Some(group) = self.groups.get(held.group as usize) else { continue };
            *counts.entry((held.spans, group)).or_default() += 1;
            if let Some((new, _)) = changes.get_mut(held.spans.first) {
                *new += 1;
            }
            if let Some((_, gone)) = held.spans.gone.and_then(|run| changes.get_mut(run)) {
                *gone += 1;
            }
        }
        let mut rows: Vec<(Group, Spans, u64)> =
            counts.into_iter().map(|((spans, group), count)| (group.clone(), spans, count)).collect();
        // What changed last comes first.
        rows.sort_by_key(|(_, spans, count)| {
            let changed = spans.gone.unwrap_or(spans.first);
            (usize::MAX - changed, u64::MAX - count)
        });
        Track { runs, rows, changes }
    }

    fn number(&mut self, leak: &Leak<'_>) -> u32 {
        if let Some(known) = self.leaks.get(&leak.key()) {
            return known.group;
        }
        let group = leak.group();
        let next = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(group.clone()).or_insert(next);
        if number == next {
            self.groups.push(group);
        }
        number
    }
}
