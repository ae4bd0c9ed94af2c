//! Ways of writing with a typeface: hollow, spaced, stacked and so on. Each is a sheet of glyphs of its own, so that any
//! other text is drawn exactly alike.

use crate::ink::glyph::Glyph;
use crate::ink::mask::Mask;
use crate::ink::sheet::GlyphSheet;
use crate::ink::typeface::Typeface;

/// A way of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lettering {
    /// As the typeface draws it.
    Plain,
    /// A contour one pixel wide around each letter.
    Hollow,
    /// Half an em more between letters.
    Spaced,
    /// Letters that stand upright when the line is turned by 90 degrees clockwise: one below another.
    Stacked,
    /// From the top of capitals to the base line alone, so that a line can touch the border of a picture. Other letters are
    /// cut off there.
    Tight,
    /// Without half-covered pixels.
    Crisp,
}

impl Lettering {
    /// What follows the name of the face in the record.
    fn suffix(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Hollow => "/outline",
            Self::Spaced => "/spaced",
            Self::Stacked => "/stacked",
            Self::Tight => "/tight",
            Self::Crisp => "/crisp",
        }
    }

    /// The glyphs of `characters` in this way of writing; those that the face lacks are left out.
    pub fn sheet(self, typeface: &Typeface, characters: impl IntoIterator<Item = char>) -> GlyphSheet {
        let plain = typeface.sheet(characters);
        let name = format!("{}{}", plain.face, self.suffix());
        let (ascent, height) = (plain.ascent, plain.line_height);
        if self == Self::Plain {
            return plain;
        }
        let glyphs = plain.glyphs().cloned();
        match self {
            Self::Hollow => GlyphSheet::new(&name, plain.px, ascent + 1, height + 2, glyphs.map(hollow)),
            Self::Spaced => {
                let gap = plain.px.div_ceil(2);
                let spaced = |glyph: Glyph| Glyph { advance: glyph.advance + gap, ..glyph };
                GlyphSheet::new(&name, plain.px, ascent, height, glyphs.map(spaced))
            }
            Self::Stacked => {
                let cell = widest(typeface);
                GlyphSheet::new(&name, plain.px, cell, cell, glyphs.map(|glyph| stacked(glyph, cell, height)))
            }
            Self::Tight => {
                let (top, bottom) = capitals(typeface);
                let cut = glyphs.map(|glyph| tight(glyph, top, bottom));
                GlyphSheet::new(&name, plain.px, ascent.saturating_sub(top), bottom - top, cut)
            }
            Self::Crisp | Self::Plain => {
                let crisp = |glyph: Glyph| Glyph { mask: glyph.mask.crisp(), ..glyph };
                GlyphSheet::new(&name, plain.px, ascent, height, glyphs.map(crisp))
            }
        }
    }
}

fn hollow(glyph: Glyph) -> Glyph {
    if glyph.mask.alpha.is_empty() {
        return Glyph { advance: glyph.advance + 2, ..glyph };
    }
    Glyph { advance: glyph.advance + 2, mask: glyph.mask.contour(), ..glyph }
}

/// Width of a column of stacked letters.
fn widest(typeface: &Typeface) -> u32 {
    (' '..='~')
        .filter_map(|character| typeface.glyph(character))
        .map(|glyph| glyph.advance)
        .max()
        .unwrap_or(typeface.px)
}

/// The glyph turned counter-clockwise in the middle of a line `cell` high; the next letter follows one line height on.
fn stacked(glyph: Glyph, cell: u32, line_height: u32) -> Glyph {
    let aside = cell.saturating_sub(glyph.mask.width) / 2;
    let top = cell.saturating_sub(aside + glyph.mask.width);
    Glyph {
        character: glyph.character,
        advance: line_height,
        left: glyph.top,
        top: top as i32,
        mask: glyph.mask.turned_by(3),
    }
}

