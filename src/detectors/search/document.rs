//! Text inside a PDF: streams inflated, and the strings that pages show and properties hold put together.

use flate2::read::ZlibDecoder;
use memchr::memmem;
use std::io::Read;
use std::ops::Range;

/// Bytes of the shortest document.
const SHORTEST: usize = 32;
/// Bytes that one stream may inflate to.
const LONGEST_STREAM: u64 = 16 << 20;
/// Bytes that all streams of a document may inflate to.
const MOST_BYTES: usize = 64 << 20;
/// Streams of a document that are read.
const MOST_STREAMS: usize = 10_000;
/// Bytes before a stream in which its dictionary is looked for.
const DICTIONARY: usize = 2048;
/// Kerning in thousandths of an em from which on a gap is a blank.
const BLANK: f32 = -180.0;

/// What a document holds besides its own bytes.
#[derive(Default)]
pub struct Pdf {
    /// Streams as they are when inflated.
    pub streams: Vec<Vec<u8>>,
    /// Strings of properties, and of pages as they are shown.
    pub texts: Vec<String>,
}

impl Pdf {
    /// Reads a document; `None` where the bytes are none. Broken parts are passed over.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        // The mark may stand anywhere in the first kilobyte (ISO 32000-2, Annex I).
        let start = bytes.get(..1024).unwrap_or(bytes);
        if bytes.len() < SHORTEST {
            return None;
        }
        memchr::memchr_iter(b'%', start).find(|at| start.get(*at..).is_some_and(|rest| rest.starts_with(b"%PDF")))?;
        let mut pdf = Self::default();
        let mut inflated = 0;
        let mut behind = 0;
        for stream in streams(bytes).take(MOST_STREAMS) {
            pdf.add(&strings(bytes.get(behind..stream.start).unwrap_or_default()));
            behind = stream.end;
            let before = bytes.get(stream.start.saturating_sub(DICTIONARY)..stream.start).unwrap_or_default();
            let dictionary = memmem::rfind(before, b" obj").and_then(|at| before.get(at..)).unwrap_or(before);
            let holds = |name: &[u8]| memmem::find(dictionary, name).is_some();
            let data = bytes.get(stream).unwrap_or_default();
            if holds(b"/Image") && !holds(b"/ImageMask") && holds(b"/Width") {
                continue;
            }
            if !holds(b"/Filter") {
                pdf.add(&strings(data));
                continue;
            }
            let left = MOST_BYTES.saturating_sub(inflated) as u64;
            let mut plain = Vec::new();
            // What could be inflated before an error counts.
            let _ = ZlibDecoder::new(data).take(LONGEST_STREAM.min(left)).read_to_end(&mut plain);
            inflated += plain.len();
            pdf.add(&strings(&plain));
            if !plain.is_empty() {
                pdf.streams.push(plain);
            }
        }
        pdf.add(&strings(bytes.get(behind..).unwrap_or_default()));
        Some(pdf)
    }

    fn add(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.texts.push(text.to_owned());
        }
    }
}

/// The data between `stream` and `endstream`.
fn streams(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let ends = memmem::Finder::new(b"endstream");
    let mut behind = 0;
    memmem::find_iter(bytes, b"stream").filter_map(move |at| {
        if at < behind {
            return None;
        }
        let start = match bytes.get(at + 6..)? {
            [b'\r', b'\n', ..] => at + 8,
            [b'\n' | b'\r', ..] => at + 7,
            _ => return None,
        };
        let end = start + ends.find(bytes.get(start..)?)?;
        behind = end + 9;
        Some(start..end)
    })
}

/// The strings of objects or page descriptions, with a line for each name and each move to another place.
fn strings(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut at = 0;
    let line = |text: &mut String| {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    };
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        at += 1;
        match byte {
            b'(' => {
                let (string, length) = literal(rest);
                text.push_str(&decoded(&string));
                at += length;
            }
            b'<' if rest.first() == Some(&b'<') => {
                at += 1;
                line(&mut text);
            }
            b'<' => {
                let (string, length) = hexadecimal(rest);
                text.push_str(&decoded(&string));
                at += length;
            }
            b'/' => {
                line(&mut text);
                at += word(rest);
            }
            b'%' => at += rest.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count(),
            b'-' | b'+' | b'.' | b'0'..=b'9' => {
                let length = rest.iter().take_while(|byte| matches!(byte, b'.' | b'0'..=b'9')).count();
                let number = bytes.get(at - 1..at + length).and_then(|digits| std::str::from_utf8(digits).ok());
                if number.and_then(|digits| digits.parse().ok()).is_some_and(|number: f32| number < BLANK) {
                    text.push(' ');
                }
                at += length;
            }
            byte if byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'"' | b'*') => {
                let length = word(rest);
                let operator = bytes.get(at - 1..at + length).unwrap_or_default();
                // Showing text moves on by its width alone: the next string goes on where this one ends.
                if !matches!(
                    operator,
                    b"Tj" | b"TJ" | b"Tf" | b"Tc" | b"Tw" | b"Tr" | b"Ts" | b"Tz" | b"rg" | b"g" | b"k"
                ) {
                    line(&mut text);
                }
                at += length;
            }
            _ => {}
        }
    }
    text
}

