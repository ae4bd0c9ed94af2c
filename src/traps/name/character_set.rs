//! Names in another alphabet than the file's.
//!
//! Other traps write text into the same file, so its own character set stays. The name stands in an item of a sequence
//! that says which set it is written in (PS3.3 §C.12.1.1.2, PS3.5 §7.5.3).

use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;
use encoding_rs::EUC_KR;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::ISO_2022_JP;
use encoding_rs::ISO_8859_5;
use encoding_rs::ISO_8859_7;
use encoding_rs::SHIFT_JIS;

/// A character set as Specific Character Set (0008,0005) names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharacterSet {
    /// ASCII, and JIS X 0208 by escape sequences.
    Kanji,
    /// Half-width katakana, and JIS X 0208 by escape sequences.
    Katakana,
    /// ASCII, and KS X 1001 by an escape sequence.
    Korean,
    /// Chinese without escape sequences.
    Chinese,
    /// ISO 8859-5.
    Cyrillic,
    /// ISO 8859-7.
    Greek,
    /// UTF-8.
    Unicode,
}

impl CharacterSet {
    /// The value of (0008,0005).
    fn code(self) -> &'static str {
        match self {
            Self::Kanji => "\\ISO 2022 IR 87",
            Self::Katakana => "ISO 2022 IR 13\\ISO 2022 IR 87",
            Self::Korean => "\\ISO 2022 IR 149",
            Self::Chinese => "GB18030",
            Self::Cyrillic => "ISO_IR 144",
            Self::Greek => "ISO_IR 126",
            Self::Unicode => "ISO_IR 192",
        }
    }

    /// The bytes of a text, of even length; `None` where the set does not hold it.
    fn encode(self, text: &str) -> Option<Vec<u8>> {
        let mut bytes = match self {
            Self::Kanji => plain(ISO_2022_JP, text)?,
            Self::Katakana => japanese(text)?,
            Self::Korean => korean(text)?,
            Self::Chinese => plain(GB18030, text)?,
            Self::Cyrillic => plain(ISO_8859_5, text)?,
            Self::Greek => plain(ISO_8859_7, text)?,
            Self::Unicode => text.as_bytes().to_vec(),
        };
        // Text is padded with a blank (PS3.5 §6.2).
        bytes.extend((bytes.len() % 2 == 1).then_some(b' '));
        Some(bytes)
    }
}

