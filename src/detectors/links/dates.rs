//! Dates and times at one place, before and after.

use crate::detectors::Evidence;
use crate::detectors::links::day;
use crate::detectors::links::day::Read;
use crate::detectors::links::sides::Other;
use crate::detectors::links::sides::Sides;
use crate::detectors::links::sides::is_date;
use crate::detectors::links::sides::text;
use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::Locus;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::value;
use crate::policy;
use crate::policy::Opt;
use crate::truth::Kind;
use serde::Deserialize;
use serde::Serialize;

/// What is counted at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Days since 1970.
    Day,
    /// Seconds since midnight.
    Second,
}

/// What became of a date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum After {
    /// It is empty or absent.
    Gone,
    /// It is no date or time any more.
    Invalid,
    /// It is this one.
    At(i64),
}

/// What links a date to the others of its patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// The option for modified dates lets it stay, moved like all others (PS3.15 Table E.1-1, action C).
    Listed,
    /// No attribute of the table, but where it stays it belongs to the others: private, or in text.
    Loose,
    /// The profile lets a tool do with it what it likes, as with the day of birth.
    Free,
}

/// A date or time at one place, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The file, by its place in the list of answered files.
    pub file: usize,
    /// Where in it.
    pub place: Locus,
    /// What is counted.
    pub unit: Unit,
    /// The original.
    pub before: i64,
    /// What became of it.
    pub after: After,
    /// What links it to others.
    pub role: Role,
}

/// A number in an output that may be the days by which its dates were moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The file, by its place in the list of answered files.
    pub file: usize,
    /// Where in it.
    pub place: Locus,
    /// The number.
    pub days: i64,
}

/// Dates of tables of codes, which are not the patient's: Context Group (Local) Version.
const OF_CODES: [Attribute; 2] = [Attribute::Tag(0x0008, 0x0106), Attribute::Tag(0x0008, 0x0107)];

/// Every date and time of an input, with what became of it.
pub fn collect(evidence: &Evidence<'_>, sides: &Sides<'_>, file: usize) -> Vec<Move> {
    let input = evidence.input;
    let mut moves = Vec::new();
    for element in input.elements.iter().filter(|element| is_date(element) && !OF_CODES.contains(&element.path.leaf)) {
        let after = match sides.other(element) {
            // A sequence that is removed takes its dates along.
            Other::Unknown | Other::GoneWithItem => continue,
            Other::Gone => String::new(),
            Other::Element(after) => sides.text_after(after),
        };
        let before = text(input, element);
        let pairs: Vec<(&str, &str)> = match before.split('\\').count() == after.split('\\').count() {
            true => before.split('\\').zip(after.split('\\')).collect(),
            false if after.is_empty() => before.split('\\').map(|before| (before, "")).collect(),
            false => continue,
        };
        let (place, role) = (Locus::Attribute(element.path.clone()), role(&element.path.leaf));
        for (before, after) in pairs {
            for (unit, before, after) in read(element.vr, before, after) {
                moves.push(Move { file, place: place.clone(), unit, before, after, role });
            }
        }
    }
    moves.extend(in_text(evidence, file));
    moves
}

/// What a date or time means before and after; nothing where the original is no date.
fn read(vr: VR, before: &str, after: &str) -> Vec<(Unit, i64, After)> {
    let (units, before, after): (&[Unit], [Read; 2], [Read; 2]) = match vr {
        VR::DA => (&[Unit::Day], [day::day(before), Read::Empty], [day::day(after), Read::Empty]),
        VR::TM => (&[Unit::Second], [day::time(before), Read::Empty], [day::time(after), Read::Empty]),
        _ => {
            let ((day_before, time_before), (day_after, time_after)) = (day::date_time(before), day::date_time(after));
            (&[Unit::Day, Unit::Second], [day_before, time_before], [day_after, time_after])
        }
    };
    let pairs = units.iter().zip(before.into_iter().zip(after));
    pairs
        .filter_map(|(unit, (before, after))| {
            let Read::At(before) = before else { return None };
            let after = match after {
                Read::Empty => After::Gone,
                Read::Invalid => After::Invalid,
                Read::At(after) => After::At(after),
            };
            Some((*unit, before, after))
        })
        .collect()
}

