//! Glyphs at whole pixels, and lines made of them.

use crate::dicom::locus::PixelBox;
use crate::ink::mask::Mask;

/// One drawn character. Its ink lies whole between the pen and the pen plus `advance`, so neighbours never overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The character.
    pub character: char,
    /// How far the pen moves on, in pixels.
    pub advance: u32,
    /// From the pen to the first column of the mask, in pixels.
    pub left: i32,
    /// From the top of the line to the first row of the mask, in pixels.
    pub top: i32,
    /// The ink; without columns and rows for a space.
    pub mask: Mask,
}

/// A drawn line of text: the sum of its glyphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The text.
    pub text: String,
    /// The ink of all glyphs: as wide as all advances together, as high as a line of the typeface.
    pub mask: Mask,
    /// Advance of every character, in pixels.
    pub advances: Vec<u32>,
    /// Cell of every character within the mask: its advance wide, the line high.
    pub boxes: Vec<PixelBox>,
}

impl Line {
    /// Draws `glyphs` side by side.
    pub(in crate::ink) fn set(glyphs: &[Glyph], line_height: u32) -> Self {
        let width = glyphs.iter().fold(0u32, |sum, glyph| sum.saturating_add(glyph.advance));
        let mut line = Self {
            text: glyphs.iter().map(|glyph| glyph.character).collect(),
            mask: Mask::empty(width, line_height),
            advances: Vec::with_capacity(glyphs.len()),
            boxes: Vec::with_capacity(glyphs.len()),
        };
        let mut pen = 0u32;
        for glyph in glyphs {
            line.mask.lay(&glyph.mask, (pen as i32).saturating_add(glyph.left), glyph.top);
            line.advances.push(glyph.advance);
            line.boxes.push(PixelBox::new(pen, 0, glyph.advance, line_height));
            pen = pen.saturating_add(glyph.advance);
        }
        line
    }

    /// Cell of the characters `first..first + count`, within the mask.
    pub fn span(&self, first: usize, count: usize) -> PixelBox {
        let sum = |advances: Option<&[u32]>| advances.unwrap_or_default().iter().sum::<u32>();
        let last = first.saturating_add(count).min(self.advances.len());
        PixelBox::new(sum(self.advances.get(..first)), 0, sum(self.advances.get(first..last)), self.mask.height)
    }
}
