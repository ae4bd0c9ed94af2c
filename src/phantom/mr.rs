//! Axial MR slices of a head in three weightings.

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::phantom::box_between;
use crate::phantom::chance::Chance;
use crate::phantom::chance::Clouds;
use crate::phantom::chance::bell;
use crate::phantom::chance::ease;
use crate::phantom::chance::hash;
use crate::phantom::mark::clear_of;
use crate::phantom::plate::Plate;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;
use crate::seed::Stream;
use std::io;
use std::sync::Arc;

/// What is bright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighting {
    /// Fat, and white matter more than gray.
    T1,
    /// Water.
    T2,
    /// As T2, but with free water dark.
    Flair,
}

/// A head, from which slices are cut.
#[derive(Clone)]
pub struct MrHead {
    head: Arc<Head>,
    size: u32,
    key: u32,
}

/// One slice: a single frame of 12 bits in 16.
pub struct MrSlice {
    head: MrHead,
    /// From 0 at the base of the skull to 1 at its top.
    level: f32,
    weighting: Weighting,
    key: u32,
    stamps: Stamps,
}

/// Proportions of one head, in halves of the picture's width.
struct Head {
    wide: f32,
    long: f32,
    scalp: f32,
    skull: f32,
    ventricles: f32,
    lean: f32,
    lesions: Vec<(f32, f32, f32, f32)>,
    keys: [u32; 4],
}

/// Brightness of what a head is made of.
struct Tissue {
    fat: f32,
    bone: f32,
    water: f32,
    gray: f32,
    white: f32,
    lesion: f32,
}

impl Weighting {
    /// What the console calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::T1 => "T1 SE",
            Self::T2 => "T2 TSE",
            Self::Flair => "FLAIR",
        }
    }

    fn tissue(self) -> Tissue {
        match self {
            Self::T1 => Tissue { fat: 1.0, bone: 0.08, water: 0.16, gray: 0.5, white: 0.68, lesion: 0.42 },
            Self::T2 => Tissue { fat: 0.62, bone: 0.05, water: 1.0, gray: 0.55, white: 0.37, lesion: 0.8 },
            Self::Flair => Tissue { fat: 0.5, bone: 0.05, water: 0.1, gray: 0.6, white: 0.43, lesion: 0.92 },
        }
    }
}

impl MrHead {
    /// A head from `stream`, in pictures of `size` x `size` pixels, at least 64.
    pub fn new(stream: Stream, size: u32) -> Self {
        let mut chance = Chance::new(stream);
        let lesions = (0..chance.whole(1, 7))
            .map(|_| {
                let side = if chance.chance(0.5) { 1.0 } else { -1.0 };
                let (x, y) = (side * chance.range(0.1, 0.26), chance.range(-0.3, 0.3));
                (x, y, chance.range(0.3, 0.8), chance.range(0.012, 0.04))
            })
            .collect();
        let head = Head {
            wide: chance.range(0.5, 0.54),
            long: chance.range(0.61, 0.66),
            scalp: chance.range(0.026, 0.05),
            skull: chance.range(0.026, 0.036),
            ventricles: chance.range(0.8, 1.35),
            lean: chance.range(-0.04, 0.04),
            lesions,
            keys: std::array::from_fn(|_| chance.key()),
        };
        Self { head: Arc::new(head), size: size.clamp(64, 4096) & !1, key: chance.key() }
    }

    /// The slice at a level from 0 at the base of the skull to 1 at its top.
    pub fn slice(&self, level: f32, weighting: Weighting) -> MrSlice {
        let level = level.clamp(0.0, 1.0);
        let size = self.size;
        let pen = Pen::plain((size / 34).max(9), 2600);
        let mut stamps = Stamps::new(size, size);
        stamps.text((6, size / 2), "R", pen);
        stamps.text_to((size - 6, size / 2), "L", pen);
        let bottom = size.saturating_sub(pen.line_height() + 4);
        stamps.text_to((size - 6, bottom), weighting.name(), pen);
        stamps.text_to((size - 6, bottom.saturating_sub(pen.line_height())), "PARKINSON PROTOCOL", pen);
        let key = hash(self.key ^ hash((level * 1024.0) as u32 * 4 + weighting as u32));
        MrSlice { head: self.clone(), level, weighting, key, stamps }
    }
}

impl Head {
    /// Half axes at a level.
    fn axes(&self, level: f32) -> (f32, f32) {
        let off = (level - 0.35) / 0.72;
        let share = (1.0 - off * off).max(0.12).sqrt();
        (self.wide * share, self.long * share)
    }

