//! Cuts a written value into tokens that other names can take and text that stays, and draws names for the tokens.

use crate::identity::pool::POOL;
use crate::identity::pool::Pool;
use crate::identity::pool::fold;
use crate::seed::Stream;
use rand::RngExt;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words beside names that say nothing of who somebody is.
const TITLES: &[&str] = &["dr", "prof", "md", "jr", "sr", "mr", "mrs", "ms", "ii", "iii", "iv", "med", "phd"];

/// Names of one list by their number of letters.
struct Bins(Vec<Vec<&'static str>>);

impl Bins {
    fn new(names: impl Iterator<Item = &'static str>) -> Self {
        let mut bins: Vec<Vec<&'static str>> = Vec::new();
        for name in names {
            let letters = name.chars().count();
            if bins.len() <= letters {
                bins.resize(letters + 1, Vec::new());
            }
            if let Some(bin) = bins.get_mut(letters) {
                bin.push(name);
            }
        }
        Self(bins)
    }

    fn bin(&self, letters: usize) -> &[&'static str] {
        self.0.get(letters).map_or(&[], Vec::as_slice)
    }
}

struct Lists {
    family: Bins,
    given: Bins,
    accented_given: Bins,
    accented_family: Bins,
    families: BTreeSet<String>,
    givens: BTreeSet<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let Pool { family, given, given_accented, .. } = &*POOL;
    let accented = family.iter().copied().filter(|name| !name.is_ascii());
    Lists {
        family: Bins::new(family.iter().copied().filter(|name| name.is_ascii())),
        given: Bins::new(given.iter().copied()),
        accented_given: Bins::new(given_accented.iter().copied()),
        // Few family names have a diacritic; given names with one are read like them.
        accented_family: Bins::new(accented.chain(given_accented.iter().copied())),
        families: family.iter().map(|name| fold(name)).collect(),
        givens: given.iter().chain(given_accented).map(|name| fold(name)).collect(),
    }
});

/// What other names may stand for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Family names.
    Family,
    /// Given names.
    Given,
}

#[derive(Clone, Copy, Debug)]
enum Case {
    Upper,
    Lower,
    AsListed,
}

/// A part of a written value.
enum Piece {
    /// Stays as it is.
    Text(String),
    /// An initial.
    Initial(char),
    /// A name.
    Name { list: List, ascii: bool, case: Case },
}

/// A written value, cut.
pub struct Slots {
    pieces: Vec<Piece>,
    /// Letters of all names together.
    letters: usize,
    /// In how many ways the names from each on can have the letters that are left.
    ways: Vec<Vec<u64>>,
    /// Folded tokens of the value itself, which no decoy may share.
    own: BTreeSet<String>,
}

/// What becomes of a token that is no known name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It is taken for a family name.
    Name,
    /// It stays, as do the words of an address.
    Text,
}

impl Slots {
    /// Cuts `value`; digits and punctuation stay.
    pub fn cut(value: &str, unknown: Unknown) -> Self {
        let mut slots = Self { pieces: Vec::new(), letters: 0, ways: Vec::new(), own: BTreeSet::new() };
        let mut rest = value;
        while !rest.is_empty() {
            let is_name = rest.starts_with(char::is_alphabetic);
            let end = rest.find(|letter: char| letter.is_alphabetic() != is_name).unwrap_or(rest.len());
            let (token, after) = rest.split_at(end);
            rest = after;
            let piece = if is_name { slots.token(token, unknown) } else { Piece::Text(token.to_owned()) };
            slots.pieces.push(piece);
        }
        let bins: Vec<&Bins> = slots.pieces.iter().filter_map(Piece::bins).collect();
        slots.ways = ways(&bins, slots.letters);
        slots
    }

