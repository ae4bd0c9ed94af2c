//! Two tools on the same patients.

use crate::compare::Entry;
use crate::scorecard::Outcome;
use crate::scorecard::PatientOutcome;
use crate::statistics::Cluster;
use crate::statistics::LEAST_DISCORDANT;
use crate::statistics::SIGNIFICANT;
use crate::statistics::clustered_difference;
use crate::statistics::holm;
use crate::statistics::mcnemar;
use crate::statistics::paired_difference;
use crate::statistics::patients_needed;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Two tools compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Place of the first tool in the list.
    pub first: usize,
    /// Place of the second.
    pub second: usize,
    /// Patients with a direct identifier.
    pub patients: u64,
    /// Patients that leak with the first tool alone, as far as was measured.
    pub only_first: u64,
    /// Patients that leak with the second tool alone.
    pub only_second: u64,
    /// Patients that were not fully measured with either.
    pub unmeasured: u64,
    /// 95 % interval of the second tool's share of leaking patients less the first's, whatever the unmeasured ones hide.
    pub difference: Option<(f64, f64)>,
    /// 95 % interval of the second tool's share of leaked plants less the first's.
    pub plants: Option<(f64, f64)>,
    /// Probability of so uneven a split by chance, the greatest that the unmeasured patients allow.
    pub probability: f64,
    /// The same, corrected over all pairs.
    pub corrected: f64,
    /// Place of the tool with fewer leaking patients, where the data tell the two apart.
    pub better: Option<usize>,
    /// Patients with direct plants that would be needed to tell the two apart, if their shares are what was seen.
    pub needed: Option<u64>,
    /// Traps that could be tested, the least likely by chance first.
    pub traps: Vec<TrapTest>,
}

/// Two tools on the patients with one trap.
#[derive(Clone, Debug, PartialEq)]
pub struct TrapTest {
    /// The trap.
    pub trap: String,
    /// Patients of whom it leaks with the first tool alone.
    pub only_first: u64,
    /// With the second tool alone.
    pub only_second: u64,
    /// Probability by chance, corrected over the traps of this pair.
    pub corrected: f64,
}

/// What is known of a patient: leaks, does not, or nobody knows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Leaks,
    Holds,
    Unknown,
}

/// How many patients leak with one tool alone.
#[derive(Clone, Copy, Default)]
struct Split {
    only_first: u64,
    only_second: u64,
}

impl Split {
    fn note(&mut self, first: bool, second: bool) {
        self.only_first += u64::from(first && !second);
        self.only_second += u64::from(second && !first);
    }
}

/// The split as it was seen, and the two ends of what unmeasured patients allow.
#[derive(Clone, Copy, Default)]
struct Splits {
    seen: Split,
    for_first: Split,
    for_second: Split,
    unknown: u64,
}

impl Splits {
    fn note(&mut self, first: State, second: State) {
        let leaks = |state: State, unknown: bool| state == State::Leaks || (state == State::Unknown && unknown);
        self.seen.note(leaks(first, false), leaks(second, false));
        self.for_first.note(leaks(first, false), leaks(second, true));
        self.for_second.note(leaks(first, true), leaks(second, false));
        self.unknown += u64::from(first == State::Unknown || second == State::Unknown);
    }

    /// The greatest probability; 1 where the two ends point to different tools.
    fn probability(&self) -> f64 {
        let side = |split: &Split| split.only_first.cmp(&split.only_second);
        if side(&self.for_first) != side(&self.for_second) {
            return 1.0;
        }
        let of = |split: &Split| mcnemar(split.only_first, split.only_second);
        of(&self.for_first).max(of(&self.for_second)).max(of(&self.seen))
    }
}

/// Every pair of tools, with probabilities corrected over all pairs.
pub(super) fn all(entries: &[Entry], seed: u64) -> Vec<Pair> {
    let places = (0..entries.len()).flat_map(|first| (first + 1..entries.len()).map(move |second| (first, second)));
    let mut pairs: Vec<Pair> = places
        .filter_map(|(first, second)| {
            // Streams of their own: another tool in the list moves no interval of these two.
            let mut chance = ChaCha8Rng::seed_from_u64(seed);
            Some(compare(entries.get(first)?, entries.get(second)?, first, second, &mut chance))
        })
        .collect();
    let probabilities: Vec<f64> = pairs.iter().map(|pair| pair.probability).collect();
    for (pair, corrected) in pairs.iter_mut().zip(holm(&probabilities)) {
        pair.corrected = corrected;
        let fewer = if pair.only_first < pair.only_second { pair.first } else { pair.second };
        pair.better = (corrected <= SIGNIFICANT).then_some(fewer);
    }
    pairs
}

