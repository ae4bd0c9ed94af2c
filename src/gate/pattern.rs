//! Which findings a waiver covers: `trap=preamble kind=person-name`, all of which must fit; `*` stands for anything.

use crate::finding::Finding;
use std::str::FromStr;

/// What can be asked for, in the words of `findings.csv`.
const KEYS: [&str; 10] =
    ["trap", "surface", "kind", "patient", "instance", "plant", "detector", "form", "seen-at", "verdict"];

/// Terms that a finding must fit, all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<(&'static str, String)>);

impl FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut terms = Vec::new();
        for term in text.split_whitespace() {
            let (key, value) = term.split_once('=').ok_or_else(|| {
                format!("`{term}` is no KEY=VALUE; write for example `trap=preamble kind=person-name`")
            })?;
            let known = KEYS.iter().find(|known| **known == key);
            let key = known.ok_or_else(|| format!("`{key}` is not one of {}", KEYS.join(", ")))?;
            terms.push((*key, value.to_owned()));
        }
        // A waiver for everything would switch the gate off, and that is what level = "off" is for.
        if terms.iter().all(|(_, value)| value.chars().all(|letter| letter == '*')) {
            return Err(format!("it covers everything; name one of {}", KEYS.join(", ")));
        }
        Ok(Self(terms))
    }
}

impl Pattern {
    /// Whether the finding fits.
    pub(super) fn fits(&self, finding: &Finding) -> bool {
        self.0.iter().all(|(key, value)| {
            let cell = match *key {
                "trap" => finding.trap.as_str(),
                "surface" => finding.surface.map_or("", |surface| surface.word()),
                "kind" => finding.kind.map_or("", |kind| kind.word()),
                "patient" => &finding.patient,
                "instance" => &finding.instance,
                "plant" => &finding.plant,
                "detector" => &finding.detector,
                "form" => &finding.form,
                "seen-at" => &finding.seen_at,
                "verdict" => finding.verdict.map_or("", |verdict| verdict.word()),
                _ => return false,
            };
            glob(value, cell)
        })
    }
}

/// Whether `text` is `pattern`, in which each `*` stands for any letters or none.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    // Without a star the beginning is the whole.
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything_and_nothing_else_does() {
        for (pattern, text) in [
            ("preamble", "preamble"),
            ("*", ""),
            ("a*", "abc"),
            ("*c", "abc"),
            ("a*c", "ac"),
            ("*b*", "abc"),
            ("a*b*c", "aXbYc"),
        ] {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("preamble", "preambles"), ("a*c", "abcd"), ("*b", "abc"), ("a*a", "a"), ("", "a"), ("a?c", "abc")]
        {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_wrong_word_is_answered_with_the_right_ones() {
        assert!("traps=preamble".parse::<Pattern>().unwrap_err().contains("trap, surface, kind"));
        assert!("preamble".parse::<Pattern>().unwrap_err().contains("KEY=VALUE"));
        for everything in ["", "  ", "trap=*", "trap=* kind=**"] {
            assert!(everything.parse::<Pattern>().unwrap_err().contains("everything"), "{everything}");
        }
    }
}