fn word(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'#' | b'_')).count()
}

/// A string in brackets, from behind the first one: its bytes, and the length with the last bracket.
fn literal(bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut string = Vec::new();
    let (mut depth, mut at) = (1, 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => {
                let Some(&escaped) = bytes.get(at) else { break };
                at += 1;
                match escaped {
                    b'n' => string.push(b'\n'),
                    b'r' => string.push(b'\r'),
                    b't' => string.push(b'\t'),
                    b'\n' => {}
                    b'\r' => at += usize::from(bytes.get(at) == Some(&b'\n')),
                    b'0'..=b'7' => {
                        let more = bytes.get(at..).unwrap_or_default().iter().take(2);
                        let digits: Vec<u8> = more.copied().take_while(|byte| (b'0'..=b'7').contains(byte)).collect();
                        let code = digits
                            .iter()
                            .fold(u32::from(escaped - b'0'), |sum, digit| sum * 8 + u32::from(digit - b'0'));
                        string.push(code as u8);
                        at += digits.len();
                    }
                    other => string.push(other),
                }
            }
            b'(' => {
                depth += 1;
                string.push(byte);
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
                string.push(byte);
            }
            _ => string.push(byte),
        }
    }
    (string, at)
}

/// A string of hexadecimal digits, from behind its first angle bracket.
fn hexadecimal(bytes: &[u8]) -> (Vec<u8>, usize) {
    let length = memchr::memchr(b'>', bytes).unwrap_or(bytes.len());
    let digits = bytes.get(..length).unwrap_or_default().iter();
    let digits: Vec<u8> = digits.filter_map(|byte| char::from(*byte).to_digit(16)).map(|digit| digit as u8).collect();
    let string =
        digits.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | digit) << (4 * (2 - pair.len())));
    (string.collect(), length + 1)
}

/// UTF-16BE with its mark, or letters of two bytes of which the first is zero; else UTF-8 or Latin-1.
fn decoded(string: &[u8]) -> String {
    let wide = |bytes: &[u8]| {
        let units = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(u16::from_be_bytes);
        char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    if let Some(rest) = string.strip_prefix(b"\xfe\xff") {
        return wide(rest);
    }
    if string.len() >= 2 && string.len().is_multiple_of(2) && string.iter().step_by(2).all(|byte| *byte == 0) {
        return wide(string);
    }
    match std::str::from_utf8(string) {
        Ok(text) => text.to_owned(),
        Err(_) => string.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn pdf(page: &[u8]) -> Vec<u8> {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(page).expect("memory");
        let packed = packed.finish().expect("memory");
        let mut file = b"%PDF-1.4\n1 0 obj <</Title (Letter of \\(Dr\\) Nem\\\n eth) /Author <FEFF004F006B00610066006F0072>>> endobj\n".to_vec();
        file.extend(format!("2 0 obj <</Length {} /Filter /FlateDecode>>\nstream\n", packed.len()).into_bytes());
        file.extend(packed);
        file.extend(b"\nendstream endobj\n%%EOF");
        file
    }

    #[test]
    fn the_strings_of_a_page_are_joined_as_they_are_shown() {
        let page = b"BT /F1 12 Tf 72 700 Td [(Oka) 12 (for) -250 (Anna)] TJ (, born) Tj 0 -14 Td <4D524E20> Tj (7692424) Tj ET";
        let found = Pdf::read(&pdf(page)).expect("a document");
        let text = found.texts.join("\n");
        for wanted in ["Okafor Anna, born", "MRN 7692424", "Letter of (Dr) Nem eth", "Okafor\n"] {
            assert!(text.contains(wanted), "{wanted} in {text}");
        }
        assert_eq!(found.streams, vec![page.to_vec()]);
    }

    #[test]
    fn broken_documents_and_bombs_are_survived() {
        let whole = pdf(&vec![b' '; 40 << 20]);
        assert!(
            Pdf::read(&whole).expect("a document").streams.iter().all(|stream| stream.len() as u64 <= LONGEST_STREAM)
        );
        let small = pdf(b"BT (a\\) Tj <41 [(");
        for end in 0..small.len() {
            let _ = Pdf::read(small.get(..end).expect("a part"));
        }
        assert!(Pdf::read(b"no document").is_none());
    }
}