    /// Brightness of every point, at half the resolution of the picture.
    fn paint(&self, size: u32, level: f32, tissue: &Tissue) -> Plate {
        let mut plate = Plate::new(size as usize, size as usize);
        let (width, height) = (plate.width, plate.height);
        let axes = self.axes(level);
        // Folds change slowly from slice to slice: two fields are mixed.
        let turn = level * 5.0;
        let fields = [(0u32, 25), (1, 48), (2, 9)].map(|(field, cells)| {
            let at = |step: u32| Clouds::new(hash(self.keys[field as usize] ^ step), cells, cells);
            (at(turn as u32), at(turn as u32 + 1))
        });
        let mix = ease(turn - libm::floorf(turn));
        let mut noise = [vec![0.0; width], vec![0.0; width], vec![0.0; width]];
        for row in 0..height {
            for ((here, next), noise) in fields.iter().zip(&mut noise) {
                noise.fill(0.0);
                here.add_row(row, height, 1.0 - mix, noise);
                next.add_row(row, height, mix, noise);
            }
            let y = (row as f32 + 0.5) / height as f32 * 2.0 - 1.0;
            let values = &mut plate.values[row * width..(row + 1) * width];
            let noise = noise[0].iter().zip(&noise[1]).zip(&noise[2]);
            for (column, (value, ((fold, fine), wide))) in values.iter_mut().zip(noise).enumerate() {
                let x = (column as f32 + 0.5) / width as f32 * 2.0 - 1.0 - self.lean * y;
                *value = self.at((x, y), axes, level, [*fold, *fine, *wide], tissue);
            }
        }
        plate
    }

    /// Brightness of a point.
    fn at(&self, (x, y): (f32, f32), axes: (f32, f32), level: f32, noise: [f32; 3], tissue: &Tissue) -> f32 {
        let [fold, fine, wide] = noise;
        // Wider behind than in front.
        let across = x / (axes.0 * (1.0 + 0.1 * y));
        let distance = (across * across + (y / axes.1) * (y / axes.1)).sqrt();
        let inside = (1.0 - distance) * axes.0;
        if inside <= 0.0 {
            return 0.0;
        }
        let step = |at: f32, width: f32| ease((inside - at) / width + 0.5);
        let brain_edge = self.scalp + self.skull + 0.012;
        let skin = tissue.fat * ease(inside / 0.008) * (0.9 + 0.2 * fine);
        let mut value = skin + (tissue.bone - skin) * step(self.scalp, 0.012);
        value += (tissue.water - value) * step(self.scalp + self.skull, 0.01);
        if inside > brain_edge - 0.02 {
            let depth = inside - brain_edge;
            // Furrows run inward where the noise passes through zero, and so does the cleft between the halves.
            let furrow = ease(1.0 - fold.abs() * 5.0) * ease(1.15 - depth / (0.12 + 0.06 * wide));
            let cleft = ease(1.0 - (x + 0.012 * fold).abs() / 0.012)
                * ease((y.abs() / axes.1 - 0.3) * 4.0 + 2.0 * (level - 0.62));
            let ribbon = 0.024 + 0.08 * ease(1.0 - fold.abs() * 2.2) * ease(1.3 - depth / 0.2);
            let matter = tissue.gray + (tissue.white - tissue.gray) * ease((depth - ribbon) / 0.022 + 0.5);
            let mut brain = matter * (1.0 + 0.05 * fine + 0.05 * wide);
            brain = self.nuclei(brain, (x, y), level, tissue);
            brain += (tissue.water - brain) * (furrow * 0.9).max(cleft * 0.85);
            brain = self.ventricles(brain, (x, y), level, tissue);
            value += (brain - value) * ease(depth / 0.012 + 0.5);
        }
        value
    }

    /// Gray matter deep in the brain.
    fn nuclei(&self, brain: f32, (x, y): (f32, f32), level: f32, tissue: &Tissue) -> f32 {
        let shown = ease(1.0 - (level - 0.44).abs() / 0.16);
        let egg = |x0: f32, y0: f32, a: f32, b: f32, turn: f32| {
            let (dx, dy) = (x.abs() - x0 - turn * (y - y0), y - y0);
            ease((1.0 - ((dx / a) * (dx / a) + (dy / b) * (dy / b)).sqrt()) * 5.0)
        };
        let share = egg(0.075, 0.04, 0.05, 0.085, 0.2)
            .max(egg(0.16, -0.06, 0.035, 0.1, 0.25))
            .max(egg(0.07, -0.17, 0.026, 0.05, 0.1));
        brain + (tissue.gray * 0.97 - brain) * share * shown
    }

