//! Days that traps draw for themselves, so that no two traps of a patient plant the same one.

use crate::identity::Day;
use crate::traps::Planting;
use jiff::civil::date;
use rand::RngExt;
use std::ops::Range;

/// A day of the month up to which day and month can be read the other way round.
const LAST_MONTH: i8 = 12;

/// A day so many days before the study. Where the range allows, day and month cannot be read the other way round.
pub(super) fn days_before_study(planting: &mut Planting<'_>, days: Range<i32>) -> Day {
    let study = planting.identity.study_date;
    let first = planting.stream.random_range(days.clone());
    let all = days.len() as i32;
    let turned = (0..all).map(|step| days.start + (first - days.start + step) % all.max(1));
    let mut candidates = turned.map(|before| study.plus_days(-before));
    candidates.find(|day| day.0.day() > LAST_MONTH).unwrap_or_else(|| study.plus_days(-first))
}

/// A day of the nineteenth century, which cannot be read the other way round.
pub(super) fn long_ago(planting: &mut Planting<'_>) -> Day {
    let year = planting.stream.random_range(1880..1900i16);
    let month = planting.stream.random_range(1..13i8);
    Day(date(year, month, planting.stream.random_range(LAST_MONTH + 1..29)))
}
