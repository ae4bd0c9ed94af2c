//! A day of the calendar in the forms that headers and people write.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::fmt::strtime;
use std::fmt;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl Day {
    /// As VR DA: `YYYYMMDD` (PS3.5 §6.2).
    pub fn da(self) -> String {
        format!("{:04}{:02}{:02}", self.0.year(), self.0.month(), self.0.day())
    }

    /// As ISO 8601: `YYYY-MM-DD`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }

    /// In a form of `strftime`, months and days in English: `%d-%b-%Y` gives `04-Mar-1978`. ISO 8601 where the form is none.
    pub fn written(self, form: &str) -> String {
        strtime::format(form, self.0).unwrap_or_else(|_| self.iso())
    }

    /// The day `days` later, or earlier where negative; the day itself where the calendar ends.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.checked_add(days.days()).unwrap_or(self.0))
    }

    /// Whole days from `self` to `later`; negative where that is earlier.
    pub fn days_until(self, later: Self) -> i32 {
        self.0.until(later.0).map(|span| span.get_days()).unwrap_or(0)
    }

    /// Age on `later` as VR AS: `045Y`, below two years `017M`, below two months `040D`.
    pub fn age_at(self, later: Self) -> String {
        let months = (i32::from(later.0.year()) - i32::from(self.0.year())) * 12 + i32::from(later.0.month())
            - i32::from(self.0.month())
            - i32::from(later.0.day() < self.0.day());
        match months {
            24.. => format!("{:03}Y", months / 12),
            2..24 => format!("{months:03}M"),
            _ => format!("{:03}D", self.days_until(later).max(0)),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.iso())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_age_is_written_in_the_unit_that_people_use() {
        let born = Day(date(1978, 3, 14));
        assert_eq!(born.age_at(Day(date(2023, 3, 13))), "044Y");
        assert_eq!(born.age_at(Day(date(2023, 3, 14))), "045Y");
        assert_eq!(born.age_at(Day(date(1979, 8, 20))), "017M");
        assert_eq!(born.age_at(Day(date(1978, 4, 20))), "037D");
    }

    #[test]
    fn a_day_has_its_written_forms() {
        let day = Day(date(1978, 3, 4));
        assert_eq!((day.da(), day.iso()), ("19780304".to_owned(), "1978-03-04".to_owned()));
        assert_eq!((day.written("%d-%b-%Y"), day.written("%Q")), ("04-Mar-1978".to_owned(), "1978-03-04".to_owned()));
        assert_eq!(day.plus_days(-4).iso(), "1978-02-28");
    }
}
