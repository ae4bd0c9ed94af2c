//! The scripts that text is written in.

/// Scripts of the letters of a text, in words; empty where it has none.
pub fn scripts(text: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for character in text.chars().filter(|character| character.is_alphabetic()) {
        let script = script(character);
        if !found.contains(&script) {
            found.push(script);
        }
    }
    found
}

/// By the blocks of Unicode.
fn script(character: char) -> &'static str {
    match character as u32 {
        0x0000..=0x007f => "Latin, plain",
        0x0080..=0x024f | 0x1e00..=0x1eff => "Latin with marks",
        0x0370..=0x03ff | 0x1f00..=0x1fff => "Greek",
        0x0400..=0x052f => "Cyrillic",
        0x0590..=0x05ff => "Hebrew",
        0x0600..=0x06ff | 0x0750..=0x077f => "Arabic",
        0x0e00..=0x0e7f => "Thai",
        0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7af => "Hangul",
        0x3040..=0x30ff | 0xff66..=0xff9f => "Kana",
        0x3400..=0x9fff | 0xf900..=0xfaff => "Han",
        _ => "another",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_their_script_and_digits_tell_none() {
        assert_eq!(scripts("Okafor-Żak 12"), ["Latin, plain", "Latin with marks"]);
        assert_eq!(scripts("山田 やまだ"), ["Han", "Kana"]);
        assert_eq!([scripts("Иванов"), scripts("김"), scripts("Σ")], [["Cyrillic"], ["Hangul"], ["Greek"]]);
        assert!(scripts("2024-01-02").is_empty());
    }
}
