//! Numbers of people and devices, with other punctuation than planted.

use super::Form;
use super::LONG;
use super::Reach;
use super::whole;
use crate::detectors::search::boundary::Boundary;
use crate::finding::Verdict;
use crate::truth::Kind;

/// The ASCII digits of a text.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

pub fn forms(kind: Kind, value: &str) -> Vec<Form> {
    let mut forms = vec![whole(value)];
    if kind == Kind::Url {
        let bare = value.split_once("://").map(|(_, rest)| rest);
        forms.extend(bare.map(|bare| Form { name: "without its scheme", ..whole(bare) }));
    }
    if kind == Kind::Email {
        // The site is that of many people.
        let handle = value.split_once('@').map(|(handle, _)| handle).filter(|handle| handle.len() >= LONG);
        forms.extend(handle.map(|handle| Form { name: "before the @", ..whole(handle) }));
    }
    let compact: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    if !matches!(kind, Kind::Url | Kind::Email) && compact != value && compact.len() >= super::BYTES {
        forms.push(Form { name: "other punctuation", ..whole(&compact) });
    }
    let digits = digits(value);
    if digits.len() >= LONG {
        forms.push(Form::leaked(digits.clone(), "other punctuation", Boundary::Digits, Reach::Digits));
        if digits != value && digits != compact {
            forms.push(Form::leaked(digits.clone(), "digits alone", Boundary::Digits, Reach::Bytes));
        }
    }
    if kind == Kind::Phone {
        phone_forms(&digits, &mut forms);
    }
    forms
}

/// The trunk zero goes where the country code is written; without the area code a part is left.
fn phone_forms(digits: &str, forms: &mut Vec<Form>) {
    if let Some(short) = digits.strip_prefix('0')
        && short.len() >= LONG
    {
        forms.push(Form::leaked(short, "with a country code", Boundary::Digits, Reach::Digits));
    }
    if let Some(local) = digits.get(3..).filter(|local| digits.len() == 10 && local.len() == LONG) {
        let verdict = Verdict::Partial;
        let (name, boundary, reach) = ("without the area code", Boundary::Digits, Reach::Digits);
        forms.push(Form { text: local.to_owned(), name, verdict, boundary, reach });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(kind: Kind, value: &str) -> Vec<String> {
        forms(kind, value).into_iter().map(|form| form.text).collect()
    }

    #[test]
    fn a_number_is_sought_without_letters_and_signs() {
        assert!(texts(Kind::Accession, "RAD492834712").contains(&"492834712".to_owned()));
        assert!(texts(Kind::OtherPatientId, "P-41234567").contains(&"P41234567".to_owned()));
        assert!(texts(Kind::Phone, "01 99 00 12 34").contains(&"199001234".to_owned()));
    }
}
