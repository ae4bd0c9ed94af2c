//! What bytes say to a reader: in each character set that may be meant, and without escapes and markup.

use crate::dicom::value::SpecificCharacterSet;
use memchr::memchr;
use memchr::memmem;
use std::borrow::Cow;

/// Longest text of which readings without escapes and markup are made.
const LONGEST: usize = 16 << 20;

/// One reading of some bytes.
pub struct Reading<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// What was undone to get it; empty where it stands there as it is.
    pub undone: &'static str,
}

/// Text that reads the same in every character set, with nothing in it to undo: most values.
pub fn as_it_is(bytes: &[u8]) -> Option<&str> {
    // One pass without branches, because most values are short.
    let strange = |byte: u8| !byte.is_ascii() | (byte == 0) | (byte == 0x1b) | is_mark(byte);
    let plain = !bytes.iter().fold(false, |any, byte| any | strange(*byte));
    if plain { std::str::from_utf8(bytes).ok() } else { None }
}

/// Whether a sign may be part of markup or of an escape.
fn is_mark(byte: u8) -> bool {
    (byte == b'<') | (byte == b'&') | (byte == b'%') | (byte == b'=') | (byte == b'\\') | (byte == b'\n')
}

/// The readings of a value in the character sets that may be meant; the declared one first.
pub fn readings<'a>(bytes: &'a [u8], sets: &[SpecificCharacterSet]) -> Vec<Reading<'a>> {
    let mut found = vec![];
    for text in plain(bytes, sets) {
        let mut derived = if text.len() <= LONGEST { undone(&text) } else { Vec::new() };
        found.push(Reading { text, undone: "" });
        found.append(&mut derived);
    }
    found
}

fn plain<'a>(bytes: &'a [u8], sets: &[SpecificCharacterSet]) -> Vec<Cow<'a, str>> {
    if let Some(wide) = utf_16(bytes) {
        return vec![Cow::Owned(wide)];
    }
    let utf_8 = std::str::from_utf8(bytes).ok();
    if let Some(text) = utf_8
        && bytes.is_ascii()
        && !bytes.contains(&0x1b)
    {
        return vec![Cow::Borrowed(text)];
    }
    let mut texts: Vec<Cow<'a, str>> = Vec::new();
    let latin = || Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect());
    let again = |at: usize| sets.get(at) == sets.get(at + 1);
    let different = sets.iter().enumerate().filter(|(at, _)| !again(*at));
    let decoded = different.map(|(_, set)| Cow::Owned(set.decode(bytes)));
    for text in decoded.chain(utf_8.map(Cow::Borrowed)).chain([latin()]) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// Text of two bytes a letter, where nearly every second byte is zero, or a byte order mark says so.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count() * 2;
    let mostly = |count: usize| count * 10 >= bytes.len() * 8;
    let (big, skip) = match bytes {
        [0xff, 0xfe, ..] => (false, 2),
        [0xfe, 0xff, ..] => (true, 2),
        // Padding alone is no text.
        _ if bytes.len() < 6 => return None,
        _ if memchr(0, bytes).is_none() => return None,
        _ if mostly(zeros(1)) && !mostly(zeros(0)) => (false, 0),
        _ if mostly(zeros(0)) && !mostly(zeros(1)) => (true, 0),
        _ => return None,
    };
    let pairs = bytes.get(skip..)?.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    let units = pairs.map(|pair| if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
    Some(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Whether the bytes are text of two bytes a letter.
pub fn is_wide(bytes: &[u8]) -> bool {
    utf_16(bytes).is_some()
}

/// The text without markup, entities, percent signs and escapes, as far as it has any.
fn undone(text: &str) -> Vec<Reading<'static>> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    if !bytes.iter().fold(false, |any, byte| any | is_mark(*byte)) {
        return found;
    }
    let holds = |sign: u8| memchr(sign, bytes).is_some();
    let mut add = |changed: String, undone| {
        if changed != text {
            found.push(Reading { text: Cow::Owned(changed), undone });
        }
    };
    if holds(b'<') && holds(b'>') {
        // A tag may part words or stand within one.
        add(entities(&without_tags(text, "")), "markup");
        add(entities(&without_tags(text, " ")), "markup");
    } else if holds(b'&') {
        add(entities(text), "entities");
    }
    if holds(b'&') && holds(b';') {
        // Markup that was written into markup.
        let once = entities(text);
        if once != text && (once.contains('&') || once.contains('<')) {
            add(entities(&without_tags(&once, "")), "entities of entities");
        }
    }
    if holds(b'%') {
        add(signs(text, '%'), "URL encoding");
        if memmem::find(bytes, b"%25").is_some() {
            add(signs(&signs(text, '%'), '%'), "URL encoding");
        }
    }
    if holds(b'=') {
        add(signs(&text.replace("=\r\n", "").replace("=\n", ""), '='), "quoted-printable");
    }
    if memmem::find(bytes, b"\\u").is_some() {
        add(json(text), "JSON escapes");
    }
    if holds(b'\n') && text.lines().any(|line| line.len() >= 40 && !line.trim_end().contains(' ')) {
        add(text.lines().map(str::trim).collect(), "line ends");
    }
    found
}

