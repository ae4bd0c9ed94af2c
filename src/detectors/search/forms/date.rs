//! Days in the usual formats.

use super::Form;
use super::Reach;
use super::digits;
use super::whole;
use crate::detectors::search::boundary::Boundary;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day as text: four, two and two digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// `1961`
    pub year: String,
    /// `02`
    pub month: String,
    /// `03`
    pub day: String,
}

impl Day {
    /// The day of a value as DICOM writes it, alone or before a time, or with the year at the end.
    pub fn of(value: &str) -> Option<Self> {
        let digits = digits(value);
        let part = |range| digits.get(range).map(str::to_owned);
        let first = Self { year: part(0..4)?, month: part(4..6)?, day: part(6..8)? };
        let last = Self { year: part(4..8)?, month: part(2..4)?, day: part(0..2)? };
        [first, last].into_iter().find(Self::is_plausible)
    }

    fn is_plausible(&self) -> bool {
        let within =
            |text: &str, least: u32, most: u32| text.parse().is_ok_and(|number| (least..=most).contains(&number));
        within(&self.year, 1850, 2150) && within(&self.month, 1, 12) && within(&self.day, 1, 31)
    }

    /// The English name of the month.
    pub fn month_name(&self) -> &'static str {
        self.month
            .parse::<usize>()
            .ok()
            .and_then(|month| MONTHS.get(month.checked_sub(1)?))
            .copied()
            .unwrap_or_default()
    }

    /// Days since 1970-01-01 (proleptic Gregorian calendar).
    pub fn since_1970(&self) -> Option<i64> {
        let (year, month, day): (i64, i64, i64) =
            (self.year.parse().ok()?, self.month.parse().ok()?, self.day.parse().ok()?);
        // A year that begins in March ends with the leap day.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468)
    }
}

pub fn forms(value: &str) -> Vec<Form> {
    let Some(date) = Day::of(value) else { return vec![whole(value)] };
    let (year, month, day) = (date.year.as_str(), date.month.as_str(), date.day.as_str());
    let mut forms = vec![Form::leaked([year, month, day].concat(), "value", Boundary::DigitLeft, Reach::Bytes)];
    let mut add = |text: String, reach| {
        if !forms.iter().any(|known| known.text == text) {
            forms.push(Form::leaked(text, "date format", Boundary::Digits, reach));
        }
    };
    let orders = [[year, month, day], [day, month, year], [month, day, year]];
    for separator in ["-", ".", "/"] {
        orders.iter().for_each(|order| add(order.join(separator), Reach::Bytes));
    }
    let (short_month, short_day) = (month.trim_start_matches('0'), day.trim_start_matches('0'));
    let short_orders = [[year, short_month, short_day], [short_day, short_month, year], [short_month, short_day, year]];
    for separator in ["-", ".", "/", ". ", " "] {
        orders.iter().chain(&short_orders).for_each(|order| add(order.join(separator), Reach::Text));
    }
    add([day, month, year].concat(), Reach::Text);
    add([month, day, year].concat(), Reach::Text);
    let long = date.month_name();
    for name in [long, long.get(..3).unwrap_or(long)] {
        for day in [day, short_day] {
            for separator in ["-", " ", "", "/", ". ", "."] {
                add(format!("{day}{separator}{name}{separator}{year}"), Reach::Text);
            }
            for text in [
                format!("{name} {day}, {year}"),
                format!("{name} {day} {year}"),
                format!("{name}-{day}-{year}"),
                format!("{name}. {day}, {year}"),
                format!("{year}-{name}-{day}"),
                format!("{year} {name} {day}"),
                format!("{year}{name}{day}"),
                format!("{day}. {name} {year}"),
            ] {
                add(text, Reach::Text);
            }
        }
        let ordinal = format!("{short_day}{}", ending(short_day));
        for text in [
            format!("{ordinal} {name} {year}"),
            format!("{ordinal} of {name} {year}"),
            format!("{name} {ordinal}, {year}"),
            format!("{name} {ordinal} {year}"),
        ] {
            add(text, Reach::Text);
        }
    }
    forms
}

fn ending(day: &str) -> &'static str {
    match day {
        "1" | "21" | "31" => "st",
        "2" | "22" => "nd",
        "3" | "23" => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_sought_in_the_usual_formats() {
        let forms: Vec<String> = forms("19610203").into_iter().map(|form| form.text).collect();
        for wanted in [
            "19610203",
            "1961-02-03",
            "03.02.1961",
            "02/03/1961",
            "3.2.1961",
            "03-Feb-1961",
            "February 3, 1961",
            "3rd of February 1961",
            "03021961",
            "3 Feb 1961",
        ] {
            assert!(forms.contains(&wanted.to_owned()), "{wanted} in {forms:?}");
        }
    }

    #[test]
    fn a_day_is_counted_from_1970() {
        for (value, days) in [("19700101", 0), ("20230511", 19_488), ("1969-12-31", -1), ("20000229", 11_016)] {
            assert_eq!(Day::of(value).and_then(|day| day.since_1970()), Some(days), "{value}");
        }
        assert_eq!(Day::of("11.05.2023"), Day::of("20230511103000"));
        assert_eq!(Day::of("99999999"), None);
    }
}
