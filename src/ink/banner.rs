//! Several labelled lines in one region of a picture: what is drawn where, and which box holds each value alone.

use crate::dicom::locus::PixelBox;
use crate::ink::face::Face;
use crate::ink::mask::Mask;
use crate::ink::typeface::Typeface;
use thiserror::Error;

/// One line of a banner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannerLine<K> {
    /// What stands before the value, for example `MRN:`; may be empty.
    pub label: String,
    /// What sort of value it is; handed through.
    pub kind: K,
    /// The value.
    pub value: String,
}

/// A value within a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueBox<K> {
    /// What sort of value it is.
    pub kind: K,
    /// The value.
    pub value: String,
    /// Box of the value alone, in pixels of the picture.
    pub area: PixelBox,
}

/// A line that is drawn and has its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedLine<K> {
    /// Label and value, as rendered.
    pub text: String,
    /// The ink. Its corner stands at the corner of `line_box`.
    pub mask: Mask,
    /// Box of label and value, in pixels of the picture.
    pub line_box: PixelBox,
    /// The values; one in a banner.
    pub values: Vec<ValueBox<K>>,
}

/// Lines that do not fit.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Overflow {
    /// One line is too wide. The text is not shown: it is an identifier.
    #[error("line {line} needs {needed} pixels in width, and the region has {available}")]
    Width {
        /// Number of the line, from 1.
        line: usize,
        /// Its width with margins, in pixels.
        needed: u32,
        /// Width of the region, in pixels.
        available: u32,
    },
    /// All lines together are too high.
    #[error("{lines} lines need {needed} pixels in height, and the region has {available}")]
    Height {
        /// Number of lines.
        lines: usize,
        /// Their height with margins, in pixels.
        needed: u32,
        /// Height of the region, in pixels.
        available: u32,
    },
    /// The typeface can't draw one of them.
    #[error("the typeface lacks a character of line {line}")]
    Glyph {
        /// Number of the line, from 1.
        line: usize,
    },
}

/// Pixels that stay free at every edge of a region.
pub fn margin(typeface: &Typeface) -> u32 {
    (typeface.px / 4).max(2)
}

/// Draws `lines` below one another into `region`, from its upper left corner. Each is drawn once, for any number of
/// frames. A line that would leave the region is refused, and with it all of them.
pub fn banner<K: Clone>(
    lines: &[BannerLine<K>],
    region: PixelBox,
    typeface: &Typeface,
) -> Result<Vec<PlannedLine<K>>, Overflow> {
    let margin = margin(typeface);
    let needed = 2 * margin + typeface.line_height.saturating_mul(u32::try_from(lines.len()).unwrap_or(u32::MAX));
    if needed > region.height {
        return Err(Overflow::Height { lines: lines.len(), needed, available: region.height });
    }
    let (left, mut top) = (region.x + margin, region.y + margin);
    let mut planned = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let number = index + 1;
        let label = if line.label.is_empty() { String::new() } else { format!("{} ", line.label) };
        let text = format!("{label}{}", line.value);
        let drawn = typeface.line(&text).ok_or(Overflow::Glyph { line: number })?;
        let needed = drawn.mask.width.saturating_add(2 * margin);
        if needed > region.width {
            return Err(Overflow::Width { line: number, needed, available: region.width });
        }
        let span = drawn.span(label.chars().count(), line.value.chars().count());
        let area = PixelBox::new(left + span.x, top, span.width, span.height);
        planned.push(PlannedLine {
            text,
            line_box: PixelBox::new(left, top, drawn.mask.width, drawn.mask.height),
            mask: drawn.mask,
            values: vec![ValueBox { kind: line.kind.clone(), value: line.value.clone(), area }],
        });
        top += typeface.line_height;
    }
    Ok(planned)
}

