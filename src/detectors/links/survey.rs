//! What only all patients together tell. Of each patient a few dozen bytes are kept.

use crate::detectors::links::PatientLinks;
use crate::detectors::links::dates::After;
use crate::detectors::links::dates::Role;
use crate::detectors::links::dates::Unit;
use crate::detectors::links::shifts::Change;
use crate::detectors::links::shifts::Constants;
use crate::detectors::links::shifts::Shifts;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

/// Offsets of one patient that are kept; a tool that moves dates evenly has one.
const KEPT: usize = 8;

/// From so many patients on, the same offset for all is no chance.
const FEWEST: usize = 3;

/// What was seen of all patients so far.
#[derive(Debug, Default)]
pub struct Survey {
    uids: Vec<u64>,
    keys: Vec<u64>,
    days: BTreeMap<i64, Target>,
    times: BTreeMap<i64, Target>,
    offsets: Vec<Vec<Offset>>,
    with_new_days: u64,
    with_new_times: u64,
    patients: u64,
}

/// One value that dates or times became.
#[derive(Debug)]
struct Target {
    patients: u64,
    offset: i64,
    /// Different originals became it.
    several: bool,
}

/// One number of days by which dates of a patient were moved.
#[derive(Debug)]
struct Offset {
    days: i32,
    /// Different originals that were moved so, and all that were.
    votes: (u32, u32),
    /// The day that all of them became, where it is one.
    target: Option<i64>,
}

/// What follows for each patient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conclusions {
    /// Values that stand in place of any date or time.
    pub constants: Constants,
    /// Days by which the dates of all patients were moved, and how many patients that is.
    pub shared_offset: Option<(i64, u64)>,
    /// Digests of UIDs that several patients have, sorted.
    shared_uids: Vec<u64>,
    /// Digests of pseudonyms that several patients have, sorted.
    shared_keys: Vec<u64>,
    /// All patients who have a pseudonym have the same one.
    pub one_key: bool,
    /// How many patients there are.
    pub patients: u64,
}

impl Survey {
    /// Adds one patient.
    pub fn add(&mut self, links: &PatientLinks) {
        self.patients += 1;
        let uids: BTreeSet<u64> = links.own_uids.iter().map(|place| digest(&place.new)).collect();
        self.uids.extend(uids);
        self.keys.extend(links.called.as_ref().map(|called| digest(&called.after)));
        let mut days: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        let mut times: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for step in &links.moves {
            if let After::At(after) = step.after
                && after != step.before
            {
                let targets = if step.unit == Unit::Day { &mut days } else { &mut times };
                targets.entry(after).or_default().insert(after - step.before);
            }
        }
        self.with_new_days += u64::from(!days.is_empty());
        self.with_new_times += u64::from(!times.is_empty());
        count(&mut self.days, &days);
        count(&mut self.times, &times);
        let offsets = offsets(&Shifts::new(&links.moves, &Constants::default()));
        if !offsets.is_empty() {
            self.offsets.push(offsets);
        }
    }

    /// What follows when all patients were added.
    pub fn finish(self) -> Conclusions {
        let constants = Constants {
            days: constants(&self.days, self.with_new_days),
            times: constants(&self.times, self.with_new_times),
        };
        let named = self.keys.len() as u64;
        let most = named > 1 && named * 2 >= self.patients;
        let one_key = most && self.keys.iter().all(|key| Some(key) == self.keys.first());
        Conclusions {
            shared_offset: shared_offset(&self.offsets, &constants),
            constants,
            shared_uids: doubled(self.uids),
            shared_keys: doubled(self.keys),
            one_key,
            patients: self.patients,
        }
    }
}

impl Conclusions {
    /// Whether another patient has this UID too.
    pub fn is_shared_uid(&self, uid: &str) -> bool {
        self.shared_uids.binary_search(&digest(uid)).is_ok()
    }

    /// Whether another patient has this pseudonym too.
    pub fn is_shared_key(&self, key: &str) -> bool {
        self.shared_keys.binary_search(&digest(key)).is_ok()
    }
}

fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Values that occur more than once, sorted.
fn doubled(mut values: Vec<u64>) -> Vec<u64> {
    values.sort_unstable();
    let mut found: Vec<u64> =
        values.windows(2).filter_map(|pair| pair.first().filter(|first| pair.get(1) == Some(first)).copied()).collect();
    found.dedup();
    found
}

fn count(known: &mut BTreeMap<i64, Target>, of_patient: &BTreeMap<i64, BTreeSet<i64>>) {
    for (after, offsets) in of_patient {
        let Some(first) = offsets.first() else { continue };
        let target = known.entry(*after).or_insert(Target { patients: 0, offset: *first, several: false });
        target.patients += 1;
        target.several |= offsets.iter().any(|offset| *offset != target.offset);
    }
}

