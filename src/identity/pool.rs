//! The names that people are made of, and which of them may stand for whom.
//!
//! Real names come from the lists of `fake`. Each seed deals the family names out: to the left and right half of
//! patients, to relatives, staff, places and controls. No hand holds a name of another, so no colleague or street ever
//! bears the name of a patient.

use crate::seed::Seed;
use fake::locales::DE_DE;
use fake::locales::Data;
use fake::locales::EN;
use fake::locales::FR_FR;
use fake::locales::IT_IT;
use fake::locales::NL_NL;
use fake::locales::PT_BR;
use fake::locales::PT_PT;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static WORDS: &str = include_str!("words.txt");

/// Every name that may be dealt, sorted, so that a seed gives the same names everywhere.
pub struct Pool {
    /// Family names.
    pub family: Vec<&'static str>,
    /// Given names in plain ASCII; none is a family name.
    pub given: Vec<&'static str>,
    /// Given names with a diacritic; none is a family name.
    pub given_accented: Vec<&'static str>,
    /// Tokens that are refused.
    pub words: BTreeSet<&'static str>,
}

/// The pool of this build.
pub static POOL: LazyLock<Pool> = LazyLock::new(Pool::gather);

impl Pool {
    fn gather() -> Self {
        let words = WORDS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect();
        let family = usable(
            &words,
            &[
                EN::NAME_LAST_NAME,
                FR_FR::NAME_LAST_NAME,
                DE_DE::NAME_LAST_NAME,
                PT_BR::NAME_LAST_NAME,
                PT_PT::NAME_LAST_NAME,
                IT_IT::NAME_LAST_NAME,
                NL_NL::NAME_LAST_NAME,
            ],
        );
        let mut given = usable(
            &words,
            &[
                EN::NAME_FIRST_NAME,
                FR_FR::NAME_FIRST_NAME,
                DE_DE::NAME_FIRST_NAME,
                PT_BR::NAME_FIRST_NAME,
                PT_PT::NAME_FIRST_NAME,
                IT_IT::NAME_FIRST_NAME,
                NL_NL::NAME_FIRST_NAME,
            ],
        );
        let taken: BTreeSet<String> = family.iter().map(|name| fold(name)).collect();
        given.retain(|name| !taken.contains(&fold(name)));
        let (given, given_accented) = given.into_iter().partition(|name| name.is_ascii());
        Self { family, given, given_accented, words }
    }
}

/// The names of the lists that can be tokens: four letters or more of Latin-1 whose capitals are Latin-1 too, no words,
/// and one spelling of each, since detectors look past accents.
fn usable(words: &BTreeSet<&'static str>, lists: &[&[&'static str]]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = lists
        .iter()
        .flat_map(|list| list.iter().copied())
        .filter(|name| name.chars().count() >= 4 && name.chars().all(|letter| letter.is_alphabetic() && latin(letter)))
        .filter(|name| !words.contains(fold(name).as_str()) && !words.contains(name.to_lowercase().as_str()))
        .collect();
    // An accented spelling sorts after a plain one; the reverse lets the rarer one stay.
    names.sort_unstable_by(|one, other| other.cmp(one));
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(fold(name)));
    names.sort_unstable();
    names
}

/// Small letters without diacritics.
pub fn fold(name: &str) -> String {
    let plain = |letter| match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' => 'y',
        other => other,
    };
    name.chars().flat_map(char::to_lowercase).map(plain).collect()
}

/// ISO 8859-1, without the two small letters whose capitals lie outside.
fn latin(letter: char) -> bool {
    u32::from(letter) < 256 && letter != 'ß' && letter != 'ÿ'
}

/// To whom a part of the family names is dealt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// First half of a patient's family name.
    Left,
    /// Second half of a patient's family name.
    Right,
    /// First half of a relative's name.
    RelativeLeft,
    /// Second half of a relative's name.
    RelativeRight,
    /// Physicians, technologists and other staff.
    Staff,
    /// Streets, towns and hospitals.
    Places,
    /// Control needles, first half.
    ControlLeft,
    /// Control needles, second half.
    ControlRight,
}

impl Hand {
    /// Every hand.
    pub const ALL: &'static [Self] = &[
        Self::Left,
        Self::Right,
        Self::RelativeLeft,
        Self::RelativeRight,
        Self::Staff,
        Self::Places,
        Self::ControlLeft,
        Self::ControlRight,
    ];

    /// First place and length of this hand in the dealt order, in thousandths of the pool.
    fn share(self) -> (u64, u64) {
        match self {
            Self::Left => (0, 300),
            Self::Right => (300, 300),
            Self::RelativeLeft => (600, 70),
            Self::RelativeRight => (670, 70),
            Self::Staff => (740, 100),
            Self::Places => (840, 60),
            Self::ControlLeft => (900, 50),
            Self::ControlRight => (950, 50),
        }
    }

    /// How many names the hand holds.
    pub fn size(self) -> u64 {
        POOL.family.len() as u64 * self.share().1 / 1000
    }

    /// Name `slot` of the hand, taken modulo its size.
    pub fn name(self, seed: Seed, slot: u64) -> &'static str {
        let pool = &POOL.family;
        let total = pool.len() as u64;
        let place = total * self.share().0 / 1000 + slot % self.size().max(1);
        let at = seed.permute(&["identity", "family"], place, total) as usize;
        pool.get(at).copied().unwrap_or("Nemeth")
    }
}

/// The two halves of pair `index` of two hands. Pairs never repeat below the product of both sizes, and halves never
/// repeat below the smaller size.
pub fn pair(seed: Seed, hands: (Hand, Hand), index: u64) -> (&'static str, &'static str) {
    let size = hands.0.size().min(hands.1.size()).max(1);
    let (round, slot) = (index / size, index % size);
    (hands.0.name(seed, slot), hands.1.name(seed, (slot + round) % size))
}

/// A further name in the family of patient `index`: the right half of a relative's name before a left one, so that it is
/// no relative's own. Roles are below 8. The names of one family share no half, those of different patients hardly ever
/// both below 1,000 patients.
pub fn second_pair(seed: Seed, role: u64, index: u64) -> (&'static str, &'static str) {
    let size = Hand::RelativeLeft.size().min(Hand::RelativeRight.size()).max(1);
    // The mother has the slots `index` and `index + round`; the steps keep every role off them and off each other.
    let round = index / size;
    let left = (index + 1 + role) % size;
    let right = (index + round + 1 + 2 * role) % size;
    (Hand::RelativeRight.name(seed, right), Hand::RelativeLeft.name(seed, left))
}

/// Up to how many patients no two share a family name.
pub fn capacity() -> u64 {
    let size = halves_capacity();
    size * size
}

/// Up to how many patients no two share even one half of a family name.
pub fn halves_capacity() -> u64 {
    Hand::Left.size().min(Hand::Right.size())
}
