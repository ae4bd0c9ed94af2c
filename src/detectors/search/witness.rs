//! What of a value must stand in bytes, if it stands there as text at all.
//!
//! Bytes that are no text hold words in any of a dozen character sets. To read all of them in each set costs fifty times
//! as much as to look for a few letters of each value in each set first.

use crate::detectors::search::engine::Literal;
use crate::detectors::search::engine::SHORTEST;
use crate::detectors::search::fold::fold;
use crate::detectors::search::forms::Reach;
use crate::detectors::search::forms::encoding::in_cases;
use crate::detectors::search::forms::weight;
use crate::detectors::search::needles::Target;
use crate::detectors::search::needles::with_written;
use crate::detectors::search::place::is_readable;
use crate::dicom::value;
use crate::finding::Verdict;
use std::collections::BTreeSet;

/// Letters and digits of a word that is witness enough for all that stands beside it.
const ENOUGH: usize = 5;

/// Patterns of which one at least stands wherever a text of these values does that convicts.
pub fn literals(targets: &[Target]) -> Vec<Literal> {
    let mut found: BTreeSet<Vec<u8>> = BTreeSet::new();
    let forms = targets.iter().flat_map(with_written);
    for form in forms.filter(|form| form.verdict == Verdict::Leaked && form.reach != Reach::Digits) {
        let part = longest_word(&form.text);
        found.insert(fold(part).as_bytes().to_ascii_lowercase());
        let cases = if part.is_ascii() { BTreeSet::new() } else { in_cases(part) };
        for cased in cases {
            found.extend(value::encoded(&cased).into_iter().map(|(bytes, _)| bytes.to_ascii_lowercase()));
            found.insert(cased.into_bytes().to_ascii_lowercase());
        }
    }
    let readable = |bytes: &Vec<u8>| bytes.len() >= SHORTEST && bytes.iter().all(is_readable);
    found.into_iter().filter(readable).map(|bytes| Literal { bytes, exact: false }).collect()
}

/// The longest word of a text, if it is long enough: blanks and what joins words are written in many ways.
fn longest_word(text: &str) -> &str {
    let words = text.split(|sign: char| sign.is_whitespace() || matches!(sign, '-' | '\'' | ',' | '^'));
    words.max_by_key(|word| weight(word)).filter(|word| weight(word) >= ENOUGH).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::Kind;

    fn of(kind: Kind, value: &str) -> Vec<String> {
        let target = Target { kind, value: value.to_owned(), written: Vec::new(), control: false };
        literals(&[target]).iter().map(|literal| String::from_utf8_lossy(&literal.bytes).into_owned()).collect()
    }

    #[test]
    fn a_text_is_witnessed_by_its_longest_word_in_every_set() {
        let found = of(Kind::Address, "12 M\u{f4}nacos Lane, Ohio");
        assert!(found.contains(&"monacos".to_owned()) && found.contains(&"m\u{f4}nacos".to_owned()), "{found:?}");
        let (kind, value) = (Kind::Institution, "M\u{f4}naco".to_owned());
        let literals = literals(&[Target { kind, value, written: Vec::new(), control: false }]);
        assert!(literals.iter().any(|literal| literal.bytes == b"m\xf4naco"));
        assert_eq!(of(Kind::Mrn, "AB-41"), ["ab-41"]);
    }
}