fn without_tags(text: &str, instead: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split('<');
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        match piece.split_once('>') {
            Some((_, after)) => {
                plain.push_str(instead);
                plain.push_str(after);
            }
            None => {
                plain.push('<');
                plain.push_str(piece);
            }
        }
    }
    plain
}

/// Entities of XML and HTML, by number and the usual names.
fn entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let found = piece.split_once(';').filter(|(name, _)| name.len() <= 10);
        match found.and_then(|(name, after)| Some((entity(name)?, after))) {
            Some((letter, after)) => {
                plain.push(letter);
                plain.push_str(after);
            }
            None => {
                plain.push('&');
                plain.push_str(piece);
            }
        }
    }
    plain
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(number);
    }
    let signs = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' '), ("szlig", 'ß')];
    if let Some((_, sign)) = signs.iter().find(|(known, _)| *known == name) {
        return Some(*sign);
    }
    // The letter before the name of its mark will do: text is searched without marks.
    let marks = ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron"];
    let mut letters = name.chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    marks.contains(&letters.as_str()).then_some(letter)
}

/// Bytes written as a sign and two hexadecimal digits; the bytes are UTF-8, or else Latin-1. A plus of a URL is a blank.
fn signs(text: &str, sign: char) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut pieces = text.split(sign);
    let blank = |piece: &str| if sign == '%' { piece.replace('+', " ") } else { piece.to_owned() };
    bytes.extend_from_slice(blank(pieces.next().unwrap_or_default()).as_bytes());
    let mut any = false;
    for piece in pieces {
        let digits = piece.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                any = true;
                bytes.push(byte);
                bytes.extend_from_slice(blank(piece.get(2..).unwrap_or_default()).as_bytes());
            }
            None => {
                bytes.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes());
                bytes.extend_from_slice(blank(piece).as_bytes());
            }
        }
    }
    if !any {
        return text.to_owned();
    }
    String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect())
}

fn json(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut pieces = text.split("\\u");
    plain.push_str(pieces.next().unwrap_or_default());
    let flush = |units: &mut Vec<u16>, plain: &mut String| {
        plain.extend(char::decode_utf16(units.drain(..)).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
    };
    for piece in pieces {
        let unit = piece.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let after = if unit.is_some() { piece.get(4..).unwrap_or_default() } else { piece };
        units.extend(unit);
        if !after.is_empty() || unit.is_none() {
            flush(&mut units, &mut plain);
        }
        if unit.is_none() {
            plain.push_str("\\u");
        }
        plain.push_str(after);
    }
    flush(&mut units, &mut plain);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reads(bytes: &[u8], wanted: &str) -> bool {
        readings(bytes, &[SpecificCharacterSet::default()]).iter().any(|reading| reading.text.contains(wanted))
    }

    #[test]
    fn escapes_and_markup_are_undone() {
        for text in [
            "<p>Souza-M&ocirc;naco</p>",
            "Souza-M&#244;naco",
            "Souza-M&#xF4;naco",
            "<b>Souza</b>-Mo<i/>naco",
            "Souza%2DM%C3%B4naco",
            "q=Souza-M%F4naco",
            "Souza-M=C3=B4na=\r\nco",
            "{\"n\":\"Souza-M\\u00f4naco\"}",
            "Souza%252DM%25C3%25B4naco",
            "&lt;b&gt;Souza&lt;/b&gt;-M&amp;ocirc;naco",
        ] {
            assert!(reads(text.as_bytes(), "Souza-Mônaco") || reads(text.as_bytes(), "Souza-Monaco"), "{text}");
        }
    }

    #[test]
    fn wide_text_is_read_with_and_without_a_byte_order_mark() {
        for mark in ["", "\u{feff}"] {
            let units: Vec<u16> = format!("{mark}Okafor").encode_utf16().collect();
            for bytes in [
                units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>(),
                units.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
            ] {
                assert!(reads(&bytes, "Okafor"), "{bytes:x?}");
            }
        }
    }

    #[test]
    fn broken_escapes_stay_as_they_are() {
        for text in ["100 %", "a %zz", "a & b", "&;", "&#;", "\\u12", "\\uzzzz \\u", "<", "1 < 2", "=", "a=b", "é%C3"]
        {
            assert!(reads(text.as_bytes(), text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_as_it_is_has_no_other_reading(bytes in prop::collection::vec(prop_oneof![4 => 0x20u8..0x7f, 1 => any::<u8>()], 0..12)) {
            if let Some(text) = as_it_is(&bytes) {
                let all = readings(&bytes, &[SpecificCharacterSet::default()]);
                prop_assert_eq!(all.len(), 1);
                prop_assert!(all.iter().all(|reading| reading.text == text && reading.undone.is_empty()));
            }
        }
    }
}
