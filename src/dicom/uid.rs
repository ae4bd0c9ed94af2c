//! Unique identifiers made from a stream, and the rules that any UID must follow.

use rand::Rng;

/// A new UID below 2.25, the root for UUIDs (PS3.5 §B.2): at most 44 characters.
pub fn new(stream: &mut impl Rng) -> String {
    let high = u128::from(stream.next_u64());
    let random = high << 64 | u128::from(stream.next_u64());
    // Version 4 and variant 1 of RFC 9562, so that the number is a UUID as the root promises.
    let uuid = random & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    format!("2.25.{uuid}")
}

/// Whether a text is a valid UID: at most 64 characters, numbers between dots, no leading zeros (PS3.5 §9.1).
pub fn is_valid(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.split('.').count() >= 2
        && text.split('.').all(|part| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && (part.len() == 1 || !part.starts_with('0'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn new_uids_are_valid_and_differ() {
        let mut stream = Seed(1).stream(&["uid"]);
        let (one, two) = (new(&mut stream), new(&mut stream));
        assert!(is_valid(&one) && is_valid(&two) && one != two);
    }

    #[test]
    fn broken_uids_are_told_apart() {
        for text in ["", "1", "1.", "1.02", "1.2.x", &"1.".repeat(40)] {
            assert!(!is_valid(text), "{text}");
        }
        assert!(is_valid("1.2.840.10008.1.2.1"));
    }
}
