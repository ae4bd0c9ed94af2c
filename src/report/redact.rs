//! Planted values out of findings: a salted digest for the value, a mark such as `[person-name]` in other text.
//!
//! The digest lets rows of one dataset be compared and grouped. It is no protection against somebody who guesses: the
//! values are invented, and what is prevented is that they are pasted about beside real ones.

use crate::finding::Finding;
use crate::kind::Kind;
use aho_corasick::AhoCorasick;
use aho_corasick::AhoCorasickKind;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::ops::Range;

/// What a digest starts with.
const PREFIX: &str = "sha256:";

/// Bytes of the digest that are kept.
const KEPT_BYTES: usize = 6;

/// Shorter values are part of other words too often, and count between word boundaries alone.
const BOUNDED_BELOW: usize = 4;

/// The same for the parts of names.
const PART_BOUNDED_BELOW: usize = 6;

/// Shorter values are looked for as they are written, longer ones whatever stands between letters and digits.
const SQUEEZED_FROM: usize = 6;

/// Marked texts of one patient that are kept.
const MOST_REMEMBERED: usize = 4096;

/// Shorter parts of a name are left alone.
const SHORTEST_PART: usize = 3;

/// `text` with every planted value replaced by the mark of its kind.
///
/// Capitals do not matter, nor, in values of six letters and digits or more, what stands between these: a path that
/// writes `DOE_JANE` for `Doe^Jane` is marked. The parts of names are marked as well.
pub fn redact(text: &str, planted: &[(Kind, &str)]) -> String {
    Marker::new(planted.iter().map(|(kind, value)| (*kind, *value))).mark(text)
}

/// The salted digest that stands for a value: `sha256:` and twelve hexadecimal digits. Nothing stands for nothing.
pub fn digest(salt: &str, value: &str) -> String {
    if value.is_empty() || is_digest(value) {
        return value.to_owned();
    }
    let hash = Sha256::new().chain_update(salt).chain_update([0]).chain_update(value).finalize();
    let hex: String = hash.iter().take(KEPT_BYTES).map(|byte| format!("{byte:02x}")).collect();
    format!("{PREFIX}{hex}")
}

