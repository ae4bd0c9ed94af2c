//! The forms in which a planted value counts as found.

use crate::finding::Verdict;
use crate::truth::Kind;

/// What may stand beside a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// Anything: the value is long enough by itself.
    Free,
    /// No digit on the left.
    DigitLeft,
    /// No digit on either side.
    Digits,
    /// No letter or digit on either side.
    Word,
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
    /// Too short or common for raw bytes: looked for in decoded text alone.
    pub text_only: bool,
}

/// Letters or digits from which on a value is searched without regard to what stands beside it.
const LONG: usize = 7;

/// Every form of a value.
pub fn forms(kind: Kind, value: &str) -> Vec<Form> {
    let mut forms = match kind {
        Kind::PersonName | Kind::RelativeName | Kind::Staff => name_forms(value),
        Kind::BirthDate | Kind::Date => date_forms(value),
        _ => vec![whole(value)],
    };
    forms.retain(|form| form.text.chars().filter(|letter| letter.is_alphanumeric()).count() >= 3);
    forms
}

/// The value as it is.
fn whole(value: &str) -> Form {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let letters = value.chars().filter(|letter| letter.is_alphabetic()).count();
    let boundary = if digits >= LONG && letters == 0 {
        Boundary::Digits
    } else if letters + digits >= 2 * LONG {
        Boundary::Free
    } else {
        Boundary::Word
    };
    let text_only = letters + digits < LONG - 1;
    Form { text: value.to_owned(), name: "value", verdict: Verdict::Leaked, boundary, text_only }
}

/// A name leaks by its family name alone, whatever stands around it and in whatever order; a part of it is partial.
fn name_forms(value: &str) -> Vec<Form> {
    let mut components = value.split('=').next().unwrap_or_default().split('^');
    let family = components.next().unwrap_or_default().trim();
    let given = components.next().unwrap_or_default().trim();
    let mut forms = Vec::new();
    let halves: Vec<&str> = family.split(['-', ' ']).filter(|half| half.chars().count() >= 4).collect();
    // The joint of a double name is written in every way: hyphen, blank, underscore, or nothing at all.
    let joints = if halves.len() == 2 { vec!["-", " ", "_", ""] } else { vec![] };
    let mut families: Vec<String> = joints.into_iter().map(|joint| halves.join(joint)).collect();
    if !families.iter().any(|known| known == family) {
        families.push(family.to_owned());
    }
    for text in families {
        let long = text.chars().count() >= LONG;
        let boundary = if long { Boundary::Free } else { Boundary::Word };
        forms.push(Form { text, name: "family name", verdict: Verdict::Leaked, boundary, text_only: !long });
    }
    let parts = halves.iter().filter(|half| **half != family).map(|half| (*half, "half of the family name"));
    let given = (given.chars().count() >= 4).then_some((given, "given name"));
    for (part, name) in parts.chain(given) {
        let (text, verdict) = (part.to_owned(), Verdict::Partial);
        forms.push(Form { text, name, verdict, boundary: Boundary::Word, text_only: true });
    }
    forms
}

/// The usual ways to write a day.
fn date_forms(value: &str) -> Vec<Form> {
    let digits: String = value.chars().filter(char::is_ascii_digit).take(8).collect();
    let (Some(year), Some(month), Some(day)) = (digits.get(..4), digits.get(4..6), digits.get(6..8)) else {
        return vec![whole(value)];
    };
    let plain = format!("{year}{month}{day}");
    let mut forms = vec![Form {
        text: plain,
        name: "value",
        verdict: Verdict::Leaked,
        // A date-time goes on with digits.
        boundary: Boundary::DigitLeft,
        text_only: false,
    }];
    for separator in ["-", ".", "/"] {
        let orders = [[year, month, day], [day, month, year], [month, day, year]];
        forms.extend(orders.iter().map(|order| Form {
            text: order.join(separator),
            name: "date format",
            verdict: Verdict::Leaked,
            boundary: Boundary::Digits,
            text_only: false,
        }));
    }
    forms
}

/// Lower case, without the marks of Latin letters: `Mônica` and `MONICA` become the same.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{c0}'..='\u{24f}' => match deunicode::deunicode_char(letter) {
                Some(plain) => folded.push_str(&plain.to_lowercase()),
                None => folded.extend(letter.to_lowercase()),
            },
            // A combining mark after its letter.
            '\u{300}'..='\u{36f}' => {}
            _ => folded.extend(letter.to_lowercase()),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(kind: Kind, value: &str) -> Vec<String> {
        forms(kind, value).into_iter().map(|form| form.text).collect()
    }

    #[test]
    fn a_double_name_is_sought_with_every_joint_and_by_its_halves() {
        let forms = texts(Kind::PersonName, "Okafor-Lindqvist^Anna^M");
        for wanted in ["Okafor-Lindqvist", "Okafor Lindqvist", "OkaforLindqvist", "Okafor", "Lindqvist", "Anna"] {
            assert!(forms.contains(&wanted.to_owned()), "{wanted} in {forms:?}");
        }
        assert!(!forms.contains(&"M".to_owned()));
    }

    #[test]
    fn a_day_is_sought_in_the_usual_formats() {
        let forms = texts(Kind::BirthDate, "19610203");
        for wanted in ["19610203", "1961-02-03", "03.02.1961", "02/03/1961"] {
            assert!(forms.contains(&wanted.to_owned()), "{wanted} in {forms:?}");
        }
    }

    #[test]
    fn folding_takes_case_and_marks() {
        assert_eq!(fold("MÔNICA Łuß"), fold("mo\u{302}nica luss"));
        assert_eq!(fold("京都"), "京都");
    }
}
