//! Format and length of values by their representation (PS3.5 §6.2).

use crate::detectors::conformance::Breach;
use crate::dicom::VR;
use crate::dicom::scan::Scan;
use crate::dicom::uid;
use crate::dicom::value;
use jiff::civil::Date;

/// Longer values are not read as text here; no representation with a rule allows them.
const LONGEST: usize = 1 << 16;

/// Every value of the data set.
pub fn check(scan: &Scan, found: &mut Vec<Breach>) {
    let characters = value::character_set(scan);
    for element in &scan.elements {
        let bytes = scan.value(element);
        if bytes.len() % 2 == 1 {
            found.push(Breach::new(&element.path, "the value has an odd length"));
        }
        let size = size_of(element.vr);
        if !bytes.len().is_multiple_of(size) {
            let text = format!("the length is no multiple of {size}, as {} needs", element.vr);
            found.push(Breach::new(&element.path, text));
        }
        if !value::is_text(element.vr) || bytes.is_empty() {
            continue;
        }
        if bytes.len() > LONGEST {
            if !matches!(element.vr, VR::UT | VR::UC | VR::UR) && most(element.vr).is_some() {
                found.push(Breach::new(&element.path, too_long(element.vr)));
            }
            continue;
        }
        let text = value::decode(bytes, &characters);
        if let Some(wrong) = breach(element.vr, text.trim_end_matches([' ', '\0'])) {
            found.push(Breach::new(&element.path, wrong));
        }
    }
}

/// What is wrong with a text of one or more values, if anything. Padding at its end is taken off before.
pub fn breach(vr: VR, text: &str) -> Option<String> {
    if matches!(vr, VR::ST | VR::LT | VR::UT | VR::UR) {
        return one(vr, text);
    }
    text.split('\\').find_map(|value| one(vr, value))
}

fn one(vr: VR, value: &str) -> Option<String> {
    let plain = value.trim_matches(' ');
    if plain.is_empty() {
        return None;
    }
    let fits = match vr {
        VR::AE => value.chars().all(|letter| matches!(letter, ' '..='~')),
        VR::AS => is_age(plain),
        VR::CS => plain.chars().all(|letter| matches!(letter, 'A'..='Z' | '0'..='9' | ' ' | '_')),
        VR::DA => is_date(plain),
        VR::TM => is_time(plain),
        VR::DT => is_date_time(plain),
        VR::DS => plain.parse::<f64>().is_ok_and(f64::is_finite) && is_of(plain, "+-.eE"),
        VR::IS => plain.parse::<i32>().is_ok(),
        VR::UI => uid::is_valid(plain),
        VR::PN => plain.split('=').count() <= 3 && plain.split('=').all(|group| group.split('^').count() <= 5),
        _ => true,
    };
    if !fits {
        return Some(format!("the value does not fit {vr}"));
    }
    let counted = match vr {
        VR::PN => plain.split('=').map(|group| group.chars().count()).max().unwrap_or(0),
        // Leading blanks of text count, those of numbers and codes do too.
        _ => value.trim_end_matches(' ').chars().count(),
    };
    if most(vr).is_some_and(|most| counted > most) {
        return Some(too_long(vr));
    }
    let one_line = matches!(vr, VR::SH | VR::LO | VR::PN | VR::UC | VR::UR);
    let breaks = |letter: char| letter.is_control() && letter != '\u{1b}';
    (one_line && value.chars().any(breaks)).then(|| format!("a control character stands in {vr}"))
}

fn too_long(vr: VR) -> String {
    format!("the value is longer than {vr} allows")
}

/// Most characters of one value (of one component group of a name); `None` where there is no limit.
fn most(vr: VR) -> Option<usize> {
    Some(match vr {
        VR::AE | VR::CS | VR::DS | VR::SH => 16,
        VR::AS => 4,
        VR::DA => 8,
        VR::IS => 12,
        VR::TM => 14,
        VR::DT => 26,
        VR::LO | VR::UI | VR::PN => 64,
        VR::ST => 1024,
        VR::LT => 10_240,
        _ => return None,
    })
}

/// Bytes of one value of a binary representation; 1 where any number of bytes will do.
fn size_of(vr: VR) -> usize {
    match vr {
        VR::US | VR::SS | VR::OW => 2,
        VR::UL | VR::SL | VR::FL | VR::AT | VR::OF | VR::OL => 4,
        VR::FD | VR::OD | VR::SV | VR::UV | VR::OV => 8,
        _ => 1,
    }
}

fn is_of(text: &str, others: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_digit() || others.contains(letter))
}

fn is_age(text: &str) -> bool {
    let digits = text.strip_suffix(['D', 'W', 'M', 'Y']).unwrap_or_default();
    digits.len() == 3 && is_of(digits, "")
}

