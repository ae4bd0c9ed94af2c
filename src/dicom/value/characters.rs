//! Character sets of DICOM (PS3.3 §C.12.1.1.2, PS3.5 §6.1.2): decoding, with code extensions by escape sequences.
//!
//! The codec of the library knows one set for a value; names in Japan and Korea switch sets within one.

use encoding_rs::BIG5;
use encoding_rs::EUC_JP;
use encoding_rs::EUC_KR;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::GBK;
use encoding_rs::ISO_2022_JP;
use encoding_rs::ISO_8859_2;
use encoding_rs::ISO_8859_3;
use encoding_rs::ISO_8859_4;
use encoding_rs::ISO_8859_5;
use encoding_rs::ISO_8859_6;
use encoding_rs::ISO_8859_7;
use encoding_rs::ISO_8859_8;
use encoding_rs::ISO_8859_15;
use encoding_rs::SHIFT_JIS;
use encoding_rs::UTF_8;
use encoding_rs::WINDOWS_874;
use encoding_rs::WINDOWS_1254;

const ESCAPE: u8 = 0x1b;

/// A set of the left half of the code table, G0 (bytes 0x21 to 0x7E).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// ISO-IR 6, and ISO-IR 14, which differs in two signs that DICOM uses as separators.
    Ascii,
    /// JIS X 0208, two bytes.
    Jis0208,
    /// JIS X 0212, two bytes.
    Jis0212,
}

/// A set of the right half, G1 (bytes from 0xA0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    /// Nothing was designated: read as UTF-8 where that fits, else as Latin-1.
    Unknown,
    Latin1,
    Katakana,
    /// A single-byte set, or the right half of a two-byte one.
    Coded(&'static Encoding),
}

/// What (0008,0005) says of the texts in its reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecificCharacterSet {
    /// A set without code extensions, which rules every byte.
    whole: Option<&'static Encoding>,
    right: Right,
    /// Taken for bytes of the right half that no escape sequence explains.
    declared: Right,
}

impl Default for SpecificCharacterSet {
    fn default() -> Self {
        Self { whole: None, right: Right::Unknown, declared: Right::Unknown }
    }
}

/// The right half that a defined term or the final byte of an escape sequence stands for.
const RIGHTS: &[(&str, u8, Right)] = &[
    ("100", b'A', Right::Latin1),
    ("101", b'B', Right::Coded(ISO_8859_2)),
    ("109", b'C', Right::Coded(ISO_8859_3)),
    ("110", b'D', Right::Coded(ISO_8859_4)),
    ("126", b'F', Right::Coded(ISO_8859_7)),
    ("127", b'G', Right::Coded(ISO_8859_6)),
    ("138", b'H', Right::Coded(ISO_8859_8)),
    ("144", b'L', Right::Coded(ISO_8859_5)),
    ("148", b'M', Right::Coded(WINDOWS_1254)),
    ("166", b'T', Right::Coded(WINDOWS_874)),
    ("203", b'b', Right::Coded(ISO_8859_15)),
    // Designated by other escape sequences.
    ("13", 0, Right::Katakana),
    ("149", 0, Right::Coded(EUC_KR)),
    ("58", 0, Right::Coded(GBK)),
];

impl SpecificCharacterSet {
    /// From the values of (0008,0005), joined by backslashes. What is not known counts as not said.
    pub fn from_values(values: &str) -> Self {
        let mut sets = Self::default();
        for (at, term) in values.split('\\').enumerate() {
            let term = term.trim_matches([' ', '\0']).to_ascii_uppercase().replace('_', " ");
            match term.as_str() {
                "ISO IR 192" => return Self { whole: Some(UTF_8), ..Self::default() },
                "GB18030" => return Self { whole: Some(GB18030), ..Self::default() },
                "GBK" | "GB2312" => return Self { whole: Some(GBK), ..Self::default() },
                _ => {}
            }
            let number = term.rsplit(' ').next().unwrap_or_default();
            let Some((.., right)) = RIGHTS.iter().find(|(name, ..)| *name == number) else { continue };
            // The first value is in force at the start of each value; the others wait for their escape sequence.
            if at == 0 {
                sets.right = *right;
            }
            if sets.declared == Right::Unknown {
                sets.declared = *right;
            }
        }
        sets
    }

    /// Text of some bytes. Nothing is an error: what a set does not hold becomes U+FFFD.
    pub fn decode(&self, bytes: &[u8]) -> String {
        match self.whole {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            None => self.decode_extended(bytes),
        }
    }