    /// Whether the value holds any name.
    pub fn has_names(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Name { .. }))
    }

    fn token(&mut self, token: &str, unknown: Unknown) -> Piece {
        let folded = fold(token);
        let mut letters = token.chars();
        if let (Some(initial), None, Unknown::Name) = (letters.next(), letters.next(), unknown) {
            return Piece::Initial(initial);
        }
        let list = match unknown {
            _ if LISTS.families.contains(&folded) => List::Family,
            _ if LISTS.givens.contains(&folded) => List::Given,
            Unknown::Name if !TITLES.contains(&folded.as_str()) => List::Family,
            Unknown::Name | Unknown::Text => return Piece::Text(token.to_owned()),
        };
        let case = if !token.contains(char::is_lowercase) {
            Case::Upper
        } else if !token.contains(char::is_uppercase) {
            Case::Lower
        } else {
            Case::AsListed
        };
        self.letters += token.chars().count();
        self.own.insert(folded);
        Piece::Name { list, ascii: token.is_ascii(), case }
    }

    /// Draws one value uniformly among all whose names have as many letters together, with the names in their order.
    ///
    /// `None` if it would repeat a name of the value or of itself.
    pub fn draw(&self, stream: &mut Stream) -> Option<(String, Vec<&'static str>)> {
        let mut left = self.letters;
        let mut names = Vec::new();
        for (at, bins) in self.pieces.iter().filter_map(Piece::bins).enumerate() {
            let after = self.ways.get(at + 1)?;
            let weigh = |letters: usize| {
                let rest = after.get(left - letters).copied().unwrap_or(0);
                (bins.bin(letters).len() as u64).saturating_mul(rest)
            };
            let total = (0..=left).map(weigh).fold(0, u64::saturating_add);
            let mut drawn = if total == 0 { return None } else { stream.random_range(0..total) };
            let letters = (0..=left).find(|letters| {
                let weight = weigh(*letters);
                let found = drawn < weight;
                drawn = if found { drawn } else { drawn - weight };
                found
            })?;
            let bin = bins.bin(letters);
            let name = bin.get(stream.random_range(0..bin.len()))?;
            if self.own.contains(&fold(name)) || names.contains(name) {
                return None;
            }
            names.push(*name);
            left -= letters;
        }
        Some((self.write(&names, stream), names))
    }

    fn write(&self, names: &[&'static str], stream: &mut Stream) -> String {
        let mut names = names.iter();
        let mut written = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => written.push_str(text),
                Piece::Initial(initial) => {
                    let letter = char::from(b'a' + stream.random_range(0..26u8));
                    written.push(if initial.is_uppercase() { letter.to_ascii_uppercase() } else { letter });
                }
                Piece::Name { case, .. } => {
                    let name = names.next().copied().unwrap_or("");
                    match case {
                        Case::Upper => written.push_str(&name.to_uppercase()),
                        Case::Lower => written.push_str(&name.to_lowercase()),
                        Case::AsListed => written.push_str(name),
                    }
                }
            }
        }
        written
    }
}

impl Piece {
    fn bins(&self) -> Option<&'static Bins> {
        match self {
            Self::Name { list: List::Family, ascii: true, .. } => Some(&LISTS.family),
            Self::Name { list: List::Family, ascii: false, .. } => Some(&LISTS.accented_family),
            Self::Name { list: List::Given, ascii: true, .. } => Some(&LISTS.given),
            Self::Name { list: List::Given, ascii: false, .. } => Some(&LISTS.accented_given),
            Self::Text(_) | Self::Initial(_) => None,
        }
    }
}

/// `ways[k][n]`: in how many ways the names from the `k`-th on can have `n` letters together.
fn ways(bins: &[&Bins], letters: usize) -> Vec<Vec<u64>> {
    let mut ways = vec![vec![0u64; letters + 1]; bins.len() + 1];
    if let Some(none) = ways.last_mut().and_then(|last| last.first_mut()) {
        *none = 1;
    }
    for at in (0..bins.len()).rev() {
        let Some(bins) = bins.get(at) else { continue };
        let after = ways.get(at + 1).cloned().unwrap_or_default();
        if let Some(row) = ways.get_mut(at) {
            for (total, count) in row.iter_mut().enumerate() {
                *count = (0..=total)
                    .map(|own| {
                        (bins.bin(own).len() as u64).saturating_mul(after.get(total - own).copied().unwrap_or(0))
                    })
                    .fold(0, u64::saturating_add);
            }
        }
    }
    ways
}
