//! How the dates of one patient were moved.

use crate::card::Card;
use crate::detectors::links::broken::BrokenLink;
use crate::detectors::links::broken::Tested;
use crate::detectors::links::dates::After;
use crate::detectors::links::dates::Move;
use crate::detectors::links::dates::Role;
use crate::detectors::links::dates::Unit;
use crate::detectors::links::day;
use crate::detectors::links::day::DAY;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Part of the moved dates that go the same way where dates are moved at all: one in this many.
const FEWEST_TOGETHER: usize = 4;

/// Different dates that may meet on one day by chance.
const BY_CHANCE: usize = 2;

/// What the catalogue says of it.
pub static CARD: Card = Card {
    id: "date-shift",
    version: 1,
    title: "Intervals between dates that changed, and shifts that can be undone",
    why: "A tool that moves each attribute by its own number of days, or forgets private dates, breaks uptake times and follow-up intervals. One that moves everybody by the same number of days hides nothing: one known date of one patient gives back all dates of all.",
    standard: "PS3.15 §E.3.6: with modified dates the intervals are kept; Table E.1-1 for which dates that is; PS3.5 §6.2 for DA, DT and TM",
    seen: "mmiv-center/DICOMAnonymizer#20, pydicom/deid#122, pydicom/deid#175, dicognito#86, SmiServices#1561",
    passes: "All dates of a patient are gone, or moved by one number of days that other patients do not share and that stands nowhere in the file. What is written is a valid date or time.",
};

/// Values that stand in place of any date, and of any time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constants {
    /// Days since 1970.
    pub days: BTreeSet<i64>,
    /// Seconds since midnight.
    pub times: BTreeSet<i64>,
}

/// What became of a date or time, seen beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Empty or absent.
    Gone,
    /// No date or time any more.
    Invalid,
    /// A value that stands in place of any date.
    Constant,
    /// The first day of its month or year, or the start of its hour or minute.
    Coarser,
    /// Moved by this many days; or by so many seconds, counted forward within a day.
    Moved(i64),
}

/// The moves of one patient, each with what it is.
pub struct Shifts<'a> {
    moves: Vec<(&'a Move, Change)>,
    /// Days by which most dates were moved; `None` where no date can be compared.
    pub offset: Option<i64>,
    /// Seconds by which most times were moved, from 0 to a day.
    clock: Option<i64>,
}

impl<'a> Shifts<'a> {
    /// Sorts the moves; `constants` are those known from other patients.
    pub fn new(moves: &'a [Move], constants: &Constants) -> Self {
        let own = own_constants(moves);
        let is_constant = |step: &Move, after: i64| match step.unit {
            Unit::Day => day::is_dummy(after) || constants.days.contains(&after) || own.days.contains(&after),
            Unit::Second => after == 0 || constants.times.contains(&after) || own.times.contains(&after),
        };
        let sorted = moves.iter().map(|step| (step, change(step, &is_constant))).collect();
        let mut shifts = Self { moves: sorted, offset: None, clock: None };
        shifts.offset = shifts.most(Unit::Day);
        shifts.clock = shifts.most(Unit::Second);
        shifts.take_for_dates();
        shifts
    }

    /// Where the first date of everybody goes to one day, or two dates meet on one by chance, that day is no constant:
    /// a date went there by the way of the others. A day to which more of them went is a constant all the same, though one
    /// of them was that far away.
    fn take_for_dates(&mut self) {
        let origins = origins(self.moves.iter().map(|(step, _)| *step));
        let mut dates: BTreeSet<(bool, i64)> = BTreeSet::new();
        for (step, change) in &self.moves {
            let common = if step.unit == Unit::Day { self.offset } else { self.clock };
            if let (Change::Constant, After::At(after)) = (*change, step.after)
                && Some(moved(step, after)) == common
                && origins.get(&(step.unit == Unit::Day, after)).is_none_or(|before| before.len() <= BY_CHANCE)
            {
                dates.insert((step.unit == Unit::Day, after));
            }
        }
        for (step, change) in &mut self.moves {
            if let (Change::Constant, After::At(after)) = (*change, step.after)
                && dates.contains(&(step.unit == Unit::Day, after))
            {
                *change = Change::Moved(moved(step, after));
            }
        }
    }