    /// PS3.5 §6.1.2.5: escape sequences designate G0 and G1; line ends and delimiters bring the first value back.
    fn decode_extended(&self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len() * 2);
        let (mut left, mut right) = (Left::Ascii, self.right);
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let rest = bytes.get(at..).unwrap_or_default();
            if byte == ESCAPE
                && let Some((length, designated)) = designation(rest)
            {
                match designated {
                    Designated::Left(set) => left = set,
                    Designated::Right(set) => right = set,
                }
                at += length;
            } else if byte >= 0x80 {
                let length = rest.iter().take_while(|byte| **byte >= 0x80).count();
                let set = if right == Right::Unknown { self.declared } else { right };
                read_right(rest.get(..length).unwrap_or_default(), set, &mut text);
                at += length;
            } else if left != Left::Ascii && byte > 0x20 {
                let length = rest.iter().take_while(|byte| (0x21..0x7f).contains(*byte)).count();
                read_left(rest.get(..length).unwrap_or_default(), left, &mut text);
                at += length.max(1);
            } else {
                if byte < 0x20 || matches!(byte, b'\\' | b'^' | b'=') {
                    (left, right) = (Left::Ascii, self.right);
                }
                text.push(char::from(byte));
                at += 1;
            }
        }
        text
    }
}

enum Designated {
    Left(Left),
    Right(Right),
}

/// The escape sequence at the front: its length, and what it designates (PS3.3 Tables C.12-3 and C.12-4).
fn designation(bytes: &[u8]) -> Option<(usize, Designated)> {
    use Designated::Left as G0;
    use Designated::Right as G1;
    let [ESCAPE, first, second, rest @ ..] = bytes else { return None };
    let found = match (first, second, rest.first()) {
        (b'(', b'B' | b'J', _) => (3, G0(Left::Ascii)),
        (b'$', b'B' | b'@', _) => (3, G0(Left::Jis0208)),
        (b'$', b'(', Some(b'D')) => (4, G0(Left::Jis0212)),
        (b')', b'I', _) => (3, G1(Right::Katakana)),
        (b'$', b')', Some(b'C')) => (4, G1(Right::Coded(EUC_KR))),
        (b'$', b')', Some(b'A')) => (4, G1(Right::Coded(GBK))),
        (b'-', last, _) => {
            let (.., right) = RIGHTS.iter().find(|(_, known, _)| known == last)?;
            (3, G1(*right))
        }
        _ => return None,
    };
    Some(found)
}

fn read_right(bytes: &[u8], set: Right, text: &mut String) {
    let latin = |text: &mut String| text.extend(bytes.iter().map(|byte| char::from(*byte)));
    match set {
        Right::Unknown => match std::str::from_utf8(bytes) {
            Ok(read) => text.push_str(read),
            Err(_) => latin(text),
        },
        Right::Latin1 => latin(text),
        Right::Katakana => text.extend(bytes.iter().map(|byte| match byte {
            0xa1..=0xdf => char::from_u32(0xff61 + u32::from(byte - 0xa1)).unwrap_or('\u{fffd}'),
            _ => '\u{fffd}',
        })),
        Right::Coded(encoding) => text.push_str(&encoding.decode_without_bom_handling(bytes).0),
    }
}

/// Two-byte sets of the left half, read through EUC-JP, which holds both in its right half.
fn read_left(bytes: &[u8], set: Left, text: &mut String) {
    let mut euc = Vec::with_capacity(bytes.len() * 2);
    for pair in bytes.chunks(2) {
        if set == Left::Jis0212 {
            euc.push(0x8f);
        }
        euc.extend(pair.iter().map(|byte| byte | 0x80));
    }
    text.push_str(&EUC_JP.decode_without_bom_handling(&euc).0);
}

