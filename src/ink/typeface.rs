//! Drawing glyphs from an embedded typeface.

use crate::ink::face::Face;
use crate::ink::glyph::Glyph;
use crate::ink::glyph::Line;
use crate::ink::mask::Mask;
use crate::ink::sheet::GlyphSheet;
use ab_glyph::Font;
use ab_glyph::FontRef;
use ab_glyph::PxScale;
use ab_glyph::ScaleFont;
use ab_glyph::point;
use std::collections::BTreeSet;

/// Largest em size that is drawn, in pixels.
pub const LARGEST_SIZE: u32 = 512;

/// A face at one size. The same face, size and text give the same ink everywhere.
#[derive(Clone, Debug)]
pub struct Typeface {
    /// The face.
    pub face: Face,
    /// Em size in pixels, 1 to [`LARGEST_SIZE`].
    pub px: u32,
    /// From the top of a line to the base line, in pixels.
    pub ascent: u32,
    /// Height of a line, in pixels.
    pub line_height: u32,
    font: Option<FontRef<'static>>,
    scale: f32,
}

impl Typeface {
    /// `face` with an em of `px` pixels.
    pub fn new(face: Face, px: u32) -> Self {
        let px = px.clamp(1, LARGEST_SIZE);
        let font = FontRef::try_from_slice(face.data()).ok();
        let (scale, ascent, descent) = font.as_ref().map_or((1.0, px, 0), |font| {
            // The library scales by the height of a line; here a size is that of the em.
            let scale = px as f32 * font.height_unscaled() / font.units_per_em().unwrap_or(1.0).max(1.0);
            let scaled = font.as_scaled(PxScale::from(scale));
            (scale, scaled.ascent().ceil() as u32, (-scaled.descent()).ceil().max(0.0) as u32)
        });
        Self { face, px, ascent, line_height: ascent + descent, font, scale }
    }

    /// The glyph of `character`; `None` where the face has none.
    ///
    /// Advances are whole pixels, at least as wide as the ink, and ink that would stand left of the pen is moved to
    /// it: so a line is a sum of glyphs. Ink above or below the line is cut off.
    pub fn glyph(&self, character: char) -> Option<Glyph> {
        let font = self.font.as_ref()?;
        let id = font.glyph_id(character);
        if id.0 == 0 {
            return None;
        }
        let scale = PxScale::from(self.scale);
        let advance = font.as_scaled(scale).h_advance(id).round().max(0.0) as u32;
        let outlined = font.outline_glyph(id.with_scale_and_position(scale, point(0.0, self.ascent as f32)));
        let Some(outlined) = outlined else {
            return Some(Glyph { character, advance, left: 0, top: 0, mask: Mask::default() });
        };
        let bounds = outlined.px_bounds();
        let mut mask = Mask::empty(bounds.width() as u32, bounds.height() as u32);
        let width = mask.width as usize;
        outlined.draw(|x, y, coverage| {
            if let Some(alpha) = mask.alpha.get_mut(y as usize * width + x as usize) {
                *alpha = (coverage.clamp(0.0, 1.0) * 255.0).round() as u8;
            }
        });
        let left = (bounds.min.x as i32).max(0);
        let (mask, top) = cut(mask, bounds.min.y as i32, self.line_height);
        Some(Glyph { character, advance: advance.max(left.unsigned_abs() + mask.width), left, top, mask })
    }

    /// The line `text`; `None` where the face lacks one of its characters.
    pub fn line(&self, text: &str) -> Option<Line> {
        let glyphs: Option<Vec<Glyph>> = text.chars().map(|character| self.glyph(character)).collect();
        Some(Line::set(&glyphs?, self.line_height))
    }

    /// Width of the line `text` in pixels; `None` where the face lacks one of its characters.
    pub fn width(&self, text: &str) -> Option<u32> {
        text.chars().map(|character| self.glyph(character).map(|glyph| glyph.advance)).sum()
    }

    /// The glyphs of `characters`, once each and sorted, to be recorded; those that the face lacks are left out.
    pub fn sheet(&self, characters: impl IntoIterator<Item = char>) -> GlyphSheet {
        let characters: BTreeSet<char> = characters.into_iter().collect();
        let glyphs = characters.into_iter().filter_map(|character| self.glyph(character));
        GlyphSheet::new(self.face.name(), self.px, self.ascent, self.line_height, glyphs)
    }
}

/// The rows of `mask` that lie in a line of `line_height` when its first row stands at `top`, and the new top.
fn cut(mask: Mask, top: i32, line_height: u32) -> (Mask, i32) {
    let first = top.min(0).unsigned_abs().min(mask.height);
    let top = top.max(0);
    let height = (mask.height - first).min(line_height.saturating_sub(top.unsigned_abs()));
    let width = mask.width as usize;
    let alpha = mask.alpha.into_iter().skip(first as usize * width).take(height as usize * width).collect();
    (Mask { width: mask.width, height, alpha }, top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_draws_a_line_as_the_sum_of_its_glyphs() {
        for face in Face::ALL {
            for px in [8, 13, 32] {
                let typeface = Typeface::new(face, px);
                let line = typeface.line("Jörgensen^Ada 1947").expect("all in the face");
                assert_eq!(line.mask.width, line.advances.iter().sum::<u32>());
                assert_eq!(Some(line.mask.width), typeface.width(&line.text));
                let ink = |mask: &Mask| mask.alpha.iter().map(|alpha| u64::from(*alpha)).sum::<u64>();
                let glyphs: u64 = line.text.chars().filter_map(|c| typeface.glyph(c)).map(|g| ink(&g.mask)).sum();
                assert_eq!(ink(&line.mask), glyphs, "{face} {px}: glyphs overlap or are cut");
                assert!(line.mask.ink_box().is_some_and(|ink| ink.width > px && ink.height > px / 2));
            }
        }
    }

    #[test]
    fn a_character_that_the_face_lacks_is_none_and_a_space_has_no_ink() {
        let typeface = Typeface::new(Face::LiberationSans, 16);
        assert!(typeface.glyph('漢').is_none());
        assert!(typeface.line("A漢").is_none());
        let space = typeface.glyph(' ').expect("in the face");
        assert!(space.advance > 0 && space.mask.ink_box().is_none());
    }

    #[test]
    fn the_size_is_that_of_the_em() {
        let cap = |px| Typeface::new(Face::DejaVuSans, px).glyph('H').expect("in the face").mask.height;
        // Capitals of DejaVu Sans are 1493 of 2048 units high.
        assert_eq!((cap(32), cap(64)), (24, 47));
    }

    #[test]
    fn every_letter_of_the_bundled_scripts_stays_on_the_line() {
        for face in Face::ALL {
            let typeface = Typeface::new(face, 24);
            for character in (' '..='ž').chain('Α'..='ω').chain('А'..='я') {
                let Some(glyph) = typeface.glyph(character) else { continue };
                assert!(glyph.left >= 0 && glyph.top >= 0);
                assert!(glyph.left.unsigned_abs() + glyph.mask.width <= glyph.advance, "{face} {character}");
                assert!(glyph.top.unsigned_abs() + glyph.mask.height <= typeface.line_height, "{face} {character}");
                assert_eq!(glyph.mask.alpha.len() as u32, glyph.mask.width * glyph.mask.height);
            }
        }
    }
}