    /// The moves with what they are.
    pub fn moves(&self) -> impl Iterator<Item = (&'a Move, Change)> + '_ {
        self.moves.iter().copied()
    }

    /// By what most were moved: among those that belong together, or where there are none, among all.
    fn most(&self, unit: Unit) -> Option<i64> {
        let vote = |free: bool| {
            let mut votes: BTreeMap<i64, (BTreeSet<i64>, usize)> = BTreeMap::new();
            for (step, change) in &self.moves {
                if let Change::Moved(by) = change
                    && step.unit == unit
                    && (free || step.role != Role::Free)
                {
                    let (originals, count) = votes.entry(*by).or_default();
                    originals.insert(step.before);
                    *count += 1;
                }
            }
            let winner = votes.iter().max_by_key(|(by, (originals, count))| {
                let weight = (originals.len(), *count);
                (weight, **by != 0, -by.abs())
            });
            winner.map(|(by, _)| *by)
        };
        vote(false).or_else(|| vote(true))
    }

    /// Whether a tool that claims nothing moves dates all the same: two different ones went by the same way, and they are no
    /// few of those that went anywhere.
    ///
    /// One that writes any date for each hides them too, and has promised no more. Among many such dates two went equally
    /// far by chance.
    fn is_moving(&self, unit: Unit) -> bool {
        let common = if unit == Unit::Day { self.offset } else { self.clock };
        let Some(common) = common.filter(|common| *common != 0) else { return false };
        let moved = |like: &dyn Fn(i64) -> bool| {
            let moves = self.moves.iter().filter(|(step, _)| step.unit == unit);
            let moved = moves.filter(|(_, change)| matches!(change, Change::Moved(by) if *by != 0 && like(*by)));
            moved.map(|(step, _)| step.before).collect::<BTreeSet<i64>>().len()
        };
        let together = moved(&|by| by == common);
        together > 1 && together * FEWEST_TOGETHER >= moved(&|_| true)
    }

    /// Whether a date that was moved by so many days was moved like most.
    ///
    /// Where the clock was moved too, dates near midnight go one day further or less.
    pub fn is_common(&self, days: i64) -> bool {
        let tolerance = i64::from(self.clock.is_some_and(|clock| clock != 0));
        self.offset.is_some_and(|offset| (days - offset).abs() <= tolerance)
    }

    /// Tests the links between the dates; `modified` where the tool claims to keep them, moved.
    pub fn test(&self, modified: bool) -> Tested {
        let mut tested = Tested::default();
        for unit in [Unit::Day, Unit::Second] {
            let moving = modified || self.is_moving(unit);
            // Where nothing is claimed and nothing moves, what is left as it is keeps its intervals.
            let is_linked = |step: &Move, by: i64| step.role != Role::Free && (moving || by == 0);
            let of_unit = || self.moves().filter(move |(step, _)| step.unit == unit);
            let several =
                of_unit().filter(|(step, change)| matches!(change, Change::Moved(by) if is_linked(step, *by)));
            let several = several.count() > 1;
            for (step, change) in of_unit() {
                let promised = modified && step.role == Role::Listed;
                match change {
                    Change::Invalid => tested.test(Some(invalid(step))),
                    Change::Moved(by) if is_linked(step, by) && (several || promised) => {
                        tested.test(self.uneven(step, by).filter(|_| moving));
                    }
                    Change::Moved(_) => {}
                    Change::Gone | Change::Constant | Change::Coarser if promised => tested.test(lost(step, change)),
                    Change::Gone | Change::Constant | Change::Coarser => {}
                }
            }
        }
        tested
    }

    fn uneven(&self, step: &Move, by: i64) -> Option<BrokenLink> {
        let (common, unit, fits) = match step.unit {
            Unit::Day => (self.offset?, "days", self.is_common(by)),
            Unit::Second => (self.clock?, "seconds", Some(by) == self.clock),
        };
        let (by, common) = match step.unit {
            Unit::Day => (by, common),
            Unit::Second => (signed(by), signed(common)),
        };
        let evidence = if by == 0 {
            format!("was not moved, while others of the patient were by {common} {unit}")
        } else if common == 0 {
            format!("was moved by {by} {unit}, while others of the patient were not")
        } else {
            format!("was moved by {by} {unit}, while others of the patient were by {common}")
        };
        (!fits).then(|| link(step, "uneven", &evidence))
    }
}

/// Seconds within a day as the nearer of forward and back.
fn signed(seconds: i64) -> i64 {
    if seconds > DAY / 2 { seconds - DAY } else { seconds }
}

/// Days, or seconds counted forward within a day.
fn moved(step: &Move, after: i64) -> i64 {
    match step.unit {
        Unit::Day => after - step.before,
        Unit::Second => (after - step.before).rem_euclid(DAY),
    }
}

fn change(step: &Move, is_constant: &dyn Fn(&Move, i64) -> bool) -> Change {
    let coarser = |after| match step.unit {
        Unit::Day => day::is_coarser_day(step.before, after),
        Unit::Second => day::is_coarser_time(step.before, after),
    };
    match step.after {
        After::Gone => Change::Gone,
        After::Invalid => Change::Invalid,
        After::At(after) if after == step.before => Change::Moved(0),
        After::At(after) if is_constant(step, after) => Change::Constant,
        After::At(after) if coarser(after) => Change::Coarser,
        After::At(after) => Change::Moved(moved(step, after)),
    }
}

/// The different values that became each new one; days are `true`.
fn origins<'m>(moves: impl Iterator<Item = &'m Move>) -> BTreeMap<(bool, i64), BTreeSet<i64>> {
    let mut origins: BTreeMap<(bool, i64), BTreeSet<i64>> = BTreeMap::new();
    for step in moves {
        if let After::At(after) = step.after
            && after != step.before
        {
            origins.entry((step.unit == Unit::Day, after)).or_default().insert(step.before);
        }
    }
    origins
}

