//! Which colour is which organ: a CSV with the columns `organ`, `red`, `green` and `blue`.

use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// Most organs of a palette: a mask holds one byte for each pixel.
const MOST: usize = 200;
/// What the palette calls pixels that belong to no organ.
const BACKGROUND: &str = "background";

/// The colours of organs. Black is background, unless the palette says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Value in decoded masks (0 is background) and colour.
    pub(super) colours: Vec<(u8, [u8; 3])>,
    organs: Vec<String>,
}

/// A palette can't be used.
#[derive(Debug, Error)]
pub enum PaletteError {
    /// It can't be read.
    #[error("could not read the palette `{path}`; expected a CSV with the columns organ,red,green,blue")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// It holds nothing, or too much.
    #[error(
        "the palette `{path}` names {count} organs, and 1 to {MOST} are possible; its columns are organ,red,green,blue"
    )]
    Count {
        /// The file.
        path: PathBuf,
        /// Organs.
        count: usize,
    },
    /// Two rows have one colour.
    #[error("the palette `{path}` gives {one} and {other} the same colour")]
    Same {
        /// The file.
        path: PathBuf,
        /// An organ.
        one: String,
        /// Another one.
        other: String,
    },
}

#[derive(serde::Deserialize)]
struct Row {
    organ: String,
    red: u8,
    green: u8,
    blue: u8,
}

impl Palette {
    /// Reads a palette.
    pub fn read(path: &Path) -> Result<Self, PaletteError> {
        let fail = |source| PaletteError::Read { path: path.to_owned(), source };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(fail)?;
        let rows: Vec<Row> = reader.deserialize().collect::<Result<_, _>>().map_err(fail)?;
        let mut palette = Self { colours: Vec::new(), organs: Vec::new() };
        let mut seen: Vec<(String, [u8; 3])> = Vec::new();
        for row in rows {
            let colour = [row.red, row.green, row.blue];
            if let Some((one, _)) = seen.iter().find(|(_, known)| *known == colour) {
                return Err(PaletteError::Same { path: path.to_owned(), one: one.clone(), other: row.organ });
            }
            seen.push((row.organ.clone(), colour));
            let value = if row.organ == BACKGROUND { 0 } else { palette.value_of(&row.organ) };
            palette.colours.push((value, colour));
        }
        let count = palette.organs.len();
        if count == 0 || count > MOST {
            return Err(PaletteError::Count { path: path.to_owned(), count });
        }
        if !seen.iter().any(|(organ, colour)| organ == BACKGROUND || *colour == [0; 3]) {
            palette.colours.push((0, [0; 3]));
        }
        Ok(palette)
    }

    /// The value of an organ, from 1; one that several colours stand for has one value.
    fn value_of(&mut self, organ: &str) -> u8 {
        let place = self.organs.iter().position(|known| known == organ).unwrap_or_else(|| {
            self.organs.push(organ.to_owned());
            self.organs.len() - 1
        });
        u8::try_from(place + 1).unwrap_or(u8::MAX)
    }

    /// The organs; number `i` has the value `i + 1` in decoded masks.
    pub fn organs(&self) -> Vec<String> {
        self.organs.clone()
    }

    #[cfg(test)]
    pub(super) fn of(colours: &[(&str, [u8; 3])]) -> Self {
        let mut palette = Self { colours: vec![(0, [0; 3])], organs: Vec::new() };
        for (organ, colour) in colours {
            let value = palette.value_of(organ);
            palette.colours.push((value, *colour));
        }
        palette
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_palette_is_read_and_one_that_can_not_be_meant_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("palette.csv");
        let read = |text: &str| {
            std::fs::write(&path, text).expect("written");
            Palette::read(&path)
        };
        let palette =
            read("organ,red,green,blue\nliver, 255,0,0\nkidney,0,255,0\nliver,250,128,0\n").expect("a palette");
        assert_eq!(palette.organs(), ["liver", "kidney"]);
        assert_eq!(palette.colours, [(1, [255, 0, 0]), (2, [0, 255, 0]), (1, [250, 128, 0]), (0, [0, 0, 0])]);
        for (text, word) in [
            ("organ,red\nliver,1\n", "organ,red,green,blue"),
            ("organ,red,green,blue\n", "0 organs"),
            ("organ,red,green,blue\nbackground,9,9,9\n", "0 organs"),
            ("organ,red,green,blue\na,1,1,1\nb,1,1,1\n", "same colour"),
            ("organ,red,green,blue\na,256,1,1\n", "organ,red,green,blue"),
        ] {
            let refused = read(text).expect_err(text).to_string();
            assert!(refused.contains(word), "{refused}");
        }
    }
}
