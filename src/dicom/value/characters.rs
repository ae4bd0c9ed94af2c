//! Character sets of DICOM (PS3.3 §C.12.1.1.2, PS3.5 §6.1.2): decoding, with code extensions by escape sequences.
//!
//! The codec of the library knows one set for a value; names in Japan and Korea switch sets within one.

use encoding_rs::BIG5;
use encoding_rs::EUC_JP;
use encoding_rs::EUC_KR;
use encoding_rs::EncoderResult;
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
        if let Some(bytes) = whole(encoding, text) {
            add(bytes, encoding.name());
        }
    }
    if let Some(bytes) = whole(ISO_2022_JP, text) {
        // Escape sequences around the text depend on what stands beside it.
        let inner = bytes.strip_prefix(b"\x1b$B").unwrap_or(&bytes);
        let inner = inner.strip_suffix(b"\x1b(B").unwrap_or(inner);
        add(inner.to_vec(), "ISO 2022 IR 87");
    }
    found
}

/// The text in an encoding that holds all of it; the first letter that it lacks ends the attempt.
fn whole(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    let mut encoder = encoding.new_encoder();
    let mut bytes = Vec::with_capacity(encoder.max_buffer_length_from_utf8_without_replacement(text.len())?);
    let (result, _) = encoder.encode_from_utf8_to_vec_without_replacement(text, &mut bytes, true);
    (result == EncoderResult::InputEmpty).then_some(bytes)
}

#[cfg(test)]
mod tests;
