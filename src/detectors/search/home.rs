//! What is too weak to accuse anywhere, looked for at the plant's own place: short values, initials, the last digits of
//! a number, a year of birth, an age in words.

use crate::detectors::search::boundary::Boundary;
use crate::detectors::search::boundary::Neighbours;
use crate::detectors::search::fold::fold;
use crate::detectors::search::forms::Day;
use crate::detectors::search::forms::Name;
use crate::detectors::search::forms::digits;
use crate::detectors::search::forms::weight;
use crate::finding::Verdict;
use crate::truth::Kind;
use crate::truth::Plant;

/// Letters and digits of the shortest text that counts among other words.
const SHORTEST: usize = 2;
/// Letters and digits of the longest value that may be no more than somebody's initials.
const INITIALS: usize = 5;

/// What is left of a plant in a text at its own place.
pub fn left(plant: &Plant, text: &str) -> Option<(Verdict, &'static str)> {
    let text = plain(text);
    let text = text.trim_matches([' ', '\0']);
    if text.is_empty() {
        return None;
    }
    as_planted(plant, text).or_else(|| match plant.kind {
        Kind::PersonName | Kind::RelativeName | Kind::Staff => part_of_name(&plant.value, text),
        Kind::BirthDate | Kind::Date => part_of_date(plant.kind, &plant.value, text),
        Kind::Time => time(&plant.value, text),
        Kind::Age => age(&plant.value, text),
        Kind::Mrn
        | Kind::OtherPatientId
        | Kind::Accession
        | Kind::Insurance
        | Kind::SocialSecurity
        | Kind::Phone
        | Kind::Device => last_four(&plant.value, text),
        Kind::Address => street(&plant.value, text),
        Kind::Email | Kind::Url | Kind::Institution | Kind::Uid | Kind::Description => None,
    })
}

/// The value, or what was written of it.
fn as_planted(plant: &Plant, text: &str) -> Option<(Verdict, &'static str)> {
    let value = plain(&plant.value);
    let boundary = if plant.kind == Kind::Uid { Boundary::Uid } else { Boundary::Word };
    if text == value.trim() || (weight(&value) >= SHORTEST && contains(text, &value, boundary)) {
        return Some((Verdict::Leaked, "value"));
    }
    let written = plain(&plant.written);
    let most = weight(&written) * 5 >= weight(&value) * 3;
    let verdict = if most { Verdict::Leaked } else { Verdict::Partial };
    (weight(&written) >= SHORTEST && contains(text, &written, boundary)).then_some((verdict, "as written"))
}

/// Initials as the whole of a short value or with points, a short given name, an ideographic family name.
fn part_of_name(value: &str, text: &str) -> Option<(Verdict, &'static str)> {
    let letters: String = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    for name in Name::groups(value) {
        let parts = [plain(name.family), plain(name.given), plain(name.middle)];
        let [family, given, _] = &parts;
        if name.is_ideographic() {
            if !family.is_empty() && contains(text, family, Boundary::Free) {
                return Some((Verdict::Partial, "family name"));
            }
            continue;
        }
        for (part, what) in [(family, "family name"), (given, "given name")] {
            if weight(part) >= SHORTEST && contains(text, part, Boundary::Word) {
                return Some((Verdict::Partial, what));
            }
        }
        let first = |part: &str| part.chars().next().map(String::from).unwrap_or_default();
        let halves = family.split(['-', ' ']).map(first).collect::<String>();
        let [family, given, middle] = parts.each_ref().map(|part| first(part));
        if family.is_empty() || given.is_empty() {
            continue;
        }
        let orders = [
            vec![&given, &family],
            vec![&family, &given],
            vec![&given, &middle, &family],
            vec![&family, &given, &middle],
            vec![&given, &halves],
            vec![&halves, &given],
        ];
        for order in orders {
            let initials: String = order.iter().map(|part| part.as_str()).collect();
            let pointed = |gap: &str| initials.chars().map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(gap);
            let whole = letters.chars().count() <= INITIALS && letters == initials;
            if whole || ["", " "].iter().any(|gap| contains(text, &pointed(gap), Boundary::Word)) {
                return Some((Verdict::Partial, "initials"));
            }
        }
    }
    None
}

/// A day with a year of two digits, or as seconds or days since 1970; the year of birth; the month of another day.
fn part_of_date(kind: Kind, value: &str, text: &str) -> Option<(Verdict, &'static str)> {
    let date = Day::of(value)?;
    let (year, month, day) = (date.year.as_str(), date.month.as_str(), date.day.as_str());
    let short = year.get(2..)?;
    let trimmed = |part: &str| part.trim_start_matches('0').to_owned();
    for [one, two, three] in [[day, month, short], [month, day, short], [short, month, day]] {
        for separator in ["-", ".", "/", " ", ""] {
            let full = [one, two, three].join(separator);
            let brief = [trimmed(one), trimmed(two), trimmed(three)].join(separator);
            let found = contains(text, &full, Boundary::Digits);
            if found || (!separator.is_empty() && contains(text, &brief, Boundary::Digits)) {
                return Some((Verdict::Leaked, "year of two digits"));
            }
        }
    }
    let name = date.month_name().to_lowercase();
    let brief = name.get(..3).unwrap_or(&name);
    for name in [name.as_str(), brief] {
        for day in [day.to_owned(), trimmed(day)] {
            for joint in ["-", " ", ""] {
                if contains(text, &[&day, name, short].join(joint), Boundary::Word) {
                    return Some((Verdict::Leaked, "year of two digits"));
                }
            }
        }
    }
    let number = text.parse::<f64>().ok().map(|number| number.floor() as i64);
    if let (Some(number), Some(days)) = (number, date.since_1970()) {
        // Small numbers are counts of something else.
        let seconds = days.abs() > 1000 && number.div_euclid(86_400) == days;
        let milliseconds = days.abs() > 1000 && number.div_euclid(86_400_000) == days;
        if seconds || milliseconds || (days.abs() > 1000 && number == days) {
            return Some((Verdict::Leaked, "time since 1970"));
        }
    }
    let julian = date.since_1970()? - Day { month: "01".into(), day: "01".into(), year: year.into() }.since_1970()? + 1;
    if contains(text, &format!("{year}{julian:03}"), Boundary::Digits) {
        return Some((Verdict::Leaked, "day of the year"));
    }
    part_of_year(kind, &date, text)
}

