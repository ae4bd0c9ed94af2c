//! A plain radiograph (CR, DX): a chest or a knee inside a collimated field, 12 bits.

mod chest;
mod limb;

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::phantom::box_between;
use crate::phantom::chance::Chance;
use crate::phantom::chance::hash;
use crate::phantom::mark::clear_of;
use crate::phantom::plate::Plate;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;
use crate::seed::Stream;
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
    stamps: Stamps,
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
        let stamps = markers(&mut chance, &options, field, letter);
        Self { options, plate, field, stamps, letter, key: chance.key() }
    }

    /// Letter of the side marker in the picture, L or R; as drawn.
    pub fn side_letter(&self) -> &'static str {
        self.letter
    }
}

/// The lead letter in the field, and what the console writes into a corner of the shutter or of the field.
fn markers(chance: &mut Chance, options: &RadiographOptions, field: PixelBox, letter: &str) -> Stamps {
    let level = |gray: u16| i32::from(if options.inverted { WHITE - gray } else { gray });
    let mut stamps = Stamps::new(options.columns, options.rows);
    let chest = options.view == RadiographView::Chest;
    let size = (options.columns / 18).max(10);
    let lead = Pen::plain(size, level(WHITE - 95)).bold();
    let right = field.x + field.width - size / 3;
    let left = field.x + size / 2;
    let at = if chest { (right - lead.width(letter), field.y + size / 4) } else { (left, field.y + size / 4) };
    stamps.text(at, letter, lead);
    let words: &[&str] = if chest {
        &["PA ERECT", "PA", "GRID 12:1", "ID CARD MODE"]
    } else {
        &["AP", "AP SUPINE", "AP STANDING", "OSGOOD PROTOCOL"]
    };
    let pen = Pen::plain((size / 2).max(9), level(WHITE - 500));
    let text = words[chance.whole(0, words.len() as u32 - 1) as usize];
    let bottom = field.y + field.height - pen.line_height() - size / 4;
    // A chest is dark in the lower corners only beside the trunk, so the words stand below the letter there.
    let at = if chest { (right - pen.width(text), field.y + size / 4 + lead.line_height()) } else { (left, bottom) };
    stamps.text(at, text, pen);
    stamps
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
            self.plate.stretch_row(y, &mut mixed, &mut values);
            noise_row(hash(self.key ^ y as u32), &mut noise);
            let pairs = row.chunks_exact_mut(2).zip(values.iter().zip(&noise));
            for (pair, (value, noise)) in pairs.take(exposed.end).skip(exposed.start) {
                let value = value.max(0.0);
                // Few quanta pass thick parts, so these are noisier.
                let gray = 240.0 + 5700.0 * value / (value + 1.3) + noise * (9.0 + 26.0 * value);
                pair.copy_from_slice(&((gray.clamp(1.0, 4094.0) as u16) ^ inverted).to_le_bytes());
            }
        }
        self.stamps.draw(&self.format(), out);
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

    fn marks(&self) -> &[Mark] {
        self.stamps.marks()
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let RadiographOptions { rows, columns, .. } = self.options;
        let field = self.field;
        let (right, bottom) = (field.x + field.width, field.y + field.height);
        let edges = [
            box_between(2, 2, columns - 2, field.y.saturating_sub(2)),
            box_between(2, bottom + 2, columns - 2, rows - 2),
            box_between(2, field.y, field.x.saturating_sub(2), bottom),
            box_between(right + 2, field.y, columns - 2, bottom),
        ];
        clear_of(edges.into_iter().flatten(), self.stamps.marks())
    }
}
