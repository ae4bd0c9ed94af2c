//! A plain radiograph (CR, DX): a chest or a knee inside a collimated field, 12 bits.

mod chest;
mod limb;
mod plate;

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Phantom;
use crate::phantom::box_between;
use crate::phantom::canvas;
use crate::phantom::chance::Chance;
use crate::phantom::chance::hash;
use crate::seed::Stream;
use plate::Plate;
use std::io;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RadiographView {
    /// A chest, PA.
    Chest,
    /// A knee, AP.
    Knee,
}

/// Size and content of a radiograph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RadiographOptions {
    /// Height in pixels, at least 128.
    pub rows: u32,
    /// Width in pixels, at least 128.
    pub columns: u32,
    /// What is shown.
    pub view: RadiographView,
    /// Low values are shown white (MONOCHROME1): every sample is 4095 less what it is otherwise.
    pub inverted: bool,
}

impl Default for RadiographOptions {
    fn default() -> Self {
        Self { rows: 1280, columns: 1024, view: RadiographView::Chest, inverted: false }
    }
}

/// A radiograph, one frame, 12 bits in 16.
pub struct Radiograph {
    options: RadiographOptions,
    plate: Plate,
    /// The exposed field; the shutter around it is even.
    field: PixelBox,
    marker: PixelBox,
    letter: &'static str,
    key: u32,
}

/// Largest value of 12 bits.
const WHITE: u16 = 4095;
/// Attenuation that counts as patient.
const PATIENT: f32 = 0.12;

impl Radiograph {
    /// A radiograph of the given size. Sizes below the smallest are raised to it.
    pub fn new(stream: Stream, options: RadiographOptions) -> Self {
        let mut chance = Chance::new(stream);
        let (rows, columns) = (options.rows.clamp(128, 8192), options.columns.clamp(128, 8192));
        let options = RadiographOptions { rows, columns, ..options };
        let left = chance.chance(0.5);
        let mut plate = Plate::new(columns as usize, rows as usize);
        match options.view {
            RadiographView::Chest => chest::draw(&mut chance, &mut plate),
            RadiographView::Knee => limb::draw(&mut chance, &mut plate, left),
        }
        let (side, end) = match options.view {
            RadiographView::Chest => (chance.range(0.03, 0.05), chance.range(0.055, 0.07)),
            RadiographView::Knee => (chance.range(0.11, 0.16), chance.range(0.06, 0.08)),
        };
        let (margin_x, margin_y) = ((columns as f32 * side) as u32, (rows as f32 * end) as u32);
        let field = PixelBox::new(margin_x, margin_y, columns - 2 * margin_x, rows - 2 * margin_y);
        // A chest is marked on the patient's left, a limb by its own side.
        let letter = if options.view == RadiographView::Chest || left { "L" } else { "R" };
        let cell = (columns / 170).max(1);
        let (width, height) = (canvas::ADVANCE as u32 * cell, canvas::HEIGHT as u32 * cell);
        let from_left = match options.view {
            RadiographView::Chest => field.width - width - 3 * cell,
            RadiographView::Knee => 4 * cell,
        };
        let marker = PixelBox::new(field.x + from_left, field.y + 4 * cell, width, height);
        Self { options, plate, field, marker, letter, key: chance.key() }
    }

    /// Letter of the side marker in the picture, L or R; its box is the only benign one.
    pub fn side_letter(&self) -> &'static str {
        self.letter
    }

    /// One row of attenuation at the picture's full width: three parts of the nearer point and one of the next.
    fn stretch_row(&self, y: usize, mixed: &mut [f32], out: &mut [f32]) {
        let plate = &self.plate;
        let near = y / 2;
        let next = if y.is_multiple_of(2) { near.saturating_sub(1) } else { (near + 1).min(plate.height - 1) };
        let row = |at: usize| &plate.values[at * plate.width..(at + 1) * plate.width];
        let inner = &mut mixed[1..=plate.width];
        for ((mixed, near), next) in inner.iter_mut().zip(row(near)).zip(row(next)) {
            *mixed = 0.75 * near + 0.25 * next;
        }
        mixed[0] = mixed[1];
        mixed[plate.width + 1] = mixed[plate.width];
        for (pair, three) in out.chunks_mut(2).zip(mixed.windows(3)) {
            for (value, next) in pair.iter_mut().zip([three[0], three[2]]) {
                *value = 0.75 * three[1] + 0.25 * next;
            }
        }
    }

    fn draw_marker(&self, inverted: u16, out: &mut [u8]) {
        let columns = self.options.columns as usize;
        let cell = self.marker.width as usize / canvas::ADVANCE;
        canvas::draw_text(self.letter, cell, |x, y| {
            let place = (self.marker.y as usize + y) * columns + self.marker.x as usize + x;
            if let Some(pair) = out.get_mut(2 * place..2 * place + 2) {
                pair.copy_from_slice(&((WHITE - 95) ^ inverted).to_le_bytes());
            }
        });
    }
}

