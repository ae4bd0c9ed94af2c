//! What may stand beside a match.

/// What may stand beside a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Boundary {
    /// Anything: the value is long enough by itself.
    Free,
    /// No digit on the left: a date-time goes on with digits.
    DigitLeft,
    /// No digit on either side.
    Digits,
    /// No digit on either side, nor a point with a digit behind it: no part of a decimal number or of a UID.
    Number,
    /// No letter or digit on either side.
    Word,
    /// No component of a UID on either side: a longer UID is another one.
    Uid,
}

/// How letters stand in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One byte or several, ASCII being one.
    Byte,
    /// UTF-16, low byte first.
    Little,
    /// UTF-16, high byte first.
    Big,
}

impl Unit {
    fn width(self) -> usize {
        if self == Self::Byte { 1 } else { 2 }
    }
}

/// The two neighbours on each side of a match, the nearest first; `None` past the end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbours {
    /// On the left.
    pub left: [Option<char>; 2],
    /// On the right.
    pub right: [Option<char>; 2],
}

impl Neighbours {
    /// In bytes. A byte beyond ASCII counts as a letter, because it belongs to one in every encoding that DICOM allows.
    pub fn in_bytes(haystack: &[u8], start: usize, end: usize, unit: Unit) -> Self {
        let width = unit.width();
        let letter = |at: Option<usize>| {
            let at = at?;
            let code = match (haystack.get(at..at.checked_add(width)?)?, unit) {
                ([byte], _) if *byte >= 0x80 => u32::from('é'),
                ([byte], _) => u32::from(*byte),
                ([low, high], Unit::Little) | ([high, low], _) => u32::from(*high) << 8 | u32::from(*low),
                _ => return None,
            };
            char::from_u32(code)
        };
        Self {
            left: [letter(start.checked_sub(width)), letter(start.checked_sub(2 * width))],
            right: [letter(Some(end)), letter(end.checked_add(width))],
        }
    }

    /// In text.
    pub fn in_text(text: &str, start: usize, end: usize) -> Self {
        let mut before = text.get(..start).unwrap_or_default().chars().rev();
        let mut after = text.get(end..).unwrap_or_default().chars();
        Self { left: [before.next(), before.next()], right: [after.next(), after.next()] }
    }
}

impl Boundary {
    /// Whether a match between these neighbours counts.
    pub fn allows(self, beside: &Neighbours) -> bool {
        let digit = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
        let word = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() && !is_ideographic(sign));
        let [left, further_left] = beside.left;
        let [right, further_right] = beside.right;
        let point = |near: Option<char>, far: Option<char>| near == Some('.') && digit(far);
        match self {
            Self::Free => true,
            Self::DigitLeft => !digit(left),
            Self::Digits => !digit(left) && !digit(right),
            Self::Number => !digit(left) && !digit(right) && !point(left, further_left) && !point(right, further_right),
            Self::Word => !word(left) && !word(right),
            Self::Uid => !digit(left) && left != Some('.') && !digit(right) && !point(right, further_right),
        }
    }
}

/// Han, kana or hangul: scripts whose words stand without blanks.
pub fn is_ideographic(letter: char) -> bool {
    matches!(
        letter,
        '\u{1100}'..='\u{11ff}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(boundary: Boundary, text: &str, value: &str) -> bool {
        let start = text.find(value).expect("the value");
        let end = start + value.len();
        let in_text = boundary.allows(&Neighbours::in_text(text, start, end));
        let in_bytes = boundary.allows(&Neighbours::in_bytes(text.as_bytes(), start, end, Unit::Byte));
        assert_eq!(in_text, in_bytes, "{text}");
        in_text
    }

    #[test]
    fn a_longer_uid_is_another_one() {
        for (text, same) in
            [("1.2.3", true), ("uid 1.2.3.", true), ("1.2.3.4", false), ("1.2.34", false), ("5.1.2.3", false)]
        {
            assert_eq!(allows(Boundary::Uid, text, "1.2.3"), same, "{text}");
        }
    }

    #[test]
    fn a_short_number_is_no_part_of_a_longer_one() {
        for (text, same) in
            [("id 41234", true), ("41234.", true), ("2.41234", false), ("41234.5", false), ("412341", false)]
        {
            assert_eq!(allows(Boundary::Number, text, "41234"), same, "{text}");
        }
    }

    #[test]
    fn scripts_without_blanks_do_not_hide_a_word() {
        let text = "患者Anna様";
        assert!(Boundary::Word.allows(&Neighbours::in_text(text, 6, 10)));
    }
}
