//! Axial PET slices of a trunk: activity in signed 16 bits, each slice with a slope of its own.

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::phantom::box_between;
use crate::phantom::chance::Chance;
use crate::phantom::chance::Clouds;
use crate::phantom::chance::ease;
use crate::phantom::chance::hash;
use crate::phantom::mark::clear_of;
use crate::phantom::plate::Plate;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;
use crate::seed::Stream;
use std::io;
use std::sync::Arc;

/// A trunk, from which slices are cut.
#[derive(Clone)]
pub struct PetSeries {
    trunk: Arc<Trunk>,
    size: u32,
    slices: u32,
    key: u32,
}

/// One slice: a single frame.
pub struct PetSlice {
    samples: Vec<i16>,
    size: u32,
    slope: f64,
    /// Half axes of the trunk in pixels.
    axes: (f32, f32),
    stamps: Stamps,
}

/// An organ: middle and half axes across, in depth and along the body, and its activity in kBq/ml.
#[derive(Clone, Copy)]
struct Organ {
    middle: (f32, f32, f32),
    axes: (f32, f32, f32),
    activity: f32,
}

struct Trunk {
    axes: (f32, f32),
    organs: Vec<Organ>,
}

/// Largest stored value.
const FULL: f32 = 32767.0;

impl PetSeries {
    /// A patient from `stream` in pictures of `size` x `size` pixels, at least 64.
    pub fn new(stream: Stream, size: u32, slices: u32) -> Self {
        let mut chance = Chance::new(stream);
        let organ = |x, y, z, a, b, c, activity| Organ { middle: (x, y, z), axes: (a, b, c), activity };
        let mut organs = vec![
            organ(0.16, -0.1, 0.22, 0.12, 0.1, 0.12, chance.range(4.0, 22.0)),
            organ(-0.24, 0.0, 0.5, 0.26, 0.24, 0.2, chance.range(8.0, 12.0)),
            organ(0.36, 0.12, 0.48, 0.08, 0.1, 0.1, chance.range(6.0, 9.0)),
            organ(-0.24, 0.17, 0.72, 0.07, 0.07, 0.12, chance.range(15.0, 40.0)),
            organ(0.25, 0.17, 0.7, 0.07, 0.07, 0.12, chance.range(15.0, 40.0)),
            organ(0.0, 0.26, 0.5, 0.075, 0.07, 0.9, 5.5),
            organ(0.1, -0.12, 0.8, 0.16, 0.1, 0.12, chance.range(4.0, 12.0)),
            // Lungs hold little.
            organ(-0.32, -0.02, 0.15, 0.22, 0.25, 0.24, -2.6),
            organ(0.34, 0.0, 0.13, 0.2, 0.25, 0.22, -2.6),
        ];
        for _ in 0..chance.whole(1, 4) {
            let size = chance.range(0.025, 0.05);
            let at = (chance.range(-0.35, 0.35), chance.range(-0.15, 0.15), chance.range(0.05, 0.9));
            organs.push(Organ { middle: at, axes: (size, size, size * 1.4), activity: chance.range(20.0, 60.0) });
        }
        let trunk = Trunk { axes: (chance.range(0.6, 0.68), chance.range(0.36, 0.41)), organs };
        Self { trunk: Arc::new(trunk), size: size.clamp(64, 2048) & !1, slices: slices.max(1), key: chance.key() }
    }