    /// Free water, and the spots of white matter beside it.
    fn ventricles(&self, brain: f32, (x, y): (f32, f32), level: f32, tissue: &Tissue) -> f32 {
        let open = ease(1.0 - (level - 0.5).abs() / 0.17) * self.ventricles;
        let side = x.abs();
        let mut value = brain;
        for (lx, ly, at, size) in &self.lesions {
            let (dx, dy) = (x - lx, y - ly);
            let size = size * ease(1.0 - (level - at).abs() / 0.2);
            let share = if size > 0.0 { ease((1.0 - (dx * dx + dy * dy).sqrt() / size) * 2.0) } else { 0.0 };
            value += (tissue.lesion - value) * share;
        }
        // A horn in front, a body, and a horn behind that turns outward.
        let middle = 0.035 + 0.05 * ease((y - 0.05) / 0.3) + 0.03 * ease((-y - 0.08) / 0.16);
        let tip = ((y - 0.02) / 0.3).clamp(-1.0, 1.0);
        let half = (0.026 + 0.018 * ease((y.abs() - 0.06) / 0.14)) * open * (1.0 - tip * tip).sqrt();
        let long = ease((0.27 * open.min(1.0) - (y - 0.02).abs()) / 0.05);
        let share = ease((half - (side - middle).abs()) / 0.012 + 0.3) * long * ease(open * 3.0);
        let third = ease((0.009 * open - side) / 0.006 + 0.5)
            * ease((0.1 - (y - 0.02).abs()) / 0.03)
            * ease((0.5 - level) * 8.0);
        value + (tissue.water - value) * share.max(third)
    }
}

impl FrameSource for MrSlice {
    fn format(&self) -> PixelFormat {
        PixelFormat {
            rows: self.head.size,
            columns: self.head.size,
            samples: 1,
            bits_allocated: 16,
            bits_stored: 12,
            signed: false,
            photometric: Photometric::Monochrome2,
        }
    }

    fn frames(&self) -> u32 {
        1
    }

    fn draw(&mut self, _index: u32, out: &mut [u8]) -> io::Result<()> {
        if Some(out.len()) != self.format().frame_bytes() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer for an MR slice has another size"));
        }
        let size = self.head.size as usize;
        let plate = self.head.head.paint(self.head.size, self.level, &self.weighting.tissue());
        let (mut mixed, mut values) = (vec![0.0f32; plate.width + 2], vec![0.0f32; size]);
        for (y, row) in out.chunks_exact_mut(2 * size).enumerate() {
            plate.stretch_row(y, &mut mixed, &mut values);
            let key = hash(self.key ^ y as u32);
            // The coil is nearer to the back of the head.
            let shading = 0.9 + 0.2 * y as f32 / size as f32;
            for (column, (pair, value)) in row.chunks_exact_mut(2).zip(&values).enumerate() {
                let noise = bell(hash(key.wrapping_add(column as u32)));
                // Magnitude: air shows the noise of both channels, rectified.
                let level =
                    if *value > 0.004 { value * shading * 1500.0 + noise * 10.0 + 14.0 } else { 5.0 + noise * 2.0 };
                pair.copy_from_slice(&(level.abs().min(4095.0) as u16).to_le_bytes());
            }
        }
        self.stamps.draw(&self.format(), out);
        Ok(())
    }
}

impl MrSlice {
    /// Half axes of the head in pixels, and the half of the picture.
    fn ellipse(&self) -> (f32, f32, f32) {
        let half = self.head.size as f32 / 2.0;
        let (wide, long) = self.head.head.axes(self.level);
        (wide * half * 1.12, long * half, half)
    }
}

impl Phantom for MrSlice {
    fn clinical_region(&self) -> PixelBox {
        let (wide, long, half) = self.ellipse();
        let wide = wide + self.head.head.lean.abs() * half;
        let (left, top) = ((half - wide).max(0.0) as u32, (half - long).max(0.0) as u32);
        PixelBox::new(left, top, self.head.size - 2 * left, self.head.size - 2 * top)
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        let half = self.head.size as f32 / 2.0;
        let (wide, long) = self.head.head.axes(self.level);
        let (x, y) = ((x as f32 + 0.5) / half - 1.0, (y as f32 + 0.5) / half - 1.0);
        let across = (x - self.head.head.lean * y) / (wide * (1.0 + 0.1 * y));
        across * across + (y / long) * (y / long) < 1.0
    }

    fn marks(&self) -> &[Mark] {
        self.stamps.marks()
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let size = self.head.size;
        // Every slice keeps the room of the widest one, so that a series has text at one place.
        let half = size as f32 / 2.0;
        let (wide, long) = (self.head.head.wide * 1.12, self.head.head.long);
        let lean = self.head.head.lean.abs();
        // A corner box ends where the ellipse starts, at some part of the width.
        let corner = |part: f32| {
            let x = (1.0 - part + lean) / (wide + lean);
            (long * (1.0 - x * x).max(0.0).sqrt() * half) as u32
        };
        let (third, gap) = (0.66, 5);
        let (x, y) = ((half * third) as u32, (size / 2).saturating_sub(corner(third) + gap));
        let strip = (size / 2).saturating_sub((long * half) as u32 + gap);
        let boxes = [
            box_between(4, 4, size - 4, strip),
            box_between(4, 4, x, y),
            box_between(size - x, 4, size - 4, y),
            box_between(4, size - y, x, size - 4),
            box_between(size - x, size - y, size - 4, size - 4),
            box_between(4, size - strip, size - 4, size - 4),
        ];
        clear_of(boxes.into_iter().flatten(), self.stamps.marks())
    }
}
