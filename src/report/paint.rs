//! Text with roles, which a terminal shows as colours and a picture as fills.
//!
//! Roles are marks of no width inside the text, so that tables are laid out as if they were not there.

use std::io;
use std::io::Write;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A leak.
    Bad,
    /// Damage, or something that was not measured.
    Warn,
    /// As it should be.
    Good,
    /// A heading.
    Strong,
    /// Of less weight.
    Dim,
}

// Invisible operators and format characters that Unicode gives no width; strangers' text is cleaned of them.
const MARKS: &[(char, Role)] = &[
    ('\u{2061}', Role::Bad),
    ('\u{2062}', Role::Warn),
    ('\u{2063}', Role::Good),
    ('\u{2064}', Role::Strong),
    ('\u{206A}', Role::Dim),
];
const END: char = '\u{206B}';

impl Role {
    /// `text` in this role.
    pub(super) fn of(self, text: impl AsRef<str>) -> String {
        let start = MARKS.iter().find(|(_, role)| *role == self).map(|(mark, _)| *mark);
        start.into_iter().chain(text.as_ref().chars()).chain([END]).collect()
    }

    /// How a terminal switches to it (ECMA-48 §8.3.117).
    fn escape(self) -> &'static str {
        match self {
            Self::Bad => "\x1b[1;31m",
            Self::Warn => "\x1b[33m",
            Self::Good => "\x1b[32m",
            Self::Strong => "\x1b[1m",
            Self::Dim => "\x1b[2m",
        }
    }
}

/// Whether a letter takes room, which marks of roles do not.
pub(super) fn takes_room(letter: char) -> bool {
    letter != END && !MARKS.iter().any(|(mark, _)| *mark == letter)
}

/// A piece of a line and its role.
pub(super) type Piece = (Option<Role>, String);

/// Lines of text, each cut where the role changes. A role runs on into the next line until it ends.
pub(super) fn lines(text: &str) -> Vec<Vec<Piece>> {
    let mut role = None;
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut pieces = vec![(role, String::new())];
        for letter in line.chars() {
            let mark = MARKS.iter().find(|(mark, _)| *mark == letter).map(|(_, role)| *role);
            if mark.is_some() || letter == END {
                role = mark;
                pieces.push((role, String::new()));
            } else if let Some((_, text)) = pieces.last_mut() {
                text.push(letter);
            }
        }
        pieces.retain(|(_, text)| !text.is_empty());
        lines.push(pieces);
    }
    lines
}

/// Writes text with roles, as colours or without.
pub(super) fn write(text: &str, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    for line in lines(text) {
        for (role, piece) in line {
            match role.filter(|_| colour) {
                Some(role) => write!(out, "{}{piece}\x1b[0m", role.escape())?,
                None => out.write_all(piece.as_bytes())?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Text from a tool or a file, without anything that moves a cursor, turns the direction of writing or has no width.
pub(super) fn clean(text: &str) -> String {
    let unseen = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    text.chars().map(|letter| if unseen(letter) { '·' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, colour: bool) -> String {
        let mut out = Vec::new();
        write(text, colour, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn roles_are_colours_only_where_these_are_asked_for() {
        let text = format!("a {} b", Role::Bad.of("leaked"));
        assert_eq!(written(&text, false), "a leaked b\n");
        assert_eq!(written(&text, true), "a \x1b[1;31mleaked\x1b[0m b\n");
    }

    #[test]
    fn text_of_strangers_can_neither_colour_nor_move_anything() {
        let hostile = format!("a\x1b[2J\r\n\u{202E}b{}", Role::Good.of("held"));
        assert_eq!(clean(&hostile), "a·[2J···b·held·");
        assert_eq!(clean("Größe 山田 (0010,0010)"), "Größe 山田 (0010,0010)");
    }
}
