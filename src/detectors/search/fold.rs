//! Case, accents and typographic signs taken away, so that they hide nothing.

use std::borrow::Cow;
use std::sync::LazyLock;

/// Letters below this are looked up: Latin ones with their marks.
const KNOWN: u32 = 0x250;

/// What each of the first letters becomes.
static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let letters = (0..KNOWN).map(|code| char::from_u32(code).unwrap_or_default());
    letters
        .map(|letter| {
            let mut folded = String::new();
            fold_letter(letter, &mut folded);
            folded
        })
        .collect()
});

/// Lower case, without the marks of Latin letters: `Mônica` and `MONICA` become the same. Typographic dashes and blanks
/// become plain ones, signs without width go.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        // Matching disregards the case of ASCII letters.
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    let known: &[String] = &FOLDED;
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter);
        } else {
            match known.get(letter as usize) {
                Some(plain) => folded.push_str(plain),
                None => fold_letter(letter, &mut folded),
            }
        }
    }
    Cow::Owned(folded)
}

/// What a byte in Latin-1 becomes: up to two bytes, and their number.
static LATIN: LazyLock<[([u8; 2], u8); 256]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let letter = u8::try_from(code).map(char::from).unwrap_or_default();
        let text = letter.to_string();
        let folded = fold(&text);
        let mut bytes = [0; 2];
        bytes.iter_mut().zip(folded.bytes()).for_each(|(to, from)| *to = from);
        (bytes, folded.len() as u8)
    })
});

/// Text in Latin-1, decoded and folded.
pub fn fold_latin(bytes: &[u8]) -> String {
    let table: &[_; 256] = &LATIN;
    let mut folded = vec![0; 2 * bytes.len()];
    let mut at = 0;
    for byte in bytes {
        let (letters, length) = table.get(usize::from(*byte)).copied().unwrap_or_default();
        if let Some(place) = folded.get_mut(at..at + 2) {
            place.copy_from_slice(&letters);
        }
        at += usize::from(length);
    }
    folded.truncate(at);
    String::from_utf8(folded).unwrap_or_default()
}

/// What a byte in Latin-1 becomes, if that is one letter of ASCII.
pub fn fold_latin_letter(byte: u8) -> Option<u8> {
    let ([letter, _], length) = LATIN.get(usize::from(byte)).copied().unwrap_or_default();
    (length == 1).then(|| letter.to_ascii_lowercase())
}

fn fold_letter(letter: char, folded: &mut String) {
    match letter {
        '\0'..='\u{7f}' => folded.push(letter),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => folded.push(' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
        '\u{2018}' | '\u{2019}' | '\u{2b9}'..='\u{2bc}' => folded.push('\''),
        // Soft hyphen, zero widths, combining marks.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{300}'..='\u{36f}' => {}
        // Wide forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            folded.push(char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter).to_ascii_lowercase());
        }
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => match deunicode::deunicode_char(letter) {
            Some(plain) => folded.push_str(&plain.to_lowercase()),
            None => folded.extend(letter.to_lowercase()),
        },
        _ => folded.extend(letter.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_takes_marks_and_typography() {
        assert!(fold("MÔNICA Łuß").eq_ignore_ascii_case(&fold("mo\u{302}nica luss")));
        assert_eq!(fold("ｍｏｎｉｃａ\u{2013}s\u{a0}e\u{ad}ś"), "monica-s es");
        assert_eq!(fold("ЛЮК 京都"), "люк 京都");
    }

    #[test]
    fn latin_text_becomes_the_same_by_the_table_and_stays_so() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        assert_eq!(fold_latin(&bytes), fold(&text));
        assert_eq!(fold(&fold_latin(&bytes)), fold(&text));
        assert_eq!(fold_latin_letter(b'\xe9'), Some(b'e'));
        assert_eq!(fold_latin_letter(b'\xdf'), None);
    }

    #[test]
    fn a_letter_becomes_the_same_from_the_table_and_without_it() {
        for letter in (0x80..0x2200).filter_map(char::from_u32) {
            let mut plain = String::new();
            fold_letter(letter, &mut plain);
            assert_eq!(fold(&letter.to_string()), plain, "{letter:?}");
        }
    }
}
