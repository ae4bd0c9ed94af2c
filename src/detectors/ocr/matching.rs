//! Whether text that was read is a planted value.

use deunicode::deunicode;
use strsim::normalized_levenshtein;

/// Fewer characters than this are read by chance.
const SHORTEST: usize = 5;

/// What of a value was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The family name of a person.
    FamilyName,
}

/// How well text that was read fits a planted value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// What of the value stands in the text; `None` where it is not the value.
    pub part: Option<Part>,
    /// Likeness of the folded text and value, 0 to 1.
    pub similarity: f64,
}

/// Compares `text` with a value as it is written in the picture. `is_person` allows the family name alone.
///
/// Both are folded: case, accents, marks and blanks are dropped, and characters that readers confuse are one. After that the
/// value must stand in the text letter by letter, so what is merely alike never counts.
pub fn compare(text: &str, written: &str, is_person: bool) -> Match {
    let (read, value) = (folded(text), folded(written));
    let similarity = if read.is_empty() { 0.0 } else { normalized_levenshtein(&read, &value) };
    let holds = |part: &str| part.chars().count() >= SHORTEST && read.contains(part);
    let family = || written.split([',', '^']).next().map(folded).filter(|family| *family != value);
    let part = if holds(&value) {
        Some(Part::Whole)
    } else {
        (is_person && written.contains([',', '^']) && family().is_some_and(|family| holds(&family)))
            .then_some(Part::FamilyName)
    };
    Match { part, similarity }
}

/// Letters and digits, with those that readers confuse as one.
fn folded(text: &str) -> String {
    let plain = deunicode(text);
    plain
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| confused(character.to_ascii_uppercase()))
        .collect()
}

fn confused(character: char) -> char {
    match character {
        'I' | 'L' => '1',
        'O' | 'Q' => '0',
        'S' => '5',
        'B' => '8',
        'Z' => '2',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, written: &str, is_person: bool) -> Option<Part> {
        compare(text, written, is_person).part
    }

    #[test]
    fn the_value_counts_whatever_case_accents_and_confused_characters() {
        assert_eq!(part(" lD: 48O1 553\n", "4801553", false), Some(Part::Whole));
        assert_eq!(part("okafor-lindqvist, ada", "OKAFOR-LINDQVIST, ADA", true), Some(Part::Whole));
        assert_eq!(part("Muller, Jorg", "Müller, Jörg", true), Some(Part::Whole));
        assert_eq!(part("OKAFOR-LINDOVIST. AD4", "OKAFOR-LINDQVIST, ADA", true), Some(Part::FamilyName));
    }

    #[test]
    fn what_is_merely_alike_or_too_short_never_counts() {
        assert_eq!(part("48O1 554", "4801553", false), None);
        assert_eq!(part("OKAFOR", "OKAFOR-LINDQVIST, ADA", true), None);
        assert_eq!(part("OKAFOR-LINDQVIST", "OKAFOR-LINDQVIST, ADA", false), None);
        assert_eq!(part("a 12 b", "12", false), None);
        assert_eq!(part("", "4801553", false), None);
        let alike = compare("4801554", "4801553", false).similarity;
        assert!(alike > 0.8 && alike < 1.0);
    }
}