/// Whether a text is what [`digest`] makes of a value.
pub fn is_digest(value: &str) -> bool {
    value.strip_prefix(PREFIX).is_some_and(|hex| {
        hex.len() == 2 * KEPT_BYTES && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Redacts findings by the values of their patients.
pub struct Redactor {
    salt: String,
    planted: BTreeMap<String, BTreeSet<(Kind, String)>>,
    /// That of the patient at hand: findings of a patient mostly follow each other.
    marker: Option<(String, Marker)>,
}

impl Redactor {
    /// A redactor that knows no value yet. The salt is the digest of the dataset.
    pub fn new(salt: &str) -> Self {
        Self { salt: salt.to_owned(), planted: BTreeMap::new(), marker: None }
    }

    /// A planted value of a patient.
    pub fn plant(&mut self, patient: &str, kind: Kind, value: &str) {
        if self.planted.entry(patient.to_owned()).or_default().insert((kind, value.to_owned())) {
            self.marker = None;
        }
    }

    /// Learns the value that a finding holds in clear.
    pub(super) fn learn(&mut self, finding: &Finding) {
        if let Some(kind) = finding.kind {
            self.learn_value(&finding.patient, kind, &finding.value);
        }
    }

    /// Learns what a finding holds as value, if that is in clear.
    pub(super) fn learn_value(&mut self, patient: &str, kind: Kind, value: &str) {
        if !value.is_empty() && !is_digest(value) {
            self.plant(patient, kind, value);
        }
    }

    /// The finding as a report may show it.
    pub fn redact(&mut self, finding: &Finding) -> Finding {
        self.marker = self.marker.take().filter(|(patient, _)| *patient == finding.patient);
        let planted = self.planted.get(&finding.patient).into_iter().flatten();
        let fresh = || (finding.patient.clone(), Marker::new(planted.map(|(kind, value)| (*kind, value.as_str()))));
        let (_, marker) = self.marker.get_or_insert_with(fresh);
        Finding {
            output: marker.mark_again(&finding.output),
            seen_at: marker.mark_again(&finding.seen_at),
            form: marker.mark_again(&finding.form),
            evidence: marker.mark_again(&finding.evidence),
            value: digest(&self.salt, &finding.value),
            ..finding.clone()
        }
    }
}

/// Finds planted values in text, in one pass over it for all values as written and one for all values squeezed.
struct Marker {
    written: Search,
    squeezed: Search,
    /// Texts that were marked: the findings of a patient repeat files, places and forms.
    marked: HashMap<String, String>,
}

/// Values that are looked for in one spelling, each with its kind and whether it has to stand alone.
#[derive(Default)]
struct Search {
    kinds: Vec<(Kind, bool)>,
    patterns: Vec<String>,
    automaton: Option<AhoCorasick>,
}

/// Text in the spelling that is searched, with the place of each byte in the text before.
struct Spelling {
    text: String,
    places: Vec<Range<usize>>,
}

impl Marker {
    fn new<'a>(planted: impl Iterator<Item = (Kind, &'a str)>) -> Self {
        let (mut written, mut squeezed) = (Search::default(), Search::default());
        for (kind, value) in planted {
            written.push(kind, spell(value.trim(), false).text, BOUNDED_BELOW);
            let letters = spell(value, true).text;
            if letters.chars().count() >= SQUEEZED_FROM {
                squeezed.push(kind, letters, BOUNDED_BELOW);
            }
            if matches!(kind, Kind::PersonName | Kind::RelativeName | Kind::Staff) {
                for part in value.split(|letter: char| !letter.is_alphanumeric()) {
                    if part.chars().count() >= SHORTEST_PART {
                        written.push(kind, spell(part, false).text, PART_BOUNDED_BELOW);
                    }
                }
            }
        }
        written.build();
        squeezed.build();
        Self { written, squeezed, marked: HashMap::new() }
    }

    /// The same as [`Marker::mark`], for texts that come again.
    fn mark_again(&mut self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        if let Some(marked) = self.marked.get(text) {
            return marked.clone();
        }
        let marked = self.mark(text);
        if self.marked.len() < MOST_REMEMBERED {
            self.marked.insert(text.to_owned(), marked.clone());
        }
        marked
    }

    fn mark(&self, text: &str) -> String {
        let mut found = self.written.find(text, false);
        found.extend(self.squeezed.find(text, true));
        // Where matches overlap, the first and longest gives the mark, and all that any of them covers goes.
        found.sort_by_key(|(place, _)| (place.start, usize::MAX - place.end));
        let mut marked = String::with_capacity(text.len());
        let mut done = 0;
        for (place, kind) in found {
            if place.start >= done {
                marked.push_str(text.get(done..place.start).unwrap_or_default());
                marked.push_str(&format!("[{kind}]"));
            }
            done = done.max(place.end);
        }
        marked.push_str(text.get(done..).unwrap_or_default());
        marked
    }
}

impl Search {
    /// Adds a value, which has to stand alone if it is shorter than `bounded_below`.
    fn push(&mut self, kind: Kind, pattern: String, bounded_below: usize) {
        if !pattern.is_empty() {
            self.kinds.push((kind, pattern.chars().count() < bounded_below));
            self.patterns.push(pattern);
        }
    }

    fn build(&mut self) {
        // A set of patterns is refused only where it is beyond what fits into memory.
        if !self.patterns.is_empty() {
            // The texts are few and short, so that a faster automaton would take longer to make than it saves.
            let kind = Some(AhoCorasickKind::NoncontiguousNFA);
            self.automaton = AhoCorasick::builder().kind(kind).build(&self.patterns).ok();
        }
    }

    /// Places in `text` where a value stands, in the spelling that is searched.
    fn find(&self, text: &str, squeezed: bool) -> Vec<(Range<usize>, Kind)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let spelling = spell(text, squeezed);
        let place = |found: aho_corasick::Match| {
            let start = spelling.places.get(found.start())?.start;
            let end = spelling.places.get(found.end().checked_sub(1)?)?.end;
            let (kind, bounded) = *self.kinds.get(found.pattern().as_usize())?;
            (!bounded || stands_alone(text, &(start..end))).then_some((start..end, kind))
        };
        automaton.find_overlapping_iter(&spelling.text).filter_map(place).collect()
    }
}