/// A year alone, or with the first of January. Round years are what tools put in place of any date.
fn part_of_year(kind: Kind, date: &Day, text: &str) -> Option<(Verdict, &'static str)> {
    let (year, month) = (date.year.as_str(), date.month.as_str());
    let text = text.trim_end_matches('\\');
    let months =
        [format!("{year}{month}"), format!("{year}-{month}"), format!("{month}/{year}"), format!("{year}{month}00")];
    if months.iter().any(|form| form == text) {
        return Some((Verdict::Partial, "month and year"));
    }
    if kind != Kind::BirthDate || year.ends_with('0') {
        return None;
    }
    let years =
        [year.to_owned(), format!("{year}0101"), format!("{year}-01-01"), format!("{year}0000"), format!("{year}0701")];
    years.iter().any(|form| form == text).then_some((Verdict::Partial, "year"))
}

fn time(value: &str, text: &str) -> Option<(Verdict, &'static str)> {
    let digits = digits(value);
    let (hour, minute) = (digits.get(..2)?, digits.get(2..4)?);
    let second = digits.get(4..6);
    if let Some(second) = second {
        for joint in ["", ":", "."] {
            if contains(text, &[hour, minute, second].join(joint), Boundary::DigitLeft) {
                return Some((Verdict::Leaked, "time format"));
            }
        }
    }
    let hours = [format!("{hour}:{minute}"), format!("{hour}{minute}"), format!("{hour}{minute}00")];
    let found = hours.iter().any(|form| form == text) || contains(text, &format!("{hour}:{minute}"), Boundary::Digits);
    found.then_some((if second.is_some() { Verdict::Partial } else { Verdict::Leaked }, "hour and minute"))
}

fn age(value: &str, text: &str) -> Option<(Verdict, &'static str)> {
    let number = digits(value);
    let number = number.trim_start_matches('0');
    let unit = value.chars().last().filter(char::is_ascii_alphabetic)?.to_ascii_lowercase();
    if number.is_empty() {
        return None;
    }
    if text == number {
        return Some((Verdict::Leaked, "age"));
    }
    let padded = format!("{number:0>3}");
    let found = [number, padded.as_str()].iter().any(|number| {
        ["", " ", "-"].iter().any(|gap| {
            let form = format!("{number}{gap}{unit}");
            // The unit goes on: `y`, `yo`, `years`.
            contains(text, &form, Boundary::DigitLeft)
        })
    });
    found.then_some((Verdict::Leaked, "age"))
}

/// Four digits alone, behind signs that stand for the others, or after a word that says so.
fn last_four(value: &str, text: &str) -> Option<(Verdict, &'static str)> {
    let digits = digits(value);
    let last = digits.get(digits.len().checked_sub(4)?..).filter(|_| digits.len() >= 6)?;
    if text == last {
        return Some((Verdict::Partial, "last four digits"));
    }
    for (at, _) in text.match_indices(last) {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + 4..).unwrap_or_default();
        if after.starts_with(|sign: char| sign.is_ascii_digit()) {
            continue;
        }
        let masked = before.trim_end_matches(['-', ' ', '.']);
        let masked = ["**", "xx", "##", "••", "…"].iter().any(|mask| masked.ends_with(mask));
        let said = before.trim_end_matches([' ', ':', '4', '-', '.']);
        let said =
            ["ending", "ending in", "ends in", "ends with", "last four", "last", "last 4 digits", "last four digits"]
                .iter()
                .any(|word| said.ends_with(word));
        if masked || said {
            return Some((Verdict::Partial, "last four digits"));
        }
    }
    None
}

/// The street without the house.
fn street(value: &str, text: &str) -> Option<(Verdict, &'static str)> {
    let street = value.split([',', '^', '\\', '\n']).next()?;
    let street = plain(street);
    let street = street.trim_matches(|sign: char| sign.is_ascii_digit() || sign == ' ');
    (weight(street) >= 8 && contains(text, street, Boundary::Word)).then_some((Verdict::Partial, "street"))
}

fn plain(text: &str) -> String {
    fold(text).to_ascii_lowercase()
}

fn contains(text: &str, wanted: &str, boundary: Boundary) -> bool {
    !wanted.is_empty()
        && text.match_indices(wanted).any(|(at, _)| boundary.allows(&Neighbours::in_text(text, at, at + wanted.len())))
}

#[cfg(test)]
mod tests;
