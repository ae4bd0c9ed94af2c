//! Dates and times of headers as numbers: days since 1970, seconds since midnight.

use jiff::civil::Date;
use jiff::civil::date;

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// Before this year the calendar of DICOM is not in use (PS3.5 §6.2: DA is Gregorian).
const FIRST_YEAR: i16 = 1583;

/// Days that tools write in place of a date.
const DUMMY_DAYS: [(i16, i8, i8); 8] =
    [(1800, 1, 1), (1900, 1, 1), (1901, 1, 1), (1970, 1, 1), (1980, 1, 1), (2000, 1, 1), (9999, 1, 1), (9999, 12, 31)];

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Nothing.
    Empty,
    /// Something that is no date or time.
    Invalid,
    /// Days since 1970-01-01, or seconds since midnight.
    At(i64),
}

/// Reads a DA, also with the dots of the standard's first editions.
pub fn day(text: &str) -> Read {
    let plain = undotted(text.trim(), '.');
    match plain.as_str() {
        "" => Read::Empty,
        text if text.len() == 8 => days(text).map_or(Read::Invalid, Read::At),
        _ => Read::Invalid,
    }
}

/// Reads a TM to the second, also with the colons of the standard's first editions.
pub fn time(text: &str) -> Read {
    let plain = undotted(text.trim(), ':');
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, "0"));
    if plain.is_empty() {
        return Read::Empty;
    }
    let fits = matches!(whole.len(), 2 | 4 | 6) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    match (fits, seconds(whole)) {
        (true, Some(seconds)) => Read::At(seconds),
        _ => Read::Invalid,
    }
}

/// Reads a DT: its day, and its time of day where it has one. What is coarser than a day has neither.
pub fn date_time(text: &str) -> (Read, Read) {
    let text = text.trim();
    let body = text.split_once(['+', '-']).map_or(text, |(body, _)| body);
    if body.is_empty() {
        let empty = if text.is_empty() { Read::Empty } else { Read::Invalid };
        return (empty, empty);
    }
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 4 | 6) && digits == body.len() {
        return (Read::Empty, Read::Empty);
    }
    match (body.get(..8), body.get(8..)) {
        (Some(front), Some(rest)) => (day(front), time(rest)),
        _ => (Read::Invalid, Read::Empty),
    }
}

/// Every day in a text, in its order: `YYYYMMDD` and `YYYY-MM-DD` that no other digit touches, from 1800 to 2199.
pub fn days_in(text: &str) -> Vec<i64> {
    let words = text.split(|letter: char| !letter.is_ascii_digit() && letter != '-');
    let found = words.filter_map(|word| match word.len() {
        8 if !word.contains('-') => days(word),
        10 if word.get(4..5) == Some("-") && word.get(7..8) == Some("-") => days(&undotted(word, '-')),
        _ => None,
    });
    let (first, last) = (number(1800, 1, 1), number(2200, 1, 1));
    found.filter(|day| Some(*day) >= first && Some(*day) < last).collect()
}

/// Whether tools write this day in place of a date.
pub fn is_dummy(day: i64) -> bool {
    DUMMY_DAYS.iter().any(|(year, month, first)| number(*year, *month, *first) == Some(day))
}

/// Whether `after` is the first day of the month or of the year in which `before` lies.
pub fn is_coarser_day(before: i64, after: i64) -> bool {
    let (Some(old), Some(new)) = (civil(before), civil(after)) else { return false };
    before != after && new.day() == 1 && new.year() == old.year() && (new.month() == old.month() || new.month() == 1)
}

/// Whether `after` is the start of the hour or of the minute in which `before` lies.
pub fn is_coarser_time(before: i64, after: i64) -> bool {
    before != after && [3600, 60].iter().any(|unit| after == before - before % unit)
}

/// A day as DA, or the number itself beyond the calendar.
pub fn written_day(days: i64) -> String {
    civil(days).map_or(days.to_string(), |day| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()))
}

/// A time of day as TM.
pub fn written_time(seconds: i64) -> String {
    format!("{:02}{:02}{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn undotted(text: &str, separator: char) -> String {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, second, third] = parts.as_slice() else { return text.to_owned() };
    let fits = first.len() >= 2 && second.len() == 2 && third.len() >= 2;
    if fits { format!("{first}{second}{third}") } else { text.to_owned() }
}

fn days(digits: &str) -> Option<i64> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = digits.get(..4)?.parse().ok()?;
    number(year, digits.get(4..6)?.parse().ok()?, digits.get(6..8)?.parse().ok()?)
}

fn number(year: i16, month: i8, day: i8) -> Option<i64> {
    let found = Date::new(year, month, day).ok().filter(|day| day.year() >= FIRST_YEAR)?;
    date(1970, 1, 1).until(found).ok().map(|span| i64::from(span.get_days()))
}

fn civil(days: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn seconds(digits: &str) -> Option<i64> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), |two| two.parse::<i64>().ok());
    let (hours, minutes, seconds) = (part(0)?, part(2)?, part(4)?);
    (hours < 24 && minutes < 60 && seconds <= 60).then_some(hours * 3600 + minutes * 60 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_in_all_their_forms() {
        assert_eq!((day("19700102"), day(" 1970.01.02 "), day("")), (Read::At(1), Read::At(1), Read::Empty));
        assert_eq!((time("01"), time("010203.5"), time("01:02:03")), (Read::At(3600), Read::At(3723), Read::At(3723)));
        assert_eq!(date_time("19700102010203.25+0100"), (Read::At(1), Read::At(3723)));
        assert_eq!(date_time("19700102"), (Read::At(1), Read::Empty));
        assert_eq!(date_time("1970"), (Read::Empty, Read::Empty));
        assert_eq!(days_in("seen 19700102, and 1970-01-03; not 119700102 or 1970"), [1, 2]);
    }

    #[test]
    fn dates_and_times_are_written_as_they_are_read() {
        for text in ["19700101", "20240229", "15830101"] {
            assert!(matches!(day(text), Read::At(days) if written_day(days) == text), "{text}");
        }
        assert_eq!((written_time(3723), written_day(i64::MAX)), ("010203".to_owned(), i64::MAX.to_string()));
    }

    #[test]
    fn what_is_no_date_is_told() {
        for text in ["00010101", "20240230", "20241301", "REMOVED", "2024", "0", "+1234567", "2024-2-30", "٢٠٢٤٠١٠١"]
        {
            assert_eq!(day(text), Read::Invalid, "{text}");
        }
        for text in ["2400", "126000", "noon", "1", "01020", "010203.x"] {
            assert_eq!(time(text), Read::Invalid, "{text}");
        }
        assert_eq!(date_time("20240230120000").0, Read::Invalid);
        assert_eq!(date_time("+0100"), (Read::Invalid, Read::Invalid));
    }

    #[test]
    fn coarser_dates_and_times_are_told_from_moved_ones() {
        let at = |text| match day(text) {
            Read::At(day) => day,
            other => panic!("{other:?}"),
        };
        assert!(is_coarser_day(at("20240429"), at("20240401")) && is_coarser_day(at("20240429"), at("20240101")));
        assert!(!is_coarser_day(at("20240429"), at("20240501")) && !is_coarser_day(at("20240101"), at("20240101")));
        assert!(is_coarser_time(3723, 3600) && is_coarser_time(3723, 3720) && !is_coarser_time(3723, 0));
        assert!(is_dummy(at("19000101")) && !is_dummy(at("19000102")));
    }
}