/// Values that half of the patients or more have, from different originals: chance does not do that.
fn constants(targets: &BTreeMap<i64, Target>, patients: u64) -> BTreeSet<i64> {
    let is_constant = |target: &Target| target.several && target.patients > 1 && target.patients * 2 >= patients;
    targets.iter().filter(|(_, target)| is_constant(target)).map(|(after, _)| *after).collect()
}

/// The days by which dates of one patient were moved, most votes first.
fn offsets(shifts: &Shifts<'_>) -> Vec<Offset> {
    let of = |free: bool| {
        let mut found: BTreeMap<i64, (BTreeSet<i64>, u32, BTreeSet<i64>)> = BTreeMap::new();
        for (step, change) in shifts.moves() {
            if let (Change::Moved(days), After::At(after), Unit::Day) = (change, step.after, step.unit)
                && days != 0
                && (step.role == Role::Free) == free
            {
                let (originals, votes, targets) = found.entry(days).or_default();
                originals.insert(step.before);
                *votes += 1;
                if targets.len() < 2 {
                    targets.insert(after);
                }
            }
        }
        let mut offsets: Vec<Offset> = found
            .into_iter()
            .filter_map(|(days, (originals, votes, targets))| {
                let target = targets.first().filter(|_| targets.len() == 1).copied();
                Some(Offset { days: i32::try_from(days).ok()?, votes: (originals.len() as u32, votes), target })
            })
            .collect();
        offsets.sort_by_key(|offset| (Reverse(offset.votes), offset.days.abs(), offset.days));
        offsets.truncate(KEPT);
        offsets.shrink_to_fit();
        offsets
    };
    let linked = of(false);
    if linked.is_empty() { of(true) } else { linked }
}

/// The days by which the dates of every patient were moved, where that is one number.
fn shared_offset(patients: &[Vec<Offset>], constants: &Constants) -> Option<(i64, u64)> {
    let is_constant = |offset: &Offset| offset.target.is_some_and(|target| constants.days.contains(&target));
    let measured: Vec<i32> = patients
        .iter()
        .filter_map(|offsets| offsets.iter().find(|offset| !is_constant(offset)).map(|offset| offset.days))
        .collect();
    let first = *measured.first()?;
    let shared = measured.len() >= FEWEST && measured.iter().all(|days| *days == first);
    shared.then_some((i64::from(first), measured.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::links::dates::Move;

    /// A patient whose study was on `before`, and is on `after` now.
    fn patient(before: i64, after: i64) -> PatientLinks {
        let place = "(0008,0020)".parse().unwrap();
        let (unit, role, after) = (Unit::Day, Role::Listed, After::At(after));
        PatientLinks { moves: vec![Move { file: 0, place, unit, before, after, role }], ..PatientLinks::default() }
    }

    fn survey(patients: &[PatientLinks]) -> Conclusions {
        let mut survey = Survey::default();
        patients.iter().for_each(|patient| survey.add(patient));
        survey.finish()
    }

    #[test]
    fn one_number_of_days_for_everybody_is_seen_from_three_patients_on() {
        let moved =
            |by: [i64; 4]| by.iter().zip([100, 230, 560, 710]).map(|(by, day)| patient(day, day + by)).collect();
        let all: Vec<PatientLinks> = moved([77; 4]);
        assert_eq!(survey(&all).shared_offset, Some((77, 4)));
        assert_eq!(survey(&all[..2]).shared_offset, None);
        let own: Vec<PatientLinks> = moved([77, 77, 77, 78]);
        assert_eq!(survey(&own).shared_offset, None);
        let unmoved: Vec<PatientLinks> = moved([0, 77, 77, 77]);
        assert_eq!(survey(&unmoved).shared_offset, Some((77, 3)));
    }

    #[test]
    fn a_day_that_everybody_has_is_a_constant_and_no_shift() {
        let all: Vec<PatientLinks> = [100, 230, 560, 710].map(|day| patient(day, 5000)).into();
        let seen = survey(&all);
        assert_eq!((seen.constants.days, seen.shared_offset), ([5000].into(), None));
        // Two of many may meet on one day.
        let mut many: Vec<PatientLinks> = (0..20).map(|at| patient(100 * at, 100 * at + 7 * at + 1)).collect();
        many.push(patient(3000, 1));
        assert_eq!(survey(&many).constants.days, BTreeSet::new());
    }

    #[test]
    fn values_that_occur_twice_are_found() {
        assert_eq!(doubled(vec![3, 1, 3, 2, 1, 3]), [1, 3]);
        assert_eq!(doubled(vec![]), Vec::<u64>::new());
    }
}
