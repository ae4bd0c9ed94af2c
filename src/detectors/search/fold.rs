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
    fn a_letter_becomes_the_same_from_the_table_and_without_it() {
        for letter in (0x80..0x2200).filter_map(char::from_u32) {
            let mut plain = String::new();
            fold_letter(letter, &mut plain);
            assert_eq!(fold(&letter.to_string()), plain, "{letter:?}");
        }
    }
}