fn number(text: &str) -> Option<i16> {
    if is_of(text, "") { text.parse().ok() } else { None }
}

fn is_date(text: &str) -> bool {
    let parts = || Some((number(text.get(..4)?)?, number(text.get(4..6)?)?, number(text.get(6..8)?)?));
    text.len() == 8
        && parts().is_some_and(|(year, month, day)| {
            let small = |part: i16| i8::try_from(part).ok();
            small(month).zip(small(day)).is_some_and(|(month, day)| Date::new(year, month, day).is_ok())
        })
}

/// `HH`, `HHMM`, `HHMMSS` or `HHMMSS.F` with up to six digits of a second.
fn is_time(text: &str) -> bool {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let below = |from: usize, limit: i16| match clock.get(from..from + 2) {
        None => clock.len() <= from,
        Some(part) => number(part).is_some_and(|part| part < limit),
    };
    let whole = matches!(clock.len(), 2 | 4 | 6) && below(0, 24) && below(2, 60) && below(4, 61);
    let rest = fraction.is_none_or(|digits| clock.len() == 6 && (1..=6).contains(&digits.len()) && is_of(digits, ""));
    whole && rest
}

/// `YYYY[MM[DD[HH[MM[SS[.F]]]]]]` and an offset such as `+0100`.
fn is_date_time(text: &str) -> bool {
    let (moment, offset) = match text.rfind(['+', '-']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    };
    let day = moment.get(..moment.len().min(8)).unwrap_or_default();
    let day_fits = match day.len() {
        4 => number(day).is_some(),
        6 => is_date(&format!("{day}01")),
        8 => is_date(day),
        _ => false,
    };
    let time = moment.get(8..).unwrap_or_default();
    day_fits && (time.is_empty() || is_time(time)) && offset.is_none_or(|offset| offset.len() == 4 && is_time(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &[(VR, &str)] = &[
        (VR::AE, "STORE_SCP"),
        (VR::AS, "092Y"),
        (VR::CS, "ORIGINAL\\PRIMARY"),
        (VR::CS, "FOR PRESENTATION"),
        (VR::DA, "20240229"),
        (VR::DA, ""),
        (VR::TM, "10"),
        (VR::TM, "235960.123456"),
        (VR::DT, "2024"),
        (VR::DT, "20240229101112.5+0100"),
        (VR::DS, "-1.5e-3\\+2"),
        (VR::IS, " 12"),
        (VR::UI, "1.2.840.10008.1.2\\2.25.1"),
        (VR::PN, "Doe^Jane^^^=山田^太郎=やまだ^たろう"),
        (VR::LO, "Grüße"),
        (VR::ST, "two\r\nlines \\ and a backslash"),
        (VR::UR, "https://example.org/a?b=c"),
    ];

    const WRONG: &[(VR, &str)] = &[
        (VR::AS, "92Y"),
        (VR::AS, "092J"),
        (VR::CS, "lower"),
        (VR::CS, "A-B"),
        (VR::CS, "ABCDEFGHIJKLMNOPQ"),
        (VR::DA, "20230229"),
        (VR::DA, "2024-01-01"),
        (VR::DA, "00000000"),
        (VR::DA, "REMOVED"),
        (VR::TM, "24"),
        (VR::TM, "10:11"),
        (VR::TM, "1011.5"),
        (VR::DT, "20241301"),
        (VR::DT, "20240101+1"),
        (VR::DS, "abc"),
        (VR::DS, "inf"),
        (VR::DS, "1.23456789012345678"),
        (VR::IS, "1.0"),
        (VR::IS, "99999999999"),
        (VR::UI, "1.2.x"),
        (VR::UI, "1.02"),
        (VR::SH, "seventeen letters"),
        (VR::LO, "two\nlines"),
        (VR::PN, "a^b^c^d^e^f"),
    ];

    #[test]
    fn values_that_fit_pass_and_others_are_named() {
        for (vr, text) in RIGHT {
            assert_eq!(breach(*vr, text), None, "{vr} {text}");
        }
        for (vr, text) in WRONG {
            assert!(breach(*vr, text).is_some(), "{vr} {text}");
        }
    }

    #[test]
    fn lengths_are_counted_in_letters_and_names_by_component_group() {
        assert_eq!(breach(VR::SH, &"ä".repeat(16)), None);
        assert!(breach(VR::SH, &"ä".repeat(17)).is_some());
        let group = "x".repeat(64);
        assert_eq!(breach(VR::PN, &format!("{group}={group}={group}")), None);
        assert!(breach(VR::PN, &"x".repeat(65)).is_some());
        assert_eq!(breach(VR::LO, &format!("{group}\\{group}")), None);
    }
}
