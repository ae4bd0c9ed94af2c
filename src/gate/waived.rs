//! What is left of the figures when waived leaks are taken out.
//!
//! Findings are streamed; of each leak a hash and two verdicts are kept. What was not measured cannot be waived: nobody
//! knows what it is.

use crate::compare::LeakIndex;
use crate::compare::leaks::Leak;
use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use crate::gate::Metric;
use crate::gate::Scope;
use crate::gate::Waivers;
use crate::report::Findings;
use crate::scorecard::Waiver;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::io;

/// The effect of waivers on one result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waived {
    /// The waivers, with how many findings each covered.
    pub waivers: Vec<Waiver>,
    /// Leaking patients as the findings tell them, waived or not: what the scorecard must say as well.
    pub leaking: u64,
    /// What is to be added to a figure; mostly less than nothing.
    shifts: BTreeMap<(Scope, Metric), i64>,
}

/// Leaks that are not waived and that the baseline does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewLeaks {
    /// How many.
    pub count: u64,
    /// The first of them: plant, trap and surface.
    pub first: Vec<(String, String, String)>,
}

/// So many new leaks are named.
const NAMED: usize = 10;

/// Worst verdict of a plant at its own place, and the worst that is not waived.
#[derive(Clone, Copy)]
struct Seen {
    all: Verdict,
    left: Verdict,
    trap: u32,
    surface: u32,
    patient: u32,
}

/// Words, each with a number.
#[derive(Default)]
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, word: &str) -> u32 {
        if let Some(known) = self.0.get(word) {
            return *known;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(word.to_owned(), number);
        number
    }

    fn words(&self) -> HashMap<u32, &str> {
        self.0.iter().map(|(word, number)| (*number, word.as_str())).collect()
    }
}

impl Waived {
    /// The figure without what was waived.
    pub(super) fn apply(&self, scope: &Scope, metric: Metric, count: u64) -> u64 {
        let shift = self.shifts.get(&(scope.clone(), metric)).copied().unwrap_or(0);
        count.saturating_add_signed(shift)
    }

    /// Findings that waivers cover.
    pub fn covered(&self) -> u64 {
        self.waivers.iter().map(|waiver| waiver.covered).sum()
    }
}

/// Goes through all findings once. `baseline` holds the leaks of one other run.
pub fn waive(
    findings: &dyn Findings,
    waivers: &Waivers,
    today: &str,
    baseline: Option<&LeakIndex>,
) -> io::Result<(Waived, NewLeaks)> {
    let mut list = waivers.list();
    let (mut traps, mut surfaces, mut patients) = (Numbers::default(), Numbers::default(), Numbers::default());
    let mut plants: HashMap<u64, Seen> = HashMap::new();
    let (mut leaking, mut left_leaking) = (HashSet::new(), HashSet::new());
    let (mut new, mut new_keys) = (NewLeaks::default(), HashSet::new());
    findings.each(&mut |finding: &Finding| {
        let Some(verdict @ (Verdict::Leaked | Verdict::Partial | Verdict::Recoverable)) = finding.verdict else {
            return Ok(());
        };
        if finding.topic != Topic::Leak {
            return Ok(());
        }
        let waiver = waivers.covering(finding, today);
        if let Some(waiver) = waiver.and_then(|place| list.get_mut(place)) {
            waiver.covered += 1;
        }
        let left = if waiver.is_some() { Verdict::Held } else { verdict };
        let surface = finding.surface.map_or("", |surface| surface.word());
        let (plant, trap) = (finding.plant.as_str(), finding.trap.as_str());
        let leak =
            Leak { plant, patient: &finding.patient, instance: &finding.instance, trap, surface, moved: finding.moved };
        let patient = patients.of(&finding.patient);
        if finding.direct && verdict == Verdict::Leaked {
            leaking.insert(patient);
            if left == Verdict::Leaked {
                left_leaking.insert(patient);
            }
        }
        if left == Verdict::Leaked
            && let Some(baseline) = baseline
            && baseline.runs_with(&leak) == 0
            && new_keys.insert(leak.key())
        {
            new.count += 1;
            if new.first.len() < NAMED {
                new.first.push((plant.to_owned(), trap.to_owned(), surface.to_owned()));
            }
        }
        if !finding.moved {
            let fresh = Seen { all: verdict, left, trap: traps.of(trap), surface: surfaces.of(surface), patient };
            let seen = plants.entry(leak.key()).or_insert(fresh);
            seen.all = seen.all.max(verdict);
            seen.left = seen.left.max(left);
        }
        Ok(())
    })?;
    let mut waived = Waived { waivers: list, leaking: leaking.len() as u64, ..Waived::default() };
    let gone = leaking.len() as i64 - left_leaking.len() as i64;
    waived.shifts.insert((Scope::Whole, Metric::LeakingPatients), -gone);
    shift_plants(&mut waived, &plants, &traps.words(), &surfaces.words());
    Ok((waived, new))
}

fn metric_of(verdict: Verdict) -> Option<Metric> {
    match verdict {
        Verdict::Leaked => Some(Metric::LeakedPlants),
        Verdict::Partial => Some(Metric::PartialPlants),
        Verdict::Recoverable => Some(Metric::RecoverablePlants),
        Verdict::Held | Verdict::Permitted | Verdict::NotMeasured => None,
    }
}

/// Moves each plant from its verdict to the one that is left, in the whole and in its rows.
fn shift_plants(
    waived: &mut Waived,
    plants: &HashMap<u64, Seen>,
    traps: &HashMap<u32, &str>,
    surfaces: &HashMap<u32, &str>,
) {
    // For each row and patient: leaks at all, leaks still.
    let mut rows: HashMap<(Scope, u32), (bool, bool)> = HashMap::new();
    for seen in plants.values() {
        let name = |names: &HashMap<u32, &str>, number: u32| names.get(&number).copied().unwrap_or_default().to_owned();
        let places = [Scope::Trap(name(traps, seen.trap)), Scope::Surface(name(surfaces, seen.surface))];
        for scope in places {
            let row = rows.entry((scope.clone(), seen.patient)).or_default();
            row.0 |= seen.all == Verdict::Leaked;
            row.1 |= seen.left == Verdict::Leaked;
            shift_one(waived, scope, seen);
        }
        shift_one(waived, Scope::Whole, seen);
    }
    for ((scope, _), (all, left)) in rows {
        if all && !left {
            *waived.shifts.entry((scope, Metric::LeakingPatients)).or_default() -= 1;
        }
    }
}

fn shift_one(waived: &mut Waived, scope: Scope, seen: &Seen) {
    if seen.all == seen.left {
        return;
    }
    if let Some(metric) = metric_of(seen.all) {
        *waived.shifts.entry((scope.clone(), metric)).or_default() -= 1;
    }
    if let Some(metric) = metric_of(seen.left) {
        *waived.shifts.entry((scope, metric)).or_default() += 1;
    }
}
