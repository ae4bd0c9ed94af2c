//! Glyphs recorded in the truth, so that scoring draws other text without any typeface.

use crate::ink::glyph::Glyph;
use crate::ink::glyph::Line;
use crate::ink::mask::Mask;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::io::Write;
use thiserror::Error;

/// Largest advance, offset or side of a glyph that is read, in pixels.
const LARGEST_SIDE: u32 = 1024;

/// Drawn glyphs of one face and size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlyphSheet {
    /// Name of the face, as recorded.
    pub face: String,
    /// Em size in pixels.
    pub px: u32,
    /// From the top of a line to the base line, in pixels.
    pub ascent: u32,
    /// Height of a line, in pixels.
    pub line_height: u32,
    glyphs: BTreeMap<char, Glyph>,
}

/// A file of glyphs that cannot be written or read.
#[derive(Debug, Error)]
pub enum GlyphSheetError {
    /// The rows could not be written, or are no CSV of the expected columns.
    #[error("could not write or read the table of recorded glyphs")]
    Table {
        /// What went wrong.
        #[from]
        source: csv::Error,
    },
    /// Writing the last rows failed.
    #[error("could not write the table of recorded glyphs to its end")]
    Write {
        /// What went wrong.
        #[from]
        source: std::io::Error,
    },
    /// One row contradicts itself.
    #[error("the recorded glyph `{character}` of {face} {px} is damaged: {reason}; write the dataset again")]
    Row {
        /// Name of the face.
        face: String,
        /// Em size in pixels.
        px: u32,
        /// The character.
        character: char,
        /// What is wrong with it.
        reason: &'static str,
    },
}

/// One row of the table.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    face: String,
    px: u32,
    ascent: u32,
    line_height: u32,
    character: char,
    advance: u32,
    left: i32,
    top: i32,
    width: u32,
    height: u32,
    alpha: String,
}

impl GlyphSheet {
    /// A sheet of `glyphs`; of two for the same character the later holds.
    pub fn new(face: &str, px: u32, ascent: u32, line_height: u32, glyphs: impl IntoIterator<Item = Glyph>) -> Self {
        let glyphs = glyphs.into_iter().map(|glyph| (glyph.character, glyph)).collect();
        Self { face: face.to_owned(), px, ascent, line_height, glyphs }
    }

    /// The glyph of `character`; `None` where it was not recorded.
    pub fn glyph(&self, character: char) -> Option<&Glyph> {
        self.glyphs.get(&character)
    }

    /// Every recorded glyph, by character.
    pub fn glyphs(&self) -> impl Iterator<Item = &Glyph> {
        self.glyphs.values()
    }

    /// The line `text`, exactly as the typeface draws it; `None` where a character was not recorded.
    pub fn render(&self, text: &str) -> Option<Line> {
        let glyphs: Option<Vec<Glyph>> = text.chars().map(|character| self.glyph(character).cloned()).collect();
        Some(Line::set(&glyphs?, self.line_height))
    }

    /// Width of the line `text` in pixels; `None` where a character was not recorded.
    pub fn width(&self, text: &str) -> Option<u32> {
        text.chars().map(|character| self.glyph(character).map(|glyph| glyph.advance)).sum()
    }

    /// Adds the glyphs of `other` that are missing here.
    pub fn merge(&mut self, other: &Self) {
        for (character, glyph) in &other.glyphs {
            self.glyphs.entry(*character).or_insert_with(|| glyph.clone());
        }
    }
}

/// Writes sheets as one CSV table with a row per glyph; the mask is base64 of its rows.
pub fn write_sheets<'a>(
    sheets: impl IntoIterator<Item = &'a GlyphSheet>,
    out: impl Write,
) -> Result<(), GlyphSheetError> {
    let mut table = csv::Writer::from_writer(out);
    for sheet in sheets {
        for glyph in sheet.glyphs() {
            table.serialize(Row {
                face: sheet.face.clone(),
                px: sheet.px,
                ascent: sheet.ascent,
                line_height: sheet.line_height,
                character: glyph.character,
                advance: glyph.advance,
                left: glyph.left,
                top: glyph.top,
                width: glyph.mask.width,
                height: glyph.mask.height,
                alpha: STANDARD.encode(&glyph.mask.alpha),
            })?;
        }
    }
    Ok(table.flush()?)
}

