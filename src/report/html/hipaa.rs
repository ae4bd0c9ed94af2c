//! The list of 45 CFR 164.514(b)(2)(i).

/// The identifiers of the Safe Harbor method in a few words each, by letter.
const LETTERS: &[(&str, &str)] = &[
    ("A", "names"),
    ("B", "places smaller than a state"),
    ("C", "dates, and ages over 89"),
    ("D", "telephone numbers"),
    ("E", "fax numbers"),
    ("F", "e-mail addresses"),
    ("G", "social security numbers"),
    ("H", "medical record numbers"),
    ("I", "health plan numbers"),
    ("J", "account numbers"),
    ("K", "certificate and licence numbers"),
    ("L", "vehicle identifiers"),
    ("M", "device identifiers"),
    ("N", "web addresses"),
    ("O", "IP addresses"),
    ("P", "biometric identifiers"),
    ("Q", "full-face photographs"),
    ("R", "any other unique number or code"),
];

/// The letter with what it stands for.
pub(super) fn named(letter: &str) -> String {
    match LETTERS.iter().find(|(known, _)| *known == letter) {
        Some((_, words)) => format!("{letter}: {words}"),
        None => letter.to_owned(),
    }
}