/// Top of the highest capital or digit, and the row below the lowest. J and Q go below the base line in some faces.
fn capitals(typeface: &Typeface) -> (u32, u32) {
    let glyphs = ('0'..='9')
        .chain('A'..='I')
        .chain('K'..='P')
        .chain('R'..='Z')
        .filter_map(|character| typeface.glyph(character));
    let ends = glyphs.map(|glyph| (glyph.top.unsigned_abs(), glyph.top.unsigned_abs() + glyph.mask.height));
    ends.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1))).unwrap_or((0, typeface.line_height))
}

fn tight(glyph: Glyph, top: u32, bottom: u32) -> Glyph {
    let (from, to) = (glyph.top.unsigned_abs(), glyph.top.unsigned_abs() + glyph.mask.height);
    let (first, last) = (from.clamp(top, bottom), to.clamp(top, bottom));
    let width = glyph.mask.width as usize;
    let rows = (first - from.min(first)) as usize * width..(last - from.min(last)) as usize * width;
    let alpha = glyph.mask.alpha.get(rows).unwrap_or_default().to_vec();
    Glyph { top: (first - top) as i32, mask: Mask { width: glyph.mask.width, height: last - first, alpha }, ..glyph }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::locus::PixelBox;
    use crate::ink::face::Face;
    use std::collections::BTreeSet;

    const ALL: [Lettering; 6] = [
        Lettering::Plain,
        Lettering::Hollow,
        Lettering::Spaced,
        Lettering::Stacked,
        Lettering::Tight,
        Lettering::Crisp,
    ];

    #[test]
    fn every_way_of_writing_keeps_glyphs_whole_within_their_advance_and_line() {
        for (lettering, px) in ALL.into_iter().flat_map(|lettering| [(lettering, 9), (lettering, 24)]) {
            let sheet = lettering.sheet(&Typeface::new(Face::DejaVuSans, px), ' '..='~');
            assert_eq!(sheet.glyphs().count(), 95);
            for glyph in sheet.glyphs() {
                assert!(glyph.left >= 0 && glyph.top >= 0, "{lettering:?} {}", glyph.character);
                assert!(glyph.left.unsigned_abs() + glyph.mask.width <= glyph.advance, "{lettering:?} {glyph:?}");
                assert!(glyph.top.unsigned_abs() + glyph.mask.height <= sheet.line_height, "{lettering:?} {glyph:?}");
                assert_eq!(glyph.mask.alpha.len() as u32, glyph.mask.width * glyph.mask.height);
            }
        }
    }

    #[test]
    fn names_of_sheets_differ_and_begin_with_the_face() {
        let typeface = Typeface::new(Face::DejaVuSans, 12);
        let names: BTreeSet<String> = ALL.map(|way| way.sheet(&typeface, ['A']).face).into();
        assert_eq!(names.len(), ALL.len());
        assert!(names.iter().all(|name| name.starts_with("DejaVu Sans")));
    }

    #[test]
    fn a_stacked_line_that_is_turned_shows_its_letters_upright() {
        let typeface = Typeface::new(Face::DejaVuSans, 20);
        let line = Lettering::Stacked.sheet(&typeface, "AL".chars()).render("AL").expect("in the face").mask.turned();
        let upper = line.cropped(PixelBox::new(0, 0, line.width, typeface.line_height));
        let upright = typeface.glyph('A').expect("in the face");
        let ink = upper.ink_box().expect("ink");
        assert_eq!((ink.width, ink.height), (upright.mask.width, upright.mask.height));
        assert_eq!(upper.cropped(ink), upright.mask);
    }

    #[test]
    fn a_tight_line_of_capitals_has_ink_in_its_first_and_last_row() {
        let sheet = Lettering::Tight.sheet(&Typeface::new(Face::DejaVuSans, 18), '0'..='Z');
        let line = sheet.render("H0412OS").expect("in the face");
        let ink = line.mask.ink_box().expect("ink");
        assert_eq!((ink.y, ink.height), (0, sheet.line_height));
    }
}