/// Reads what [`write_sheets`] wrote, sorted by face and size.
pub fn read_sheets(input: impl Read) -> Result<Vec<GlyphSheet>, GlyphSheetError> {
    let mut sheets: BTreeMap<(String, u32), GlyphSheet> = BTreeMap::new();
    for row in csv::Reader::from_reader(input).deserialize() {
        let row: Row = row?;
        let (key, ascent, line_height) = ((row.face.clone(), row.px), row.ascent, row.line_height);
        let glyph = glyph(row)?;
        let sheet =
            sheets.entry(key).or_insert_with_key(|(face, px)| GlyphSheet::new(face, *px, ascent, line_height, []));
        sheet.glyphs.insert(glyph.character, glyph);
    }
    Ok(sheets.into_values().collect())
}

/// The glyph of one row, if the row is sound.
fn glyph(row: Row) -> Result<Glyph, GlyphSheetError> {
    let Row { face, px, character, advance, left, top, width, height, .. } = row;
    let fail = |reason| GlyphSheetError::Row { face, px, character, reason };
    let far = |offset: i32| offset.unsigned_abs() > LARGEST_SIDE;
    if advance.max(width).max(height).max(row.line_height) > LARGEST_SIDE || far(left) || far(top) {
        return Err(fail("it is too large"));
    }
    let Ok(alpha) = STANDARD.decode(&row.alpha) else { return Err(fail("its ink is no base64")) };
    if alpha.len() != width as usize * height as usize {
        return Err(fail("its ink does not have width times height values"));
    }
    Ok(Glyph { character, advance, left, top, mask: Mask { width, height, alpha } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::face::Face;
    use crate::ink::typeface::Typeface;

    fn table(sheets: &[GlyphSheet]) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_sheets(sheets, &mut bytes).expect("in memory");
        bytes
    }

    #[test]
    fn a_recorded_sheet_draws_what_the_typeface_draws() {
        let text = "Okafor, \"A\" 12^";
        for face in Face::ALL {
            let typeface = Typeface::new(face, 13);
            let sheets = read_sheets(table(&[typeface.sheet(text.chars())]).as_slice()).expect("just written");
            assert_eq!(sheets.len(), 1);
            assert_eq!(sheets[0].render(text), typeface.line(text));
            assert_eq!(sheets[0].width(text), typeface.width(text));
            assert!(sheets[0].render("z").is_none() && sheets[0].width("z").is_none());
        }
    }

    #[test]
    fn sheets_of_several_sizes_stand_in_one_table() {
        let sheets = [8, 16].map(|px| Typeface::new(Face::DejaVuSansMono, px).sheet("abc".chars()));
        let bytes = table(&sheets);
        let read = read_sheets(bytes.as_slice()).expect("just written");
        assert_eq!(read, sheets);
        assert_eq!(table(&read), bytes);
    }

    #[test]
    fn damaged_rows_are_refused_with_the_character() {
        let header = "face,px,ascent,line_height,character,advance,left,top,width,height,alpha\n";
        for row in ["F,9,9,11,A,5,0,0,2,2,AAAA\n", "F,9,9,11,A,5,0,0,2,2,!\n", "F,9,9,11,A,99999,0,0,0,0,\n"] {
            let error = read_sheets(format!("{header}{row}").as_bytes()).expect_err("damaged");
            assert!(error.to_string().contains("`A` of F 9"), "{error}");
        }
        assert!(read_sheets(format!("{header}F,9,9,11,AB,5,0,0,0,0,\n").as_bytes()).is_err());
    }
}