/// Values that came of two different ones of this patient by themselves.
fn own_constants(moves: &[Move]) -> Constants {
    let origins = origins(moves.iter());
    let of = |days: bool| {
        let several = origins.iter().filter(|((unit, _), origins)| *unit == days && origins.len() > 1);
        several.map(|((_, after), _)| *after).collect()
    };
    Constants { days: of(true), times: of(false) }
}

/// What breaks the promise to keep dates, moved.
fn lost(step: &Move, change: Change) -> Option<BrokenLink> {
    let (form, evidence) = match change {
        Change::Gone => ("removed", "is gone, though the claimed option keeps dates"),
        Change::Constant => ("constant", "holds a constant, though the claimed option keeps intervals"),
        Change::Coarser => ("coarser", "is coarser than before, though the claimed option keeps intervals"),
        Change::Invalid | Change::Moved(_) => return None,
    };
    Some(link(step, form, evidence))
}

fn invalid(step: &Move) -> BrokenLink {
    let what = if step.unit == Unit::Day { "date of the calendar" } else { "time of day" };
    link(step, "invalid", &format!("holds no {what}, and held one"))
}

fn link(step: &Move, form: &'static str, evidence: &str) -> BrokenLink {
    let written = if step.unit == Unit::Day { day::written_day } else { day::written_time };
    let after = match step.after {
        After::At(after) => written(after),
        After::Gone => "nothing".to_owned(),
        After::Invalid => "no date or time".to_owned(),
    };
    let value = format!("{} -> {after}", written(step.before));
    BrokenLink { form, file: step.file, place: step.place.clone(), evidence: evidence.to_owned(), value }
}

#[cfg(test)]
mod tests;
