//! The embedded typefaces.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A typeface that is embedded in the program; its licence stands beside the file in `fonts/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// DejaVu Sans 2.37: Latin, Greek, Cyrillic and more.
    DejaVuSans,
    /// DejaVu Sans Mono 2.37: every glyph has the same advance.
    DejaVuSansMono,
    /// DejaVu Sans Bold 2.37.
    DejaVuSansBold,
    /// Liberation Sans 2.1: the widths of Arial.
    LiberationSans,
    /// Noto Sans CJK JP 2.004, cut down to Latin letters and the characters of the invented names.
    NotoSansCjk,
}

/// A typeface name that is not known.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("no typeface `{name}`; known are {known}")]
pub struct ParseFaceError {
    name: String,
    known: String,
}

impl Face {
    /// Every face, in the order in which they were added.
    pub const ALL: [Self; 5] =
        [Self::DejaVuSans, Self::DejaVuSansMono, Self::DejaVuSansBold, Self::LiberationSans, Self::NotoSansCjk];

    /// The name as it is recorded in the truth.
    pub fn name(self) -> &'static str {
        match self {
            Self::DejaVuSans => "DejaVu Sans",
            Self::DejaVuSansMono => "DejaVu Sans Mono",
            Self::DejaVuSansBold => "DejaVu Sans Bold",
            Self::LiberationSans => "Liberation Sans",
            Self::NotoSansCjk => "Noto Sans CJK JP",
        }
    }

    /// The TrueType or OpenType file.
    pub fn data(self) -> &'static [u8] {
        match self {
            Self::DejaVuSans => include_bytes!("../../fonts/DejaVuSans.ttf"),
            Self::DejaVuSansMono => include_bytes!("../../fonts/DejaVuSansMono.ttf"),
            Self::DejaVuSansBold => include_bytes!("../../fonts/DejaVuSans-Bold.ttf"),
            Self::LiberationSans => include_bytes!("../../fonts/LiberationSans-Regular.ttf"),
            Self::NotoSansCjk => include_bytes!("../../fonts/NotoSansCJKjp-Subset.otf"),
        }
    }
}

impl fmt::Display for Face {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Face {
    type Err = ParseFaceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|face| face.name() == text)
            .ok_or_else(|| ParseFaceError { name: text.to_owned(), known: Self::ALL.map(Self::name).join(", ") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recorded_name_is_read_back() {
        for face in Face::ALL {
            assert_eq!(face.to_string().parse(), Ok(face));
        }
        assert!("Comic Sans".parse::<Face>().is_err_and(|error| error.to_string().contains("DejaVu Sans Mono")));
    }
}