    /// Slice `index` from 0, from the neck downwards.
    pub fn slice(&self, index: u32) -> PetSlice {
        let level = (index as f32 + 0.5) / self.slices as f32;
        let size = self.size as usize;
        let mut plate = Plate::new(size, size);
        let key = hash(self.key ^ hash(index));
        let clouds =
            [(48, 0.5), (90, 0.4)].map(|(cells, part)| (Clouds::new(hash(key ^ cells as u32), cells, cells), part));
        let axes = self.trunk.axes;
        let (width, height) = (plate.width, plate.height);
        let mut noise = vec![0.0; width];
        for (row, values) in plate.values.chunks_exact_mut(width).enumerate() {
            noise.fill(0.0);
            clouds.iter().for_each(|(clouds, part)| clouds.add_row(row, height, *part, &mut noise));
            let y = (row as f32 + 0.5) / height as f32 * 2.0 - 1.0;
            for (column, (value, noise)) in values.iter_mut().zip(&noise).enumerate() {
                let x = (column as f32 + 0.5) / width as f32 * 2.0 - 1.0;
                let edge = 1.0 - ((x / axes.0) * (x / axes.0) + (y / axes.1) * (y / axes.1)).sqrt();
                if edge > 0.0 {
                    let activity = 3.4 * ease(edge / 0.06) + self.trunk.activity(x, y, level);
                    *value = (activity.max(0.3) * (1.0 + 0.3 * noise)).max(0.0);
                }
            }
        }
        let most = plate.values.iter().fold(0.001f32, |most, value| most.max(*value));
        // What stands beside the trunk is exactly nothing.
        let (mut mixed, mut values) = (vec![0.0; width + 2], vec![0.0; size]);
        let mut samples = Vec::with_capacity(size * size);
        for y in 0..size {
            plate.stretch_row(y, &mut mixed, &mut values);
            samples.extend(values.iter().map(|value| (value / most * FULL * 0.98).clamp(0.0, FULL) as i16));
        }
        let half = self.size as f32 / 2.0;
        PetSlice {
            samples,
            size: self.size,
            slope: f64::from(most) * 1000.0 / (f64::from(FULL) * 0.98),
            axes: (axes.0 * half, axes.1 * half),
            stamps: console(self.size),
        }
    }
}

/// Side letters and the protocol.
fn console(size: u32) -> Stamps {
    let pen = Pen::plain((size / 21).clamp(9, 18), 26_000);
    let mut stamps = Stamps::new(size, size);
    stamps.text((4, size / 2), "R", pen);
    stamps.text_to((size - 4, size / 2), "L", pen);
    stamps.text((4, size - pen.line_height() - 3), "HODGKIN PROTOCOL", pen);
    stamps
}

impl Trunk {
    /// What the organs add at a point, blurred as by the scanner.
    fn activity(&self, x: f32, y: f32, level: f32) -> f32 {
        self.organs
            .iter()
            .map(|organ| {
                let part = |at: f32, middle: f32, axis: f32| (at - middle) / axis;
                let (a, b, c) = (
                    part(x, organ.middle.0, organ.axes.0),
                    part(y, organ.middle.1, organ.axes.1),
                    part(level, organ.middle.2, organ.axes.2),
                );
                organ.activity * ease((1.15 - (a * a + b * b + c * c).sqrt()) * 2.2)
            })
            .sum()
    }
}

impl PetSlice {
    /// Rescale slope (0028,1053): Bq/ml for each step.
    pub fn rescale_slope(&self) -> f64 {
        self.slope
    }
}

impl FrameSource for PetSlice {
    fn format(&self) -> PixelFormat {
        PixelFormat {
            rows: self.size,
            columns: self.size,
            samples: 1,
            bits_allocated: 16,
            bits_stored: 16,
            signed: true,
            photometric: Photometric::Monochrome2,
        }
    }

    fn frames(&self) -> u32 {
        1
    }

    fn draw(&mut self, _index: u32, out: &mut [u8]) -> io::Result<()> {
        if Some(out.len()) != self.format().frame_bytes() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer for a PET slice has another size"));
        }
        for (pair, sample) in out.chunks_exact_mut(2).zip(&self.samples) {
            pair.copy_from_slice(&sample.to_le_bytes());
        }
        self.stamps.draw(&self.format(), out);
        Ok(())
    }
}

impl Phantom for PetSlice {
    fn clinical_region(&self) -> PixelBox {
        let half = self.size as f32 / 2.0;
        let (left, top) = ((half - self.axes.0) as u32, (half - self.axes.1) as u32);
        PixelBox::new(left, top, self.size - 2 * left, self.size - 2 * top)
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        let half = self.size as f32 / 2.0;
        let (across, down) = ((x as f32 + 0.5 - half) / self.axes.0, (y as f32 + 0.5 - half) / self.axes.1);
        across * across + down * down < 1.0
    }

    fn marks(&self) -> &[Mark] {
        self.stamps.marks()
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let (size, region) = (self.size, self.clinical_region());
        let strips = [
            box_between(2, 2, size - 2, region.y.saturating_sub(4)),
            box_between(2, region.y + region.height + 4, size - 2, size - 2),
        ];
        clear_of(strips.into_iter().flatten(), self.stamps.marks())
    }
}
