//! Numbers from a stream, and numbers as DICOM text.

use crate::seed::Stream;
use rand::Rng;

/// A whole number from `low` to `high`, both possible.
pub(super) fn whole(stream: &mut Stream, low: u32, high: u32) -> u32 {
    low + stream.next_u32() % (high.saturating_sub(low) + 1)
}

/// One of `choices`, which must not be empty.
pub(super) fn choose<T: Copy>(stream: &mut Stream, choices: &[T]) -> Option<T> {
    let last = u32::try_from(choices.len()).unwrap_or(u32::MAX).saturating_sub(1);
    choices.get(whole(stream, 0, last) as usize).copied()
}

/// A decimal string of at most 16 characters (PS3.5 §6.2), with up to eight digits after the point; for values below a million.
pub(super) fn decimal(value: f64) -> String {
    let text = format!("{value:.8}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Several decimal strings, joined by backslashes.
pub(super) fn decimals(values: &[f64]) -> String {
    values.iter().map(|value| decimal(*value)).collect::<Vec<_>>().join("\\")
}

/// A time `HHMMSS` moved on by some seconds, at most to the end of the day. A text of another form stays as it is.
pub(super) fn later(time: &str, seconds: u32) -> String {
    let part = |first: usize| time.get(first..first + 2).and_then(|digits| digits.parse::<u32>().ok());
    let (6, Some(hours), Some(minutes), Some(rest)) = (time.len(), part(0), part(2), part(4)) else {
        return time.to_owned();
    };
    let total = (hours * 3600 + minutes * 60 + rest + seconds).min(24 * 3600 - 1);
    format!("{:02}{:02}{:02}", total / 3600, total / 60 % 60, total % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_strings_are_short_and_plain() {
        assert_eq!(decimals(&[0.0, -0.0, 0.8203125, -1024.0, 1.0 / 3.0]), "0\\0\\0.8203125\\-1024\\0.33333333");
        assert_eq!(decimal(-123_456.123_456_789).len(), 16);
    }

    #[test]
    fn time_moves_on_but_not_past_midnight() {
        assert_eq!(later("095958", 65), "100103");
        assert_eq!(later("235900", 600), "235959");
        assert_eq!(later("0900", 5), "0900");
    }
}
