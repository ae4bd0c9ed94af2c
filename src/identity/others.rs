//! More names, days and numbers around a patient, so that every attribute can hold a value of its own.
//!
//! A value that is drawn twice for one patient is the same in every part, so two attributes never hold half of each
//! other's value.

use crate::identity::day::Day;
use crate::identity::digits::redraw_phone;
use crate::identity::person::Identity;
use crate::identity::person::PersonName;
use crate::identity::pool::Hand;
use crate::identity::pool::POOL;
use crate::identity::pool::fold;
use crate::seed::Seed;
use crate::seed::Stream;
use aho_corasick::AhoCorasick;
use jiff::civil::date;
use rand::RngExt;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Family names in plain ASCII that no other name of the pool contains, and that contain none.
static SOLITARY: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let names = || POOL.family.iter().chain(&POOL.given).chain(&POOL.given_accented).copied();
    let folded: Vec<String> = names().map(fold).collect();
    let Ok(search) = AhoCorasick::new(&folded) else { return BTreeSet::new() };
    let mut entangled = BTreeSet::new();
    for (at, name) in folded.iter().enumerate() {
        for found in search.find_overlapping_iter(name).filter(|found| found.pattern().as_usize() != at) {
            entangled.extend([at, found.pattern().as_usize()]);
        }
    }
    names()
        .take(POOL.family.len())
        .enumerate()
        .filter(|(at, name)| name.is_ascii() && !entangled.contains(at))
        .map(|(_, name)| name)
        .collect()
});

/// Draws values around one patient; no name twice.
pub struct Others<'a> {
    identity: &'a Identity,
    seed: Seed,
    used: BTreeSet<&'static str>,
}

impl<'a> Others<'a> {
    /// For a patient of the dataset of `seed`.
    pub fn new(seed: Seed, identity: &'a Identity) -> Self {
        Self { identity, seed, used: BTreeSet::new() }
    }

    /// A colleague of those whom the identity names.
    pub fn staff(&mut self, stream: &mut Stream) -> PersonName {
        let family = self.name(Hand::Staff, stream);
        // The initial follows from the family name, so that a name drawn again is the same person.
        let initial = char::from(b'A' + (family.bytes().map(u32::from).sum::<u32>() % 26) as u8);
        PersonName { family: family.to_owned(), given: initial.to_string(), ..PersonName::default() }
    }

    /// A name of a town, street or hospital.
    pub fn place(&mut self, stream: &mut Stream) -> &'static str {
        self.name(Hand::Places, stream)
    }

    /// A telephone number in the form of the patient's.
    pub fn phone(&self, stream: &mut Stream) -> String {
        redraw_phone(&self.identity.phone, stream)
    }

    fn name(&mut self, hand: Hand, stream: &mut Stream) -> &'static str {
        let Identity { referring, performing, operator, reading, ae_title, .. } = self.identity;
        let colleagues = [&referring.family, &performing.family, &operator.family, &reading.family];
        let free = |name: &&'static str| {
            SOLITARY.contains(name)
                && !colleagues.iter().any(|family| family == name)
                && !ae_title.starts_with(&name.to_uppercase())
        };
        let start = stream.random_range(0..hand.size().max(1));
        let names: Vec<&'static str> =
            (0..hand.size()).map(|step| hand.name(self.seed, start + step)).filter(free).collect();
        let name = names.iter().find(|name| !self.used.contains(*name)).or(names.first()).copied().unwrap_or("Nemeth");
        self.used.insert(name);
        name
    }
}

/// A day of the years of the studies, from 2018 to 2024.
pub fn day(stream: &mut Stream) -> Day {
    Day(date(2018, 1, 1)).plus_days(stream.random_range(0..2557))
}

/// A time of the day as VR TM with its fraction, `HHMMSS.FFFFFF`.
pub fn time(stream: &mut Stream) -> String {
    let (hour, minute, second) =
        (stream.random_range(7..20u8), stream.random_range(0..60u8), stream.random_range(0..60u8));
    format!("{hour:02}{minute:02}{second:02}.{:06}", stream.random_range(100_000..1_000_000u32))
}

/// A number of so many digits, at most 18, the first from 4 to 9, so that it is read as no date.
pub fn number(digits: u32, stream: &mut Stream) -> String {
    let unit = 10u64.saturating_pow(digits.min(18).saturating_sub(1));
    stream.random_range(4 * unit..10 * unit).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_colleague_bears_a_name_that_another_name_holds() {
        assert!(SOLITARY.len() > 500, "{}", SOLITARY.len());
        let names: Vec<String> = POOL.family.iter().map(|name| fold(name)).collect();
        for name in SOLITARY.iter().step_by(20) {
            let name = fold(name);
            assert_eq!(
                names.iter().filter(|other| other.contains(&name) || name.contains(*other)).count(),
                1,
                "{name}"
            );
        }
    }

    #[test]
    fn fifty_colleagues_differ_and_are_none_of_the_identity() {
        let identity = Identity::new(Seed(3), 7);
        let (mut others, mut stream) = (Others::new(Seed(3), &identity), Seed(3).stream(&["others"]));
        let names: BTreeSet<String> = (0..50).map(|_| others.staff(&mut stream).family).collect();
        assert_eq!(names.len(), 50);
        assert!(!names.contains(&identity.referring.family) && !names.contains(&identity.operator.family));
    }

    #[test]
    fn a_day_a_time_and_a_number_have_their_forms() {
        let mut stream = Seed(1).stream(&["forms"]);
        for _ in 0..100 {
            assert!(("20180101".to_owned().."20250101".to_owned()).contains(&day(&mut stream).da()));
            assert_eq!(time(&mut stream).len(), 13);
            let number = number(8, &mut stream);
            assert!(number.len() == 8 && *number >= *"40000000");
        }
    }
}
