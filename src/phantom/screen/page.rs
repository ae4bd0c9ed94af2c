//! A page to draw on: areas, text, fields.

use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::shapes;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;

/// A page while it is drawn.
pub(super) struct Page {
    pub(super) format: PixelFormat,
    pub(super) samples: Vec<u8>,
    pub(super) stamps: Stamps,
    /// What a reader needs.
    pub(super) content: PixelBox,
    /// Fields that are left blank.
    pub(super) fields: Vec<PixelBox>,
}

impl Page {
    /// A page of one colour; gray where `samples` is 1.
    pub(super) fn new(columns: u32, rows: u32, samples: u16, colour: [u8; 3]) -> Self {
        let photometric = if samples == 3 { Photometric::Rgb } else { Photometric::Monochrome2 };
        let format =
            PixelFormat { rows, columns, samples, bits_allocated: 8, bits_stored: 8, signed: false, photometric };
        let pixel = &colour[..usize::from(samples).min(3)];
        let samples = pixel.repeat(columns as usize * rows as usize);
        let content = PixelBox::new(0, 0, columns, rows);
        Self { format, samples, stamps: Stamps::new(columns, rows), content, fields: Vec::new() }
    }

    /// Fills an area at once; text goes on top of it whenever it is written.
    pub(super) fn fill(&mut self, area: PixelBox, colour: [u8; 3]) {
        let channels = usize::from(self.format.samples);
        for y in area.y..(area.y + area.height).min(self.format.rows) {
            let first = (y * self.format.columns + area.x) as usize * channels;
            let width = area.width.min(self.format.columns - area.x) as usize;
            if let Some(row) = self.samples.get_mut(first..first + width * channels) {
                row.chunks_exact_mut(channels).for_each(|pixel| pixel.copy_from_slice(&colour[..channels]));
            }
        }
    }

    /// Draws the border of an area, inside it.
    pub(super) fn outline(&mut self, area: PixelBox, levels: [i32; 3]) {
        let PixelBox { x, y, width, height } = area;
        for (place, mask) in [
            ((x, y), shapes::block(width, 1)),
            ((x, y + height - 1), shapes::block(width, 1)),
            ((x, y), shapes::block(1, height)),
            ((x + width - 1, y), shapes::block(1, height)),
        ] {
            self.stamps.shape(place, mask, levels);
        }
    }

    /// A label and the blank field beside it, as high as a line and some room.
    pub(super) fn field(&mut self, (x, y): (u32, u32), text: &str, pen: Pen, area: PixelBox) {
        let top = y.saturating_sub(pen.line_height() / 2);
        self.stamps.label((x, top), text, pen);
        self.fields.push(area);
    }

    /// Draws everything that was written.
    #[must_use]
    pub(super) fn finished(mut self) -> Self {
        self.stamps.draw(&self.format, &mut self.samples);
        self
    }
}