/// The banner in the largest of `sizes` (em sizes in pixels, largest first) that fits; the overflow of the smallest
/// where none does.
pub fn fitting_banner<K: Clone>(
    lines: &[BannerLine<K>],
    region: PixelBox,
    face: Face,
    sizes: &[u32],
) -> Result<(Typeface, Vec<PlannedLine<K>>), Overflow> {
    let mut overflow = Overflow::Height { lines: lines.len(), needed: 0, available: region.height };
    for px in sizes {
        let typeface = Typeface::new(face, *px);
        match banner(lines, region, &typeface) {
            Ok(planned) => return Ok((typeface, planned)),
            Err(error) => overflow = error,
        }
    }
    Err(overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<BannerLine<&'static str>> {
        [("NAME", "Okafor-Lindqvist, Ada"), ("MRN", "00412-7719"), ("", "1947-03-02")]
            .map(|(label, value)| BannerLine { label: label.to_owned(), kind: label, value: value.to_owned() })
            .to_vec()
    }

    #[test]
    fn every_value_box_holds_just_the_ink_of_its_value() {
        let typeface = Typeface::new(Face::DejaVuSansMono, 16);
        let region = PixelBox::new(7, 5, 320, 90);
        let planned = banner(&lines(), region, &typeface).unwrap();
        assert_eq!(planned.iter().map(|line| line.text.as_str()).collect::<Vec<_>>()[1], "MRN 00412-7719");
        for line in &planned {
            let value = &line.values[0];
            let alone = typeface.line(&value.value).unwrap();
            assert_eq!((value.area.width, value.area.height), (alone.mask.width, alone.mask.height));
            let offset = value.area.x - line.line_box.x;
            for (y, x) in (0..alone.mask.height).flat_map(|y| (0..alone.mask.width).map(move |x| (y, x))) {
                assert_eq!(line.mask.at(offset + x, y), alone.mask.at(x, y));
            }
            let (right, bottom) = (line.line_box.x + line.line_box.width, line.line_box.y + line.line_box.height);
            assert!(line.line_box.x >= region.x && right <= region.x + region.width);
            assert!(line.line_box.y >= region.y && bottom <= region.y + region.height);
        }
        assert!(planned.windows(2).all(|two| two[0].line_box.y + two[0].line_box.height <= two[1].line_box.y));
    }

    #[test]
    fn a_line_is_refused_as_soon_as_one_pixel_is_missing() {
        let typeface = Typeface::new(Face::DejaVuSans, 14);
        let widest =
            lines().iter().map(|line| typeface.width(&format!("{} {}", line.label, line.value)).unwrap()).max();
        let (width, height) =
            (widest.unwrap() + 2 * margin(&typeface), 3 * typeface.line_height + 2 * margin(&typeface));
        let within = |width, height| banner(&lines(), PixelBox::new(0, 0, width, height), &typeface);
        assert!(within(width, height).is_ok());
        assert!(matches!(within(width - 1, height), Err(Overflow::Width { line: 1, .. })));
        assert!(matches!(within(width, height - 1), Err(Overflow::Height { lines: 3, .. })));
    }

    #[test]
    fn the_largest_size_that_fits_is_taken() {
        let sizes = [40, 20, 10];
        let within =
            |width, height| fitting_banner(&lines(), PixelBox::new(0, 0, width, height), Face::DejaVuSans, &sizes);
        assert_eq!(within(640, 120).map(|(typeface, _)| typeface.px), Ok(20));
        assert_eq!(within(2000, 400).map(|(typeface, _)| typeface.px), Ok(40));
        assert!(matches!(within(60, 120), Err(Overflow::Width { .. })));
    }

    #[test]
    fn a_character_that_the_face_lacks_is_no_line() {
        let line = BannerLine { label: "NAME".to_owned(), kind: (), value: "漢".to_owned() };
        let region = PixelBox::new(0, 0, 640, 480);
        let drawn = banner(&[line], region, &Typeface::new(Face::LiberationSans, 16));
        assert_eq!(drawn, Err(Overflow::Glyph { line: 1 }));
    }
}
