//! The ways to write a value.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use deidbench::finding::Verdict;
use deidbench::truth::Kind;
use md5::Md5;
use sha1::Sha1;
use sha2::Digest;
use sha2::Sha256;

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A day in one of the usual formats.
fn day(value: &str, form: usize) -> String {
    let (year, month, day) = (&value[..4], &value[4..6], &value[6..]);
    let short = |part: &str| part.trim_start_matches('0').to_owned();
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let name = names[month.parse::<usize>().expect("a month") - 1];
    [
        format!("{year}-{month}-{day}"),
        format!("{day}.{month}.{year}"),
        format!("{}.{}.{year}", short(day), short(month)),
        format!("{month}/{day}/{year}"),
        format!("{year}{month}{day}103000.000000+0100"),
        format!("{}-{}-{year}", day, name.to_uppercase()),
        format!("{name} {}, {year}", short(day)),
    ][form % 7]
        .clone()
}

/// The ways to write a value, with the verdict that each of them earns.
pub fn disguised(kind: Kind, value: &str, form: usize, noise: &str) -> (Vec<u8>, Verdict) {
    use Verdict::Leaked;
    use Verdict::Partial;
    use Verdict::Recoverable;
    let text = |text: String| text.into_bytes();
    let is_name = matches!(kind, Kind::PersonName | Kind::RelativeName | Kind::Staff);
    let is_date = matches!(kind, Kind::BirthDate | Kind::Date);
    match form % 16 {
        0 => (text(value.to_owned()), Leaked),
        1 => (text(value.to_uppercase()), Leaked),
        2 => (text(value.to_lowercase()), Leaked),
        3 => (text(BASE64_STANDARD.encode(format!("{noise}{value}"))), Leaked),
        4 => (text(BASE64_URL_SAFE_NO_PAD.encode(format!("{noise} {value} {noise}"))), Leaked),
        5 => (text(hex(format!("{noise} {value}").as_bytes())), Leaked),
        6 => (text(percent(value)), Leaked),
        7 => (wide(value), Leaked),
        8 => (text(value.chars().map(|letter| format!("&#{};", u32::from(letter))).collect()), Leaked),
        9 => (text(hex(&Sha256::digest(value))), Recoverable),
        10 => (text(hex(&Md5::digest(value.to_uppercase())).to_uppercase()), Recoverable),
        11 => (text(BASE64_STANDARD.encode(Sha1::digest(value.to_lowercase()))), Recoverable),
        12 if is_name => {
            let mut parts = value.split('^');
            let (family, given) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            (text(format!("{given} {family}")), Leaked)
        }
        12 | 13 if is_date => (text(day(value, noise.len())), Leaked),
        13 if is_name => (text(value.split('^').nth(1).unwrap_or_default().to_owned()), Partial),
        14 if is_name => (text(value.split('^').next().unwrap_or_default().to_owned()), Leaked),
        14 if matches!(kind, Kind::Mrn | Kind::Phone | Kind::SocialSecurity | Kind::Insurance) => {
            let digits = value.chars().filter(char::is_ascii_digit);
            (text(digits.map(|digit| format!("{digit}-")).collect()), Leaked)
        }
        _ => (text(format!("({value})")), Leaked),
    }
}
