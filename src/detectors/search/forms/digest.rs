//! Unsalted digests of a value: not readable, but found by everybody who has a list of candidates.

use super::Name;
use super::digits;
use super::encoding::in_cases;
use crate::truth::Kind;
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use md5::Digest;
use md5::Md5;
use sha1::Sha1;
use sha2::Sha256;
use std::collections::BTreeSet;

/// Bytes of a digest that are looked for. Tools cut digests; half of an MD5 is still no accident.
const PREFIX: usize = 8;

/// Beginnings of the digests of a value, in hexadecimal, base64 and raw, with their names. The flag says whether letters
/// match in their own case alone.
pub fn digests(kind: Kind, value: &str) -> Vec<(Vec<u8>, &'static str, bool)> {
    let mut found = BTreeSet::new();
    for text in texts(kind, value) {
        let text = text.as_bytes();
        write(&Md5::digest(text), "MD5", &mut found);
        write(&Sha1::digest(text), "SHA-1", &mut found);
        write(&Sha256::digest(text), "SHA-256", &mut found);
    }
    found.into_iter().collect()
}

fn write(digest: &[u8], name: &'static str, found: &mut BTreeSet<(Vec<u8>, &'static str, bool)>) {
    let Some(first) = digest.get(..PREFIX) else { return };
    found.insert((super::encoding::hex(first), name, false));
    // Six bits a sign: eleven signs hold the prefix and two bits more, which are those of the whole digest.
    for text in [BASE64_STANDARD_NO_PAD.encode(digest), BASE64_URL_SAFE_NO_PAD.encode(digest)] {
        found.extend(text.get(..11).map(|text| (text.as_bytes().to_vec(), name, true)));
    }
    found.insert((first.to_vec(), name, true));
}

/// What a tool may have hashed.
fn texts(kind: Kind, value: &str) -> BTreeSet<String> {
    let mut texts = BTreeSet::from([value.to_owned(), value.trim().to_owned()]);
    match kind {
        Kind::PersonName | Kind::RelativeName | Kind::Staff => {
            texts.insert(value.trim_end_matches('^').to_owned());
            for name in Name::groups(value) {
                texts.insert(name.family.to_owned());
                for joint in ["^", " ", ", "] {
                    texts.insert([name.family, name.given].join(joint));
                }
                texts.insert([name.given, name.family].join(" "));
            }
        }
        Kind::BirthDate | Kind::Date => {
            if let Some(day) = super::Day::of(value) {
                texts.insert([day.year.as_str(), &day.month, &day.day].concat());
                texts.insert([day.year.as_str(), &day.month, &day.day].join("-"));
            }
        }
        // A list of all of them is short, and a digest of one is in every such list.
        Kind::Time | Kind::Age => texts.clear(),
        Kind::Uid | Kind::Address | Kind::Institution | Kind::Description => {}
        _ => {
            texts.insert(digits(value));
        }
    }
    texts.retain(|text| super::weight(text) >= super::SHORTEST);
    texts.iter().flat_map(|text| in_cases(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginnings_of_known_digests_are_there() {
        let found = digests(Kind::Mrn, "7692424");
        let hex: Vec<(String, &str)> = found
            .iter()
            .filter(|(bytes, ..)| bytes.len() == 16)
            .map(|(bytes, name, _)| (String::from_utf8_lossy(bytes).into_owned(), *name))
            .collect();
        let whole = super::super::encoding::hex(&Sha256::digest(b"7692424"));
        assert!(hex.iter().any(|(text, name)| whole.starts_with(text.as_bytes()) && *name == "SHA-256"), "{hex:?}");
        assert_eq!(hex.len(), 3);
        let known = digests(Kind::Description, "abc");
        assert!(known.iter().any(|(bytes, name, _)| bytes == b"900150983cd24fb0" && *name == "MD5"));
        assert!(known.iter().any(|(bytes, name, _)| bytes == b"a9993e364706816a" && *name == "SHA-1"));
    }
}