/// A text beyond ASCII in every other encoding that holds all of it: what its bytes may look like in a file whose
/// character set is wrong or gone. Each with its name; UTF-8 and UTF-16 are left to the caller.
pub fn encoded(text: &str) -> Vec<(Vec<u8>, &'static str)> {
    let mut found: Vec<(Vec<u8>, &'static str)> = Vec::new();
    let mut add = |bytes: Vec<u8>, name| {
        if !found.iter().any(|(known, _)| *known == bytes) {
            found.push((bytes, name));
        }
    };
    if let Some(latin) = text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect() {
        add(latin, "ISO 8859-1");
    }
    let tables = RIGHTS.iter().filter_map(|(.., right)| match right {
        Right::Coded(encoding) => Some(*encoding),
        _ => None,
    });
    for encoding in tables.chain([SHIFT_JIS, EUC_JP, GB18030, BIG5]) {
        let (bytes, _, failed) = encoding.encode(text);
        if !failed {
            add(bytes.into_owned(), encoding.name());
        }
    }
    let (bytes, _, failed) = ISO_2022_JP.encode(text);
    if !failed {
        // Escape sequences around the text depend on what stands beside it.
        let inner = bytes.strip_prefix(b"\x1b$B").unwrap_or(&bytes);
        let inner = inner.strip_suffix(b"\x1b(B").unwrap_or(inner);
        add(inner.to_vec(), "ISO 2022 IR 87");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(values: &str, bytes: &[u8]) -> String {
        SpecificCharacterSet::from_values(values).decode(bytes)
    }

    #[test]
    fn the_examples_of_the_standard_are_read() {
        // PS3.5 Annexes H, I, J and K.
        let yamada = b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
        assert_eq!(decode("\\ISO 2022 IR 87", yamada), "Yamada^Tarou=山田^太郎=やまだ^たろう");
        let half_width = b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J";
        assert_eq!(decode("ISO 2022 IR 13\\ISO 2022 IR 87", half_width), "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎");
        let hong = b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf";
        assert_eq!(decode("\\ISO 2022 IR 149", hong), "Hong^Gildong=洪^吉洞=홍^길동");
        let zhang = b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=";
        assert_eq!(decode("\\ISO 2022 IR 58", zhang), "Zhang^XiaoDong=张^小东=");
        assert_eq!(decode("GB18030", b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab="), "Wang^XiaoDong=王^小东=");
        assert_eq!(decode("ISO_IR 192", "Wang=王^小東".as_bytes()), "Wang=王^小東");
    }

    #[test]
    fn every_single_byte_set_is_read() {
        for (term, bytes, text) in [
            ("ISO_IR 100", &b"\xc4neas"[..], "Äneas"),
            ("ISO_IR 101", b"\xa3uk", "Łuk"),
            ("ISO_IR 109", b"\xa1al", "Ħal"),
            ("ISO_IR 110", b"\xe0da", "āda"),
            ("ISO_IR 144", b"\xbb\xee\xda", "Люк"),
            ("ISO_IR 127", b"\xe2\xc8", "قب"),
            ("ISO_IR 126", b"\xc4\xe9\xef", "Διο"),
            ("ISO_IR 138", b"\xf9\xf8", "שר"),
            ("ISO_IR 148", b"\xddl", "İl"),
            ("ISO_IR 203", b"\xa4", "€"),
            ("ISO_IR 166", b"\xb9\xd2", "นา"),
            ("ISO_IR 13", b"\xd4\xcf", "ﾔﾏ"),
        ] {
            assert_eq!(decode(term, bytes), text, "{term}");
        }
    }

    #[test]
    fn a_set_in_force_ends_with_its_component() {
        let mixed = b"\x1b-Lj\xbb\xee\xda^\xc4neas";
        assert_eq!(decode("ISO 2022 IR 100\\ISO 2022 IR 144", mixed), "jЛюк^Äneas");
    }

    #[test]
    fn text_without_a_declared_set_is_still_read() {
        assert_eq!(decode("", "Mônica".as_bytes()), "Mônica");
        assert_eq!(decode("NONSENSE", b"M\xf4nica"), "Mônica");
        assert_eq!(decode("", b"\x1b$B;3ED\x1b(B"), "山田");
    }

    #[test]
    fn bytes_of_any_kind_are_survived() {
        for values in ["", "ISO_IR 192", "\\ISO 2022 IR 87", "\\ISO 2022 IR 149", "ISO_IR 13", "GB18030"] {
            for bytes in [&b"\x1b"[..], b"\x1b$", b"\x1b$B\x30", b"\x1b$B\x30\x80", b"\xff\xfe\x1b-", b"\x1b$(D\x7f"] {
                let _ = decode(values, bytes);
            }
        }
    }

    #[test]
    fn a_name_is_written_in_each_set_that_holds_it() {
        let found = encoded("山田");
        assert!(found.contains(&(b";3ED".to_vec(), "ISO 2022 IR 87")), "{found:?}");
        assert!(encoded("Люк").contains(&(b"\xbb\xee\xda".to_vec(), "ISO-8859-5")));
        assert!(!encoded("Mônica").iter().any(|(_, name)| *name == "ISO-8859-5"));
    }
}
