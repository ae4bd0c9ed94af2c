//! Numbers as people read them, and lines of prose.

use crate::report::paint::Role;
use crate::report::paint::takes_room;

/// Columns of the terminal that every report fits into.
pub(super) const WIDTH: usize = 100;

/// `3 of 9`.
pub(in crate::report) fn of(part: u64, whole: u64) -> String {
    format!("{part} of {whole}")
}

/// A share as a percentage with one decimal. What is not nothing never reads `0.0 %`, nor what is not all `100.0 %`.
pub(in crate::report) fn percent(share: f64) -> String {
    match share * 100.0 {
        small if small > 0.0 && small < 0.05 => "under 0.1 %".to_owned(),
        large if (99.95..100.0).contains(&large) => "over 99.9 %".to_owned(),
        other => format!("{other:.1} %"),
    }
}

/// `part / whole` as a percentage, or a dash where there is nothing to divide by.
pub(in crate::report) fn share(part: u64, whole: u64) -> String {
    if whole == 0 { "–".to_owned() } else { percent(part as f64 / whole as f64) }
}

/// `1 file`, `3 files`.
pub(in crate::report) fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A number that is coloured where it is not zero.
pub(super) fn flagged(number: u64, role: Role) -> String {
    if number == 0 { Role::Dim.of("0") } else { role.of(number.to_string()) }
}

/// The first `most` letters, where there are more.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

/// A time in the largest two units.
pub(in crate::report) fn time(seconds: f64) -> String {
    let whole = seconds.round();
    if seconds < 100.0 {
        format!("{seconds:.1} s")
    } else if whole < 3600.0 {
        format!("{} min {} s", (whole / 60.0).floor(), whole % 60.0)
    } else {
        format!("{} h {} min", (whole / 3600.0).floor(), (whole % 3600.0 / 60.0).floor())
    }
}

/// An amount of memory.
pub(in crate::report) fn memory(bytes: u64) -> String {
    let mebibytes = bytes as f64 / 1_048_576.0;
    if mebibytes < 1024.0 { format!("{mebibytes:.0} MiB") } else { format!("{:.1} GiB", mebibytes / 1024.0) }
}

/// A whole number in groups of three digits.
pub(in crate::report) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A sentence in lines of the report's width.
pub(in crate::report) fn sentence(text: &str) -> String {
    wrapped("", text)
}

/// A remark below a table, in line with its text.
pub(in crate::report) fn remark(text: &str) -> String {
    wrapped(" ", text)
}

/// Prose in lines of the report's width after `lead`; lines after the first are indented by two columns more.
fn wrapped(lead: &str, text: &str) -> String {
    let indent = lead.len() + 2;
    let mut out = lead.to_owned();
    let mut used = lead.len();
    for (number, word) in text.split(' ').enumerate() {
        let width = word.chars().filter(|letter| takes_room(*letter)).count();
        if number > 0 && used + 1 + width > WIDTH {
            used = turn(&mut out, indent);
        } else if number > 0 {
            out.push(' ');
            used += 1;
        }
        for letter in word.chars() {
            if takes_room(letter) {
                // A word that fits into no line is cut.
                if used == WIDTH {
                    used = turn(&mut out, indent);
                }
                used += 1;
            }
            out.push(letter);
        }
    }
    out.push('\n');
    out
}

/// Starts another line, and says how much of it is used.
fn turn(out: &mut String, indent: usize) -> usize {
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    indent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_is_not_nothing_never_reads_as_nothing() {
        for (share, text) in [
            (0.0, "0.0 %"),
            (0.0001, "under 0.1 %"),
            (0.0006, "0.1 %"),
            (1.0 / 3.0, "33.3 %"),
            (0.9994, "99.9 %"),
            (0.9999, "over 99.9 %"),
            (1.0, "100.0 %"),
        ] {
            assert_eq!(percent(share), text);
        }
        assert_eq!(share(0, 0), "–");
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([3.21, 99.96, 119.6, 3725.0].map(time), ["3.2 s", "100.0 s", "2 min 0 s", "1 h 2 min"]);
        assert_eq!([1 << 20, 3 << 29].map(memory), ["1 MiB", "1.5 GiB"]);
        assert_eq!([count(1, "file"), count(0, "file")], ["1 file", "0 files"]);
    }

    #[test]
    fn prose_stays_within_the_width_and_loses_no_letter() {
        let text = format!("{} {}", "word ".repeat(40).trim_end(), "x".repeat(230));
        let wrapped = remark(&text);
        assert!(wrapped.lines().all(|line| line.chars().count() <= WIDTH));
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
        assert_eq!(letters(&wrapped), letters(&text));
    }
}
