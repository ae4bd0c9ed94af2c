//! All values of a patient as one search over bytes and one over folded text.

use crate::detectors::search::forms::Boundary;
use crate::detectors::search::forms::Form;
use crate::detectors::search::forms::fold;
use crate::detectors::search::forms::forms;
use crate::truth::Kind;
use aho_corasick::AhoCorasick;
use aho_corasick::BuildError;
use std::collections::BTreeMap;

/// A value that is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Kind of the value.
    pub kind: Kind,
    /// The value.
    pub value: String,
    /// Planted nowhere: a match is a false one.
    pub control: bool,
}

/// A match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of the target.
    pub target: usize,
    /// Position of the match in the bytes that were searched.
    pub at: usize,
    /// The form that matched.
    pub form: Form,
    /// How it was encoded; empty for plain text.
    pub encoding: &'static str,
}

struct Pattern {
    target: usize,
    form: Form,
    encoding: &'static str,
}

/// The compiled search.
pub struct Needles {
    /// What is searched.
    pub targets: Vec<Target>,
    bytes: AhoCorasick,
    byte_patterns: Vec<Pattern>,
    text: AhoCorasick,
    text_patterns: Vec<Pattern>,
}

impl Needles {
    /// Compiles the search for some targets.
    pub fn new(targets: Vec<Target>) -> Result<Self, BuildError> {
        let mut raw: BTreeMap<Vec<u8>, Pattern> = BTreeMap::new();
        let mut folded: BTreeMap<String, Pattern> = BTreeMap::new();
        for (target, wanted) in targets.iter().enumerate() {
            for form in forms(wanted.kind, &wanted.value) {
                if !form.text_only {
                    for (bytes, encoding) in encodings(&form.text) {
                        raw.entry(bytes).or_insert_with(|| Pattern { target, form: form.clone(), encoding });
                    }
                }
                folded.entry(fold(&form.text)).or_insert_with(|| Pattern { target, form: form.clone(), encoding: "" });
            }
        }
        let build = |patterns: Vec<&[u8]>| AhoCorasick::builder().ascii_case_insensitive(true).build(patterns);
        Ok(Self {
            targets,
            bytes: build(raw.keys().map(Vec::as_slice).collect())?,
            byte_patterns: raw.into_values().collect(),
            text: build(folded.keys().map(String::as_bytes).collect())?,
            text_patterns: folded.into_values().collect(),
        })
    }

    /// Matches in raw bytes.
    pub fn in_bytes(&self, bytes: &[u8]) -> Vec<Hit> {
        find(&self.bytes, &self.byte_patterns, bytes)
    }

    /// Matches in text, without regard to case and marks. Positions refer to the folded text.
    pub fn in_text(&self, text: &str) -> Vec<Hit> {
        find(&self.text, &self.text_patterns, fold(text).as_bytes())
    }
}

fn find(automaton: &AhoCorasick, patterns: &[Pattern], haystack: &[u8]) -> Vec<Hit> {
    automaton
        .find_overlapping_iter(haystack)
        .filter_map(|found| {
            let pattern = patterns.get(found.pattern().as_usize())?;
            // Two bytes a letter: the neighbour that counts is a whole unit away.
            let unit = if pattern.encoding.starts_with("UTF-16") { 2 } else { 1 };
            let before = found.start().checked_sub(unit).and_then(|at| haystack.get(at..found.start()));
            let after = haystack.get(found.end()..found.end() + unit);
            let allowed = stands_alone(pattern.form.boundary, before, after);
            allowed.then(|| Hit {
                target: pattern.target,
                at: found.start(),
                form: pattern.form.clone(),
                encoding: pattern.encoding,
            })
        })
        .collect()
}

fn stands_alone(boundary: Boundary, before: Option<&[u8]>, after: Option<&[u8]>) -> bool {
    let any = |side: Option<&[u8]>, test: fn(&u8) -> bool| side.is_some_and(|bytes| bytes.iter().any(test));
    // A byte beyond ASCII belongs to a letter in every encoding that DICOM allows.
    let word: fn(&u8) -> bool = |byte| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    match boundary {
        Boundary::Free => true,
        Boundary::DigitLeft => !any(before, u8::is_ascii_digit),
        Boundary::Digits => !any(before, u8::is_ascii_digit) && !any(after, u8::is_ascii_digit),
        Boundary::Word => !any(before, word) && !any(after, word),
    }
}

/// A text in the encodings in which it may stand in bytes, in the cases in which people write it.
fn encodings(text: &str) -> Vec<(Vec<u8>, &'static str)> {
    let mut found = Vec::new();
    for cased in [text.to_owned(), text.to_uppercase(), text.to_lowercase()] {
        found.push((cased.as_bytes().to_vec(), ""));
        let latin: Option<Vec<u8>> = cased.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
        found.extend(latin.map(|bytes| (bytes, "")));
        let units: Vec<u16> = cased.encode_utf16().collect();
        found.push((units.iter().flat_map(|unit| unit.to_le_bytes()).collect(), "UTF-16LE"));
        found.push((units.iter().flat_map(|unit| unit.to_be_bytes()).collect(), "UTF-16BE"));
    }
    found.push((fold(text).into_bytes(), ""));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(kind: Kind, value: &str) -> Needles {
        Needles::new(vec![Target { kind, value: value.to_owned(), control: false }]).expect("a search")
    }

    #[test]
    fn a_name_is_found_in_any_case_order_and_encoding() {
        let search = needles(Kind::PersonName, "Souza-Mônaco^Anna");
        for text in ["SOUZA-MÔNACO^ANNA", "Anna Souza Monaco", "x_souzamônaco_y"] {
            assert!(!search.in_text(text).is_empty(), "{text}");
        }
        let wide: Vec<u8> = "SOUZA-MÔNACO".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(search.in_bytes(&wide).first().map(|hit| hit.encoding), Some("UTF-16LE"));
        let latin: Vec<u8> = "Souza-Mônaco".chars().map(|letter| letter as u8).collect();
        assert!(!search.in_bytes(&latin).is_empty());
        assert!(search.in_text("Souza Silva").iter().all(|hit| hit.form.name.starts_with("half")));
        assert!(search.in_text("Monacan souzas").is_empty());
    }

    #[test]
    fn a_number_inside_a_longer_one_is_no_match() {
        let search = needles(Kind::Mrn, "7692424");
        assert!(search.in_bytes(b"2.25.176924241").is_empty());
        assert_eq!(search.in_bytes(b"id=7692424;").len(), 1);
    }

    #[test]
    fn a_day_is_found_in_a_date_time_but_not_inside_a_number() {
        let search = needles(Kind::Date, "20230511");
        assert_eq!(search.in_text("20230511103000.5").len(), 1);
        assert_eq!(search.in_text("11.05.2023").len(), 1);
        assert!(search.in_text("120230511").is_empty());
    }
}
