//! The time of the last change of an output, where a tool set it to a planted date: it goes along with the file into every
//! archive and synchronised folder.

use crate::detectors::evidence::leak;
use crate::detectors::search;
use crate::finding::Finding;
use crate::finding::Verdict;
use crate::kind::Kind;
use crate::truth::InstanceRow;
use crate::truth::PatientTruth;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use std::collections::BTreeSet;
use std::path::Path;

/// Zones in which a day may begin, in quarters of an hour from universal time.
const ZONES: std::ops::RangeInclusive<i32> = -48..=56;

/// One finding for each planted date of the patient, birth dates among them, that the output `path` at `place` carries as its
/// file time.
pub(super) fn planted(truth: &PatientTruth, row: &InstanceRow, place: &Path, path: &str) -> Vec<Finding> {
    let time = std::fs::metadata(place).and_then(|facts| facts.modified());
    let Some(days) = time.ok().and_then(|time| Timestamp::try_from(time).ok()).map(days) else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let dates = truth.plants.iter().filter(|plant| matches!(plant.kind, Kind::BirthDate | Kind::Date));
    let carried = dates.filter(|plant| day_of(&plant.value).is_some_and(|day| days.contains(&day)));
    let mut found = Vec::new();
    for plant in carried.filter(|plant| seen.insert((plant.kind, plant.value.clone()))) {
        let mut finding = leak(search::card().id, plant, Verdict::Leaked, path);
        finding.instance.clone_from(&row.instance);
        finding.moved = true;
        finding.seen_at = "the time of the file".to_owned();
        finding.form = "file time".to_owned();
        found.push(finding);
    }
    found
}

/// The day in universal time; and that of a zone in which it is exactly midnight, as where only a date was known.
fn days(time: Timestamp) -> BTreeSet<Date> {
    let at = |seconds: i32| Offset::from_seconds(seconds).ok().map(|offset| offset.to_datetime(time));
    let midnights = ZONES.filter_map(|quarters| at(quarters * 15 * 60)).filter(|local| {
        let clock = local.time();
        (clock.hour(), clock.minute(), clock.second(), clock.subsec_nanosecond()) == (0, 0, 0, 0)
    });
    midnights.chain(at(0)).map(|local| local.date()).collect()
}

/// A date as DICOM writes it (PS3.5 §6.2), perhaps with a time behind.
fn day_of(value: &str) -> Option<Date> {
    let digits = value.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Date::strptime("%Y%m%d", digits).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(time: &str) -> Vec<String> {
        days(time.parse().expect("a time")).into_iter().map(|day| day.to_string()).collect()
    }

    #[test]
    fn a_time_is_a_day_and_a_midnight_somewhere_another() {
        assert_eq!(seen("2019-03-05T10:20:30Z"), ["2019-03-05"]);
        assert_eq!(seen("2019-03-05T00:00:00Z"), ["2019-03-05"]);
        // Midnight in Central Europe, and in New York.
        assert_eq!(seen("2019-03-04T23:00:00Z"), ["2019-03-04", "2019-03-05"]);
        assert_eq!(seen("2019-03-05T05:00:00Z"), ["2019-03-05"]);
        assert_eq!(day_of("20190305123000"), Date::new(2019, 3, 5).ok());
        assert_eq!([day_of("2019"), day_of("20191399"), day_of("05.03.2019"), day_of("")], [None; 4]);
    }
}
