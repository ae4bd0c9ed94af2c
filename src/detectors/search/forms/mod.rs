//! The forms in which a planted value counts as found anywhere in a file.
//!
//! What is too weak to accuse anywhere, as initials or a year, is in `home`: looked for at the plant's own place alone.

mod date;
pub mod digest;
pub mod encoding;
mod name;
mod number;

use crate::detectors::search::boundary::Boundary;
use crate::detectors::search::boundary::is_ideographic;
use crate::finding::Verdict;
use crate::truth::Kind;
pub use date::Day;
pub use name::Name;
pub use number::digits;

/// Where a form is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// In every byte, and in decoded text.
    Bytes,
    /// In decoded text alone: too short or common for raw bytes.
    Text,
    /// In the digits of decoded text, without the signs between them.
    Digits,
}

/// One text that convicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The text, as people would write it.
    pub text: String,
    /// What the form is called in findings.
    pub name: &'static str,
    /// How bad a match is.
    pub verdict: Verdict,
    /// What may stand beside it.
    pub boundary: Boundary,
    /// Where it is looked for.
    pub reach: Reach,
}

impl Form {
    fn leaked(text: impl Into<String>, name: &'static str, boundary: Boundary, reach: Reach) -> Self {
        Self { text: text.into(), name, verdict: Verdict::Leaked, boundary, reach }
    }

    fn partial(text: impl Into<String>, name: &'static str) -> Self {
        Self { text: text.into(), name, verdict: Verdict::Partial, boundary: Boundary::Word, reach: Reach::Text }
    }
}

/// Letters or digits from which on a number is searched without regard to letters beside it.
const LONG: usize = 7;
/// Letters or digits from which on a value is searched in raw bytes.
const BYTES: usize = 6;
/// Letters or digits of the shortest form that is looked for everywhere; ideographs count twice.
const SHORTEST: usize = 3;

/// Every form of a value, the worst first.
pub fn forms(kind: Kind, value: &str) -> Vec<Form> {
    let mut forms = match kind {
        Kind::PersonName | Kind::RelativeName | Kind::Staff => name::forms(value),
        Kind::BirthDate | Kind::Date => date::forms(value),
        // Too common to mean anything elsewhere.
        Kind::Time | Kind::Age => Vec::new(),
        Kind::Uid => vec![Form::leaked(value, "value", Boundary::Uid, Reach::Bytes)],
        Kind::Address | Kind::Institution => address_forms(value),
        Kind::Description => vec![whole(value)],
        _ => number::forms(kind, value),
    };
    forms.retain(|form| weight(&form.text) >= SHORTEST);
    forms
}

/// Letters and digits; an ideograph says as much as two.
pub fn weight(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphanumeric()).map(|letter| 1 + usize::from(is_ideographic(letter))).sum()
}

/// The value as it is.
pub fn whole(value: &str) -> Form {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let letters = value.chars().filter(|letter| letter.is_alphabetic()).count();
    let boundary = match (digits, letters) {
        (LONG.., 0) => Boundary::Digits,
        (_, 0) => Boundary::Number,
        _ if letters + digits >= 2 * LONG => Boundary::Free,
        _ => Boundary::Word,
    };
    let reach = if weight(value) >= BYTES { Reach::Bytes } else { Reach::Text };
    Form::leaked(value, "value", boundary, reach)
}

/// An address leaks by its first line: street and house.
fn address_forms(value: &str) -> Vec<Form> {
    let mut forms = vec![whole(value)];
    if let Some((street, _)) = value.split_once([',', '^', '\\', '\n'])
        && street.contains(|letter: char| letter.is_ascii_digit())
        && weight(street) >= LONG
    {
        forms.push(Form { name: "first line", ..whole(street.trim()) });
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(kind: Kind, value: &str) -> Vec<String> {
        forms(kind, value).into_iter().map(|form| form.text).collect()
    }

    #[test]
    fn an_address_is_sought_by_its_street() {
        assert!(
            texts(Kind::Address, "4114 Nemeth Street, Port Osei, Ohio 48201").contains(&"4114 Nemeth Street".into())
        );
    }

    #[test]
    fn what_is_common_is_sought_nowhere_but_at_home() {
        assert!(texts(Kind::Age, "045Y").is_empty());
        assert!(texts(Kind::Time, "093015").is_empty());
    }
}