fn plain(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

/// The alphabet is that of the first value of the character set again before each delimiter (PS3.5 §6.1.2.5.3), which
/// is JIS X 0201 here: ESC ( J in place of ESC ( B.
fn japanese(text: &str) -> Option<Vec<u8>> {
    let groups: Option<Vec<Vec<u8>>> = text
        .split('=')
        .map(|group| match group.chars().any(|letter| ('｡'..='ﾟ').contains(&letter)) {
            true => plain(SHIFT_JIS, group),
            false => plain(ISO_2022_JP, group).map(roman),
        })
        .collect();
    Some(groups?.join(&b'='))
}

fn roman(bytes: Vec<u8>) -> Vec<u8> {
    let mut written: Vec<u8> = Vec::with_capacity(bytes.len());
    for byte in bytes {
        let last_of_escape = byte == b'B' && written.ends_with(b"\x1b(");
        written.push(if last_of_escape { b'J' } else { byte });
    }
    written
}

/// KS X 1001 is called in by ESC $ ) C, and by each delimiter it is lost again (PS3.5 §I.2).
fn korean(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for part in text.split_inclusive(['^', '=']) {
        let letters = plain(EUC_KR, part)?;
        if !letters.is_ascii() {
            bytes.extend(b"\x1b$)C");
        }
        bytes.extend(letters);
    }
    Some(bytes)
}

/// Plants a name in the innermost item of `path`. `values` are its groups, each a name in PN form; they stand in
/// `written` as they are.
pub(super) fn plant_name(
    planting: &mut Planting<'_>,
    path: AttributePath,
    set: CharacterSet,
    written: &str,
    values: &[&str],
) {
    let secrets: Vec<Secret<'_>> =
        values.iter().map(|value| Secret { kind: Kind::PersonName, value, written }).collect();
    let Some(bytes) = set.encode(written) else { return };
    let (group, element) = (tags::SPECIFIC_CHARACTER_SET.group(), tags::SPECIFIC_CHARACTER_SET.element());
    let code_path = AttributePath { leaf: Attribute::Tag(group, element), ..path.clone() };
    let mut code = set.code().as_bytes().to_vec();
    code.extend((code.len() % 2 == 1).then_some(b' '));
    for instance in planting.instances() {
        if let Some(target) = planting.study.instances.get_mut(instance) {
            // As bytes: the writer would take a text for its own character set from here on.
            target.object.set_bytes(code_path.clone(), VR::CS, &code);
        }
        planting.write_bytes(instance, path.clone(), VR::PN, &bytes, &secrets, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::seed::Seed;

    /// The text of some bytes in a set, with the escape sequences for Korean left out.
    fn decoded(set: CharacterSet, bytes: &[u8]) -> String {
        let read = |encoding: &'static Encoding, bytes: &[u8]| {
            encoding.decode_without_bom_handling_and_without_replacement(bytes).expect("valid bytes").into_owned()
        };
        let text = match set {
            CharacterSet::Kanji => read(ISO_2022_JP, bytes),
            CharacterSet::Katakana => {
                let parts: Vec<&[u8]> = bytes.splitn(2, |byte| *byte == b'=').collect();
                format!("{}={}", read(SHIFT_JIS, parts[0]), read(ISO_2022_JP, parts[1]))
            }
            CharacterSet::Korean => read(EUC_KR, bytes).replace("\u{1b}$)C", ""),
            CharacterSet::Chinese => read(GB18030, bytes),
            CharacterSet::Cyrillic => read(ISO_8859_5, bytes),
            CharacterSet::Greek => read(ISO_8859_7, bytes),
            CharacterSet::Unicode => String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        };
        text.trim_end().to_owned()
    }

    #[test]
    fn every_name_can_be_written_in_its_set_and_read_again() {
        for index in 0..400 {
            let names = Identity::new(Seed(4), index).scripts;
            let japanese = names.japanese.dicom();
            let katakana = format!("{}={}={}", names.katakana, names.japanese.ideographic, names.japanese.phonetic);
            for (set, name) in [
                (CharacterSet::Kanji, japanese.clone()),
                (CharacterSet::Katakana, katakana),
                (CharacterSet::Korean, names.korean.dicom()),
                (CharacterSet::Chinese, names.chinese),
                (CharacterSet::Cyrillic, names.cyrillic),
                (CharacterSet::Greek, names.greek),
                (CharacterSet::Unicode, japanese),
            ] {
                let bytes = set.encode(&name).unwrap_or_else(|| panic!("{set:?} does not hold {name}"));
                assert!(bytes.len() % 2 == 0 && bytes.len() <= 64, "{set:?} {name}");
                assert_eq!(decoded(set, &bytes), name, "{set:?}");
                let coded = bytes.iter().filter(|byte| **byte >= 0x80);
                assert!(coded.clone().all(|byte| *byte >= 0xa0) || set == CharacterSet::Unicode, "{set:?} {name}");
            }
        }
    }

    #[test]
    fn escape_sequences_are_those_of_the_standards_examples() {
        // PS3.5 §H.3.1, §H.3.2 and §I.2.
        let kanji = CharacterSet::Kanji.encode("Yamada^Tarou=山田^太郎").unwrap();
        assert_eq!(kanji, b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B");
        let katakana = CharacterSet::Katakana.encode("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎").unwrap();
        assert_eq!(katakana, b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J");
        let korean = CharacterSet::Korean.encode("=洪^吉洞=홍^길동").unwrap();
        assert!(korean.starts_with(b"=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^"));
    }
}
