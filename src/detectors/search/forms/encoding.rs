//! Encodings that hide a value from the eye and from nobody else.

use super::Name;
use super::weight;
use crate::truth::Kind;
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use std::collections::BTreeSet;

/// Signs of the shortest encoded text that is looked for.
const SHORTEST: usize = 7;

/// A value in base64, hexadecimal and percent encoding, with the names of the encodings. The flag says whether letters
/// match in their own case alone.
pub fn encoded(kind: Kind, value: &str) -> Vec<(Vec<u8>, &'static str, bool)> {
    let mut found = BTreeSet::new();
    for text in texts(kind, value).iter().flat_map(|text| in_cases(text)) {
        for bytes in [Some(text.as_bytes().to_vec()), latin(&text)].into_iter().flatten() {
            found.insert((hex(&bytes), "hexadecimal", false));
            base64(&bytes, &mut found);
        }
        percent(&text, &mut found);
    }
    found.retain(|(bytes, ..)| bytes.len() >= SHORTEST);
    found.into_iter().collect()
}

/// A text as it is, in capitals, and in small letters.
pub fn in_cases(text: &str) -> BTreeSet<String> {
    BTreeSet::from([text.to_owned(), text.to_uppercase(), text.to_lowercase()])
}

/// Small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> Vec<u8> {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).map_or(b'0', |digit| digit as u8);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// What is enough of a value: whatever else was encoded with it, this stands inside.
fn texts(kind: Kind, value: &str) -> Vec<String> {
    match kind {
        Kind::PersonName | Kind::RelativeName | Kind::Staff => {
            let names = Name::groups(value);
            let enough = |name: &Name<'_>| match weight(name.family) >= super::BYTES {
                true => vec![name.family.to_owned()],
                false => name.joined().into_iter().take(4).collect(),
            };
            names.iter().flat_map(enough).collect()
        }
        Kind::BirthDate | Kind::Date => match super::Day::of(value) {
            Some(day) => {
                vec![[day.year.as_str(), &day.month, &day.day].concat(), [day.year, day.month, day.day].join("-")]
            }
            None => vec![value.to_owned()],
        },
        Kind::Time | Kind::Age => Vec::new(),
        _ => vec![value.to_owned()],
    }
}

fn latin(text: &str) -> Option<Vec<u8>> {
    let bytes: Option<Vec<u8>> = text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
    bytes.filter(|_| !text.is_ascii())
}

/// The signs that stand for the text wherever it begins: three alignments, without those that share bits with what
/// stands beside it.
fn base64(bytes: &[u8], found: &mut BTreeSet<(Vec<u8>, &'static str, bool)>) {
    for (before, dropped) in [(0usize, 0usize), (1, 2), (2, 3)] {
        let mut padded = vec![0; before];
        padded.extend_from_slice(bytes);
        let whole = padded.len() * 8 / 6;
        let text = BASE64_STANDARD_NO_PAD.encode(&padded);
        let Some(core) = text.get(dropped..whole) else { continue };
        found.insert((core.as_bytes().to_vec(), "base64", true));
        if core.contains(['+', '/']) {
            found.insert((core.replace('+', "-").replace('/', "_").into_bytes(), "base64", true));
        }
    }
}

/// Percent encoding: of everything but letters and digits, of what RFC 3986 asks for, and with a plus for a blank.
fn percent(text: &str, found: &mut BTreeSet<(Vec<u8>, &'static str, bool)>) {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return;
    }
    let encode = |bytes: &[u8], spared: &[u8], blank: &str| {
        let mut encoded = String::with_capacity(bytes.len() * 3);
        for byte in bytes {
            match byte {
                b' ' => encoded.push_str(blank),
                byte if byte.is_ascii_alphanumeric() || spared.contains(byte) => encoded.push(char::from(*byte)),
                byte => encoded.push_str(&format!("%{byte:02X}")),
            }
        }
        encoded
    };
    for bytes in [Some(text.as_bytes().to_vec()), latin(text)].into_iter().flatten() {
        for (spared, blank) in [(&b""[..], "%20"), (b"-._~", "%20"), (b"-._~", "+"), (b"-._~@:/", "%20")] {
            let encoded = encode(&bytes, spared, blank);
            if encoded != text {
                found.insert((encoded.into_bytes(), "URL encoding", false));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_any_text_around_a_value_holds_one_of_its_cores() {
        let found = encoded(Kind::PersonName, "Souza-Mônaco^Anna");
        for around in ["", "x", "xy", "xyz ", "Name: "] {
            let text = BASE64_STANDARD_NO_PAD.encode(format!("{around}Souza-Mônaco^Anna;{around}"));
            let holds = |core: &[u8]| text.as_bytes().windows(core.len()).any(|window| window == core);
            assert!(found.iter().any(|(core, name, _)| *name == "base64" && holds(core)), "{text}");
        }
    }

    #[test]
    fn a_name_is_sought_in_percent_and_hexadecimal_signs() {
        let found = encoded(Kind::PersonName, "Souza-Mônaco^Anna");
        for wanted in ["Souza-M%C3%B4naco", "Souza%2DM%C3%B4naco", "Souza-M%F4naco", "536f757a612d4df46e61636f"] {
            assert!(found.iter().any(|(text, ..)| text == wanted.as_bytes()), "{wanted}");
        }
    }
}
