//! Other days in the written form of a given one.

use crate::identity::day::Day;
use crate::seed::Stream;
use jiff::civil::Date;
use jiff::fmt::strtime;
use rand::RngExt;

/// Written forms, the usual ones first; the first that gives the same text back is taken.
const FORMS: &[&str] = &[
    "%Y%m%d",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d%m%Y",
    "%m%d%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d%b%Y",
    "%b %d, %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%-d %B %Y",
    "%B %-d, %Y",
    "%-d %b %Y",
    "%b %-d, %Y",
    "%-d/%-m/%Y",
    "%-m/%-d/%Y",
    "%-d.%-m.%Y",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%-m/%-d/%y",
    "%-d.%-m.%y",
    "%y%m%d",
    "%Y%j",
    "%Y-%m",
    "%Y",
];

/// How a day was written.
pub struct WrittenDate {
    form: &'static str,
    upper: bool,
    lower: bool,
}

impl WrittenDate {
    /// The form of `text`; `None` where it is none of those known.
    pub fn of(text: &str) -> Option<Self> {
        let form = FORMS.iter().find(|form| {
            let day =
                Date::strptime(form, text).or_else(|_| Date::strptime(format!("{form} %d"), format!("{text} 01")));
            let day = day.or_else(|_| Date::strptime(format!("{form} %m %d"), format!("{text} 01 01")));
            day.ok()
                .and_then(|day| strtime::format(form, day).ok())
                .is_some_and(|written| written.eq_ignore_ascii_case(text))
        })?;
        let upper = !text.contains(char::is_lowercase);
        let lower = !text.contains(char::is_uppercase);
        Some(Self { form, upper, lower })
    }

    /// A day from `first` up to, but without, `end`, in this form.
    pub fn draw(&self, (first, end): (Day, Day), stream: &mut Stream) -> Option<String> {
        let day = first.plus_days(stream.random_range(0..first.days_until(end).max(1)));
        let written = strtime::format(self.form, day.0).ok()?;
        Some(match (self.upper, self.lower) {
            (true, _) => written.to_uppercase(),
            (_, true) => written.to_lowercase(),
            _ => written,
        })
    }
}