fn compare(left: &Entry, right: &Entry, first: usize, second: usize, chance: &mut ChaCha8Rng) -> Pair {
    let counted = count(left, right);
    let (splits, patients) = (counted.splits, counted.patients);
    let mut interval = |split: Split| paired_difference(split.only_first, split.only_second, patients, chance);
    let ends = [splits.seen, splits.for_first, splits.for_second].map(&mut interval);
    let share = |count: u64| count as f64 / (patients as f64).max(1.0);
    Pair {
        first,
        second,
        patients,
        only_first: splits.seen.only_first,
        only_second: splits.seen.only_second,
        unmeasured: splits.unknown,
        difference: widest(&ends),
        plants: clustered_difference(&counted.clusters, chance),
        probability: splits.probability(),
        corrected: 1.0,
        better: None,
        needed: patients_needed(share(splits.seen.only_first), share(splits.seen.only_second)),
        traps: trap_tests(&counted.traps),
    }
}

/// What the patients of two results say.
#[derive(Default)]
struct Counted<'a> {
    patients: u64,
    splits: Splits,
    clusters: Vec<Cluster>,
    traps: BTreeMap<&'a str, Splits>,
}

/// Goes through the patients of both, whether one alone has them or not.
fn count<'a>(left: &'a Entry, right: &'a Entry) -> Counted<'a> {
    let (ours, theirs) = (&left.scorecard.patients, &right.scorecard.patients);
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let nobody = PatientOutcome::default();
    let mut counted = Counted::default();
    for name in names {
        let both = [ours.get(name), theirs.get(name)];
        let planted = |patient: &PatientOutcome| patient.outcome != Outcome::NothingPlanted;
        if both.into_iter().flatten().any(planted) {
            counted.patients += 1;
            counted.splits.note(state(both[0]), state(both[1]));
        }
        let [a, b] = both.map(|patient| patient.unwrap_or(&nobody));
        // Plants that one of them could not measure may be others: only patients that both measured whole are counted.
        if a.measured == b.measured && a.measured == a.planted {
            counted.clusters.push(Cluster { first: a.leaked, second: b.leaked, of: a.measured });
        }
        let lists = both.into_iter().flatten().flat_map(|patient| [&patient.leaked_traps, &patient.unmeasured_traps]);
        let touched: BTreeSet<&str> = lists.flatten().map(String::as_str).collect();
        for trap in touched {
            counted.traps.entry(trap).or_default().note(trap_state(a, trap), trap_state(b, trap));
        }
    }
    counted
}

fn state(patient: Option<&PatientOutcome>) -> State {
    match patient.map(|patient| patient.outcome) {
        Some(Outcome::Leaking) => State::Leaks,
        Some(Outcome::Held | Outcome::NothingPlanted) => State::Holds,
        Some(Outcome::Unmeasured) | None => State::Unknown,
    }
}

fn trap_state(patient: &PatientOutcome, trap: &str) -> State {
    let names = |list: &[String]| list.iter().any(|name| name == trap);
    if names(&patient.leaked_traps) {
        State::Leaks
    } else if names(&patient.unmeasured_traps) {
        State::Unknown
    } else {
        State::Holds
    }
}

fn widest(ends: &[Option<(f64, f64)>]) -> Option<(f64, f64)> {
    ends.iter()
        .flatten()
        .copied()
        .reduce(|(low, high), (other_low, other_high)| (low.min(other_low), high.max(other_high)))
}

/// The family of tests is chosen by how many patients differ, which says nothing of the direction: a trap where fewer
/// than six do could not be significant whatever they showed, and need not cost the others anything.
fn trap_tests(traps: &BTreeMap<&str, Splits>) -> Vec<TrapTest> {
    let differing = |splits: &Splits| splits.seen.only_first + splits.seen.only_second;
    let family: Vec<(&str, Splits)> = traps
        .iter()
        .filter(|(_, splits)| differing(splits) >= LEAST_DISCORDANT)
        .map(|(trap, splits)| (*trap, *splits))
        .collect();
    let probabilities: Vec<f64> = family.iter().map(|(_, splits)| splits.probability()).collect();
    let mut tests: Vec<TrapTest> = family
        .into_iter()
        .zip(holm(&probabilities))
        .map(|((trap, splits), corrected)| TrapTest {
            trap: trap.to_owned(),
            only_first: splits.seen.only_first,
            only_second: splits.seen.only_second,
            corrected,
        })
        .collect();
    tests.sort_by(|a, b| a.corrected.total_cmp(&b.corrected).then_with(|| a.trap.cmp(&b.trap)));
    tests
}
