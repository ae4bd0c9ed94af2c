//! Text and signs drawn over a picture: lettering, calipers, pictograms.

use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::burn::burn;
use crate::ink::face::Face;
use crate::ink::mask::Mask;
use crate::ink::typeface::Typeface;
use crate::phantom::Mark;
use crate::phantom::shapes;

/// How text is written.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub(super) face: Face,
    /// Em size in pixels.
    pub(super) px: u32,
    /// Sample values, one for each channel.
    pub(super) levels: [i32; 3],
}

/// What is drawn over a picture, and which of it are marks. What does not fit into the picture is left out.
#[derive(Clone)]
pub(super) struct Stamps {
    columns: u32,
    rows: u32,
    drawn: Vec<Stamp>,
    marks: Vec<Mark>,
}

#[derive(Clone)]
struct Stamp {
    x: u32,
    y: u32,
    mask: Mask,
    levels: [i32; 3],
}

impl Pen {
    /// Plain letters of one gray level.
    pub(super) fn plain(px: u32, level: i32) -> Self {
        Self { face: Face::DejaVuSans, px, levels: [level; 3] }
    }

    /// The same letters in bold.
    pub(super) fn bold(self) -> Self {
        Self { face: Face::DejaVuSansBold, ..self }
    }

    /// The same letters in another colour.
    pub(super) fn colour(self, levels: [i32; 3]) -> Self {
        Self { levels, ..self }
    }

    /// Width of a text in pixels.
    pub(super) fn width(&self, text: &str) -> u32 {
        Typeface::new(self.face, self.px).width(text).unwrap_or(0)
    }

    /// Height of a line in pixels.
    pub(super) fn line_height(&self) -> u32 {
        Typeface::new(self.face, self.px).line_height
    }
}

impl Stamps {
    /// Nothing yet, for a picture of that size.
    pub(super) fn new(columns: u32, rows: u32) -> Self {
        Self { columns, rows, drawn: Vec::new(), marks: Vec::new() }
    }

    /// Draws a mask and gives the box of its ink.
    pub(super) fn shape(&mut self, (x, y): (u32, u32), mask: Mask, levels: [i32; 3]) -> PixelBox {
        let ink = mask.ink_box().unwrap_or(PixelBox::new(0, 0, 0, 0));
        let area = PixelBox::new(x + ink.x, y + ink.y, ink.width, ink.height);
        if area.fits(self.columns, self.rows) {
            self.drawn.push(Stamp { x, y, mask, levels });
        }
        area
    }

    /// Draws a mask that must survive.
    pub(super) fn sign(&mut self, at: (u32, u32), name: &str, mask: Mask, levels: [i32; 3]) -> PixelBox {
        let area = self.shape(at, mask, levels);
        self.note(name, area);
        area
    }

    /// Writes text that belongs to the picture, such as the label of a field, with the upper left corner of its line at `at`.
    pub(super) fn label(&mut self, at: (u32, u32), text: &str, pen: Pen) -> PixelBox {
        let line = Typeface::new(pen.face, pen.px).line(text);
        self.shape(at, line.map(|line| line.mask).unwrap_or_default(), pen.levels)
    }

    /// Writes text that must survive.
    pub(super) fn text(&mut self, at: (u32, u32), text: &str, pen: Pen) -> PixelBox {
        let area = self.label(at, text, pen);
        self.note(text, area);
        area
    }

    /// Writes text that must survive and ends at column `right`.
    pub(super) fn text_to(&mut self, (right, y): (u32, u32), text: &str, pen: Pen) -> PixelBox {
        self.text((right.saturating_sub(pen.width(text)), y), text, pen)
    }

    /// Writes lines that must survive, one below another.
    pub(super) fn lines<Text: AsRef<str>>(&mut self, (x, y): (u32, u32), lines: &[Text], pen: Pen) {
        for (line, text) in (0..).zip(lines) {
            self.text((x, y + line * pen.line_height()), text.as_ref(), pen);
        }
    }

    /// A distance between two points: crosses, a dotted line, and its value beside the second one.
    pub(super) fn caliper(&mut self, from: (u32, u32), to: (u32, u32), value: &str, pen: Pen) {
        let (origin, mask) = shapes::caliper(from, to, pen.px / 3 + 2);
        self.sign(origin, "caliper", mask, pen.levels);
        let right = from.0.max(to.0) + pen.px;
        self.text((right, (from.1 + to.1) / 2 - pen.px / 2), value, pen);
    }

    /// Records what was drawn otherwise as a mark.
    pub(super) fn note(&mut self, text: &str, area: PixelBox) {
        if area.fits(self.columns, self.rows) {
            self.marks.push(Mark { text: text.to_owned(), area });
        }
    }

    /// What must survive.
    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Draws everything into a frame.
    pub(super) fn draw(&self, format: &PixelFormat, frame: &mut [u8]) {
        for Stamp { x, y, mask, levels } in &self.drawn {
            burn(format, frame, *x, *y, mask, Ink { levels: *levels, opacity: 255 });
        }
    }
}
