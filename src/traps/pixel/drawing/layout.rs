//! Lines set below one another, with boxes of what they hold, turned as a whole.

use super::Caption;
use super::Look;
use crate::dicom::locus::PixelBox;
use crate::ink::mask::Mask;
use crate::ink::typeface::Typeface;

/// One line, placed within its block.
pub(super) struct SetLine {
    /// Label and value.
    pub(super) text: String,
    /// The ink as it stands in the picture.
    pub(super) mask: Mask,
    /// Box of the line within the block.
    pub(super) line_box: PixelBox,
    /// Box of the value alone within the block.
    pub(super) value_box: PixelBox,
    /// Width of the value as it is read.
    pub(super) value_width: u32,
}

/// Lines of one size.
pub(super) struct Block {
    /// Columns.
    pub(super) width: u32,
    /// Rows.
    pub(super) height: u32,
    /// The lines.
    pub(super) lines: Vec<SetLine>,
    /// The typeface.
    pub(super) typeface: Typeface,
}

/// Lines one below another in an em size; `None` where the face lacks a character.
pub(super) fn set(captions: &[Caption], look: &Look, px: u32) -> Option<Block> {
    let typeface = Typeface::new(look.face, px);
    let texts: Vec<String> = captions.iter().map(Caption::text).collect();
    let sheet = look.lettering.sheet(&typeface, texts.iter().flat_map(|text| text.chars()));
    let height = sheet.line_height;
    // Tight lines have no room of their own between them.
    let pitch = height + if height < px { px / 3 } else { 0 };
    let mut lines = Vec::new();
    for (number, (caption, text)) in captions.iter().zip(texts).enumerate() {
        let drawn = sheet.render(&text)?;
        let start = caption.start().chars().count();
        let span = drawn.span(start, text.chars().count() - start);
        let top = number as u32 * pitch;
        lines.push(SetLine {
            text,
            line_box: PixelBox::new(0, top, drawn.mask.width, height),
            value_box: PixelBox::new(span.x, top, span.width, height),
            value_width: span.width,
            mask: drawn.mask.turned_by(look.quarters),
        });
    }
    let width = lines.iter().map(|line| line.mask_width(look.quarters)).max()?;
    let height = pitch * (lines.len() as u32 - 1) + height;
    for line in &mut lines {
        line.line_box = turned(line.line_box, (width, height), look.quarters);
        line.value_box = turned(line.value_box, (width, height), look.quarters);
    }
    let (width, height) = if look.quarters % 2 == 1 { (height, width) } else { (width, height) };
    Some(Block { width, height, lines, typeface })
}

impl SetLine {
    /// Width as the line is read.
    fn mask_width(&self, quarters: u8) -> u32 {
        if quarters % 2 == 1 { self.mask.height } else { self.mask.width }
    }
}

/// A box of an upright block of some size, in the block turned clockwise by quarters.
pub(super) fn turned(area: PixelBox, (width, height): (u32, u32), quarters: u8) -> PixelBox {
    let PixelBox { x, y, width: w, height: h } = area;
    match quarters % 4 {
        0 => area,
        1 => PixelBox::new(height - y - h, x, h, w),
        2 => PixelBox::new(width - x - w, height - y - h, w, h),
        _ => PixelBox::new(y, width - x - w, h, w),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::face::Face;
    use crate::ink::lettering::Lettering;
    use crate::traps::pixel::drawing::Tint;
    use crate::truth::Kind;

    #[test]
    fn a_turned_block_holds_the_same_ink_in_its_turned_boxes() {
        let captions = [Caption::plain("ID:", Kind::Mrn, "H4821390"), Caption::plain("", Kind::Accession, "A77")];
        for (lettering, quarters) in
            [(Lettering::Plain, 0), (Lettering::Plain, 1), (Lettering::Tight, 2), (Lettering::Spaced, 3)]
        {
            let look = Look::new(Face::DejaVuSans, 16, 16, Tint::Contrast(90)).lettered(lettering).turned(quarters);
            let block = set(&captions, &look, 16).expect("in the face");
            for line in &block.lines {
                assert!(line.line_box.fits(block.width, block.height), "{quarters}: {:?}", line.line_box);
                assert_eq!((line.line_box.width, line.line_box.height), (line.mask.width, line.mask.height));
                let value = PixelBox::new(
                    line.value_box.x - line.line_box.x,
                    line.value_box.y - line.line_box.y,
                    line.value_box.width,
                    line.value_box.height,
                );
                assert!(line.mask.cropped(value).ink_box().is_some());
            }
        }
    }
}
