//! Names that are not written in plain Latin letters, for patients of hospitals that write so.
//!
//! Each script has its own lists of common names. Patients and controls draw from different parts of them,
//! so that no control is ever part of a patient's name.

mod chinese;
mod cyrillic;
mod greek;
mod japanese;
mod korean;
mod latin;
mod other;

pub use other::OtherNames;

use crate::identity::number::Cast;
use crate::seed::Seed;

/// A name in the three groups of components that PN has (PS3.5 §6.2.1.2), each as `Family^Given`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupedName {
    /// In Latin letters; empty where the hospital writes none.
    pub alphabetic: String,
    /// In Chinese characters.
    pub ideographic: String,
    /// As it is spoken.
    pub phonetic: String,
}

impl GroupedName {
    /// As VR PN: `Yamada^Tarou=山田^太郎=やまだ^たろう`.
    pub fn dicom(&self) -> String {
        [self.alphabetic.as_str(), &self.ideographic, &self.phonetic].join("=")
    }
}

/// One person as hospitals of other scripts write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptNames {
    /// Japanese, in all three groups; the phonetic group is hiragana.
    pub japanese: GroupedName,
    /// The same person in the half-width katakana of JIS X 0201: `ﾔﾏﾀﾞ^ﾀﾛｳ`.
    pub katakana: String,
    /// Korean: hanja and hangul, without Latin letters.
    pub korean: GroupedName,
    /// Chinese in simplified characters: `张^小东`.
    pub chinese: String,
    /// Cyrillic, with a double family name: `Шевченко-Романюк^Ольга`.
    pub cyrillic: String,
    /// Greek, with a double family name.
    pub greek: String,
    /// Latin with diacritics, with a double family name: `Łuczyński-Sørbø^Zoé`.
    pub accented: String,
}

impl ScriptNames {
    /// The names of person `index`. In each script no two people share the whole name below 300 people, and in none but
    /// Greek below 1,500.
    pub(in crate::identity) fn new(seed: Seed, cast: Cast, index: u64, sex: &str) -> Self {
        let female = sex == "F";
        let japanese = japanese::name(seed, cast, index);
        Self {
            katakana: japanese::half_width(&japanese.phonetic),
            japanese,
            korean: korean::name(seed, cast, index),
            chinese: chinese::name(seed, cast, index),
            cyrillic: cyrillic::name(seed, cast, index, female),
            greek: greek::name(seed, cast, index, female),
            accented: latin::name(seed, cast, index),
        }
    }
}

/// The part of a list of names from which a cast draws: controls have the last quarter.
fn share<T>(list: &[T], cast: Cast) -> &[T] {
    let (patients, controls) = list.split_at(list.len() * 3 / 4);
    if cast == Cast::Patient { patients } else { controls }
}

/// The entries of two lists at place `index` of a permutation of all their pairs.
fn draw<A: Copy, B: Copy>(seed: Seed, label: &str, index: u64, lists: (&[A], &[B])) -> Option<(A, B)> {
    let size = (lists.0.len() * lists.1.len()) as u64;
    let place = seed.permute(&["identity", "script", label], index, size) as usize;
    let (first, second) = (place / lists.1.len().max(1), place % lists.1.len().max(1));
    Some((*lists.0.get(first)?, *lists.1.get(second)?))
}