/// Lower case; where `squeezed`, letters and digits alone.
fn spell(text: &str, squeezed: bool) -> Spelling {
    let mut spelling = Spelling { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
    for (at, letter) in text.char_indices() {
        if squeezed && !letter.is_alphanumeric() {
            continue;
        }
        let place = at..at + letter.len_utf8();
        for lower in letter.to_lowercase() {
            spelling.text.push(lower);
            spelling.places.extend(std::iter::repeat_n(place.clone(), lower.len_utf8()));
        }
    }
    spelling
}

/// Whether no letter or digit touches the place on either side.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let before = text.get(..place.start).and_then(|text| text.chars().next_back());
    let after = text.get(place.end..).and_then(|text| text.chars().next());
    !before.into_iter().chain(after).any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLANTED: &[(Kind, &str)] = &[
        (Kind::PersonName, "Okafor-Lindqvist^Mari"),
        (Kind::Mrn, "MX-40391"),
        (Kind::BirthDate, "19610307"),
        (Kind::Age, "65"),
    ];

    #[test]
    fn a_planted_value_goes_whatever_its_capitals_and_punctuation() {
        for (text, expected) in [
            ("out/Okafor-Lindqvist^Mari/1.dcm", "out/[person-name]/1.dcm"),
            ("out/OKAFOR_LINDQVIST_MARI/1.dcm", "out/[person-name]/1.dcm"),
            ("mari okafor", "[person-name] [person-name]"),
            ("MX40391 and mx-40391", "[mrn] and [mrn]"),
            ("born 1961-03-07", "born [birth-date]"),
            ("age 65", "age [age]"),
        ] {
            assert_eq!(redact(text, PLANTED), expected, "{text}");
        }
    }

    #[test]
    fn what_was_not_planted_stays() {
        for text in ["", "(0010,0010)", "653 of 1965 pixels", "summarising the frames", "Größe ≥ 5 — ok"] {
            assert_eq!(redact(text, PLANTED), text);
        }
        assert_eq!(redact("Okafor", &[]), "Okafor");
    }

    #[test]
    fn letters_that_grow_in_lower_case_move_no_mark() {
        assert_eq!(redact("İİ MX-40391 İ", PLANTED), "İİ [mrn] İ");
        assert_eq!(redact("x/İnce^Ayşe/y", &[(Kind::PersonName, "İnce^Ayşe")]), "x/[person-name]/y");
        assert_eq!(redact("山田^太郎.dcm", &[(Kind::PersonName, "山田^太郎")]), "[person-name].dcm");
    }

    #[test]
    fn overlapping_values_leave_nothing_between_them() {
        let planted = [(Kind::Mrn, "ABC-123-DEF"), (Kind::Accession, "DEF-456-GHI")];
        assert_eq!(redact("<ABC-123-DEF-456-GHI>", &planted), "<[mrn]>");
    }

    #[test]
    fn a_digest_depends_on_salt_and_value_and_stays_itself() {
        let one = digest("salt", "Okafor");
        assert_eq!(one.len(), "sha256:".len() + 12);
        assert_ne!(one, digest("salt", "Okafar"));
        assert_ne!(one, digest("other", "Okafor"));
        assert_eq!(digest("other", &one), one);
        assert_eq!(digest("salt", ""), "");
    }
}