fn role(leaf: &Attribute) -> Role {
    match leaf {
        Attribute::Private(..) => Role::Loose,
        Attribute::Tag(group, _) if group % 2 == 1 => Role::Loose,
        Attribute::Tag(group, element) => {
            let action = policy::row(*group, *element).and_then(|row| row.option(Opt::RetainLongModifiedDates));
            if action == Some("C") { Role::Listed } else { Role::Free }
        }
    }
}

/// Dates that were planted in text, where the text still holds as many dates as before.
fn in_text(evidence: &Evidence<'_>, file: usize) -> Vec<Move> {
    let mut moves = Vec::new();
    let mut seen = Vec::new();
    for plant in evidence.plants().filter(|plant| matches!(plant.kind, Kind::Date | Kind::BirthDate)) {
        let Locus::Attribute(path) = &plant.locus else { continue };
        let Some(element) = evidence.input.find(path) else { continue };
        if is_date(element) || seen.contains(&path) {
            continue;
        }
        seen.push(path);
        let days = |scan: &Scan, element: &Element| -> Vec<i64> {
            let characters = value::character_set(scan);
            day::days_in(&value::decode(scan.value(element), &characters))
        };
        let before = days(evidence.input, element);
        let after = evidence.output.find(path).map(|after| days(evidence.output, after)).unwrap_or_default();
        if before.len() != after.len() {
            continue;
        }
        // A day of birth in a text is as free as the one in its attribute.
        let role = if plant.kind == Kind::BirthDate { Role::Free } else { Role::Loose };
        for (before, after) in before.into_iter().zip(after) {
            let (place, unit, after) = (plant.locus.clone(), Unit::Day, After::At(after));
            moves.push(Move { file, place, unit, before, after, role });
        }
    }
    moves
}

/// Numbers of one output that are kept.
const MOST_TOLD: usize = 100;

/// Numbers that may tell by how many days the dates of an output were moved: Longitudinal Temporal Offset From Event
/// (0012,0052), and whole numbers in De-identification Method (0012,0063).
pub fn told(output: &Scan, file: usize) -> Vec<Told> {
    let mut found = Vec::new();
    for element in &output.elements {
        let mut add = |days: i64| found.push(Told { file, place: Locus::Attribute(element.path.clone()), days });
        let tag = element.tag;
        if tag == tags::LONGITUDINAL_TEMPORAL_OFFSET_FROM_EVENT {
            let characters = value::SpecificCharacterSet::default();
            let text = value::text(output, element, &characters).unwrap_or_default();
            let days = text.parse::<f64>().ok().filter(|days| days.fract() == 0.0 && days.abs() < 1e9);
            days.into_iter().for_each(|days| add(days as i64));
        } else if tag == tags::DEIDENTIFICATION_METHOD {
            let text = text(output, element);
            let words = text.split(|letter: char| !letter.is_ascii_digit());
            // A version has small numbers.
            words.filter_map(|word| word.parse::<i64>().ok()).filter(|days| *days > 9).for_each(add);
        }
    }
    found.truncate(MOST_TOLD);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_time_is_a_date_and_a_time() {
        assert_eq!(
            read(VR::DT, "19700102010000", "19700103"),
            [(Unit::Day, 1, After::At(2)), (Unit::Second, 3600, After::Gone)]
        );
        assert_eq!(read(VR::DA, "19700102", "20240230"), [(Unit::Day, 1, After::Invalid)]);
        assert_eq!(read(VR::TM, "0100", ""), [(Unit::Second, 3600, After::Gone)]);
        assert_eq!(read(VR::DA, "", "19700102"), []);
    }

    #[test]
    fn the_table_says_which_dates_belong_together() {
        for (leaf, expected) in [
            (Attribute::Tag(0x0008, 0x0020), Role::Listed),
            (Attribute::Tag(0x0010, 0x0030), Role::Free),
            (Attribute::Private(0x0019, "ACME".into(), 0x10), Role::Loose),
        ] {
            assert_eq!(role(&leaf), expected, "{leaf}");
        }
    }
}