/// Quantum noise of one row: hashed bytes, each mixed with its neighbour as the detector's glow does.
fn noise_row(key: u32, noise: &mut [f32]) {
    let mut previous = 0;
    for (index, noise) in noise.iter_mut().enumerate() {
        let bits = hash(key.wrapping_add(index as u32));
        let sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24);
        let sum = sum as i32 - 510;
        *noise = (sum + previous) as f32 * (1.0 / 209.0);
        previous = sum;
    }
}

impl FrameSource for Radiograph {
    fn format(&self) -> PixelFormat {
        PixelFormat {
            rows: self.options.rows,
            columns: self.options.columns,
            samples: 1,
            bits_allocated: 16,
            bits_stored: 12,
            signed: false,
            photometric: if self.options.inverted { Photometric::Monochrome1 } else { Photometric::Monochrome2 },
        }
    }

    fn frames(&self) -> u32 {
        1
    }

    fn draw(&mut self, _index: u32, out: &mut [u8]) -> io::Result<()> {
        if Some(out.len()) != self.format().frame_bytes() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer for a radiograph has another size"));
        }
        let columns = self.options.columns as usize;
        // Twelve bits are inverted by flipping them all.
        let inverted = if self.options.inverted { WHITE } else { 0 };
        let mut mixed = vec![0.0f32; self.plate.width + 2];
        let (mut values, mut noise) = (vec![0.0f32; columns], vec![0.0f32; columns]);
        let field = self.field;
        let exposed = field.x as usize..(field.x + field.width) as usize;
        for (y, row) in out.chunks_exact_mut(2 * columns).enumerate() {
            row.chunks_exact_mut(2).for_each(|pair| pair.copy_from_slice(&inverted.to_le_bytes()));
            if !(field.y..field.y + field.height).contains(&(y as u32)) {
                continue;
            }
            self.stretch_row(y, &mut mixed, &mut values);
            noise_row(hash(self.key ^ y as u32), &mut noise);
            let pairs = row.chunks_exact_mut(2).zip(values.iter().zip(&noise));
            for (pair, (value, noise)) in pairs.take(exposed.end).skip(exposed.start) {
                let value = value.max(0.0);
                // Few quanta pass thick parts, so these are noisier.
                let gray = 240.0 + 5700.0 * value / (value + 1.3) + noise * (9.0 + 26.0 * value);
                pair.copy_from_slice(&((gray.clamp(1.0, 4094.0) as u16) ^ inverted).to_le_bytes());
            }
        }
        self.draw_marker(inverted, out);
        Ok(())
    }
}

impl Phantom for Radiograph {
    fn clinical_region(&self) -> PixelBox {
        self.field
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        let place = (y / 2) as usize * self.plate.width + (x / 2) as usize;
        self.field.contains(x, y) && self.plate.values.get(place).is_some_and(|value| *value > PATIENT)
    }

    fn benign_boxes(&self) -> Vec<PixelBox> {
        vec![self.marker]
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let RadiographOptions { rows, columns, .. } = self.options;
        let field = self.field;
        let (right, bottom) = (field.x + field.width, field.y + field.height);
        [
            box_between(2, 2, columns - 2, field.y.saturating_sub(2)),
            box_between(2, bottom + 2, columns - 2, rows - 2),
            box_between(2, field.y, field.x.saturating_sub(2), bottom),
            box_between(right + 2, field.y, columns - 2, bottom),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
