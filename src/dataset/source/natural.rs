//! The order in which people expect numbered files: `frame_2` before `frame_10`.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Compares two names, runs of digits by their number and everything else by character.
///
/// Names that differ only in leading zeros stand in the order of their bytes, so the order is total.
pub fn compare(one: &str, two: &str) -> Ordering {
    let (mut left, mut right) = (one.chars().peekable(), two.chars().peekable());
    loop {
        let order = match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return one.cmp(two),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => {
                let (a, b) = (digits(&mut left), digits(&mut right));
                // Without leading zeros the longer number is the larger one, however long it is.
                a.len().cmp(&b.len()).then_with(|| a.cmp(&b))
            }
            (Some(a), Some(b)) => {
                left.next();
                right.next();
                a.cmp(&b)
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Takes a run of digits off the front; gives it without leading zeros.
fn digits(characters: &mut Peekable<Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(digit) = characters.next_if(char::is_ascii_digit) {
        if !(run.is_empty() && digit == '0') {
            run.push(digit);
        }
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_numbers_of_any_length() {
        let mut names = ["f10.png", "f2.png", "f002.png", "f1.png", "f", "g1", "f99999999999999999999999.png", "f2b"];
        names.sort_by(|one, two| compare(one, two));
        let expected = ["f", "f1.png", "f002.png", "f2.png", "f2b", "f10.png", "f99999999999999999999999.png", "g1"];
        assert_eq!(names, expected);
    }

    #[test]
    fn only_the_same_name_is_equal() {
        assert_eq!(compare("a01", "a01"), Ordering::Equal);
        assert_ne!(compare("a01", "a1"), Ordering::Equal);
        assert_eq!(compare("a01", "a1"), compare("a1", "a01").reverse());
    }
}
