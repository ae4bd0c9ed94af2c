//! An X-ray cine of vessels that contrast medium fills and leaves again.

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::phantom::box_between;
use crate::phantom::chance::Chance;
use crate::phantom::chance::ease;
use crate::phantom::chance::hash;
use crate::phantom::mark::clear_of;
use crate::phantom::plate::Plate;
use crate::phantom::plate::Tube;
use crate::phantom::shapes;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;
use crate::seed::Stream;
use std::f32::consts::TAU;
use std::io;

/// Size and depth of an angiogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AngiogramOptions {
    /// Height and width in pixels, at least 128.
    pub size: u32,
    /// Frames, at least 1.
    pub frames: u32,
    /// Frames per second.
    pub rate: u32,
    /// Bits stored: 8 in a byte, or 10 or 12 in 16.
    pub bits: u16,
}

/// An angiogram, MONOCHROME2.
pub struct Angiogram {
    options: AngiogramOptions,
    /// Brightness without contrast medium: the field of the image intensifier, in sixteenths of 8 bits.
    background: Vec<u16>,
    /// Position of each pixel that a vessel covers, how much it darkens it, and when it fills.
    vessels: Vec<Vessel>,
    field: PixelBox,
    stamps: Stamps,
    noise: Vec<i8>,
    key: u32,
    filling: Filling,
}

#[derive(Clone, Copy)]
struct Vessel {
    pixel: u32,
    /// 256 takes all light.
    depth: u16,
    /// Distance from the catheter along the vessel, 0 to 255.
    distance: u8,
}

/// When the medium comes and goes.
struct Filling {
    start: f32,
    /// Distances that the front passes in a frame.
    speed: f32,
    wash_out: f32,
    beats_per_frame: f32,
}

impl Angiogram {
    /// An angiogram of the given size. Sizes below the smallest are raised to it.
    pub fn new(stream: Stream, options: AngiogramOptions) -> Self {
        let mut chance = Chance::new(stream);
        let options = AngiogramOptions {
            size: options.size.clamp(128, 4096),
            frames: options.frames.max(1),
            rate: options.rate.max(1),
            bits: options.bits.clamp(8, 12),
        };
        let size = options.size as usize;
        let frames = options.frames as f32;
        let margin = (options.size as f32 * chance.range(0.135, 0.15)) as u32;
        let field = PixelBox::new(margin, margin, options.size - 2 * margin, options.size - 2 * margin);
        let vessels = tree(&mut chance, size, field);
        let background = chest(&mut chance, size, field);
        let filling = Filling {
            start: chance.range(1.0, 3.0),
            speed: 255.0 / (frames * chance.range(0.3, 0.42)).max(1.0),
            wash_out: frames * chance.range(0.55, 0.68),
            beats_per_frame: chance.range(0.95, 1.3) / options.rate as f32,
        };
        let stamps = console(&mut chance, &options);
        let key = chance.key();
        let raw: Vec<i32> = (0..(1 << 16) + 2).map(|at| (hash(key ^ at) >> 24) as i32 - 128).collect();
        let noise = raw.windows(3).map(|three| ((three[0] + 2 * three[1] + three[2]) / 4) as i8).collect();
        Self { options, background, vessels, field, stamps, noise, key, filling }
    }

    /// How much of its depth a vessel shows at each distance, 256 for all.
    fn shares(&self, index: u32) -> [u16; 256] {
        let at = index as f32;
        let mut shares = [0; 256];
        for (distance, share) in (0..=255u8).zip(&mut shares) {
            let arrival = self.filling.start + f32::from(distance) / self.filling.speed;
            let leaving = self.filling.wash_out + f32::from(distance) / self.filling.speed * 0.6;
            *share = (256.0 * ease((at - arrival) / 2.5) * (1.0 - 0.92 * ease((at - leaving) / 9.0))) as u16;
        }
        shares
    }

    /// Pixels by which the heart has moved.
    fn shift(&self, index: u32) -> (i32, i32) {
        let beat = index as f32 * self.filling.beats_per_frame;
        let turn = TAU * (beat - libm::floorf(beat));
        let reach = self.options.size as f32 * 0.012;
        ((reach * libm::sinf(turn)) as i32, (reach * 0.7 * libm::cosf(2.0 * turn)) as i32)
    }

    /// The frame in sixteenths of 8 bits.
    fn levels(&self, index: u32) -> Vec<u16> {
        let size = self.options.size as usize;
        let mut levels = self.background.clone();
        let (shares, (right, down)) = (self.shares(index), self.shift(index));
        let offset = down as isize * size as isize + right as isize;
        for vessel in &self.vessels {
            let share = u32::from(shares[usize::from(vessel.distance)]);
            if let Some(level) = levels.get_mut((vessel.pixel as isize + offset).max(0) as usize) {
                *level = ((u32::from(*level) * (65536 - u32::from(vessel.depth) * share)) >> 16) as u16;
            }
        }
        let field = self.field;
        for y in field.y as usize..(field.y + field.height) as usize {
            let first = y * size + field.x as usize;
            let row = &mut levels[first..first + field.width as usize];
            let place = hash(self.key ^ hash(index << 13 ^ y as u32)) as usize % (self.noise.len() - row.len());
            for (level, noise) in row.iter_mut().zip(&self.noise[place..]) {
                // The shutter stays black.
                if *level > 0 {
                    *level = level.saturating_add_signed(i16::from(*noise)).clamp(16, 4095);
                }
            }
        }
        levels
    }
}

/// Brightness of a chest: lung, spine and diaphragm behind a square shutter with round corners.
fn chest(chance: &mut Chance, size: usize, field: PixelBox) -> Vec<u16> {
    let mut plate = Plate::new(size, size);
    let (spine, dome) = (chance.range(-0.3, 0.25), chance.range(0.35, 0.6));
    plate.each_row(
        |y| y,
        |&y, x, value| {
            let vertebra = 0.16 * ease(1.0 - (x - spine).abs() / 0.26) * (0.8 + 0.2 * libm::sinf(17.0 * y));
            let heart =
                0.3 * ease(1.15 - ((x - spine - 0.25) * (x - spine - 0.25) / 0.5 + (y - 0.1) * (y - 0.1) / 0.6).sqrt());
            let below = 0.4 * ease((y - dome - 0.25 * (x - spine) * (x - spine)) / 0.08);
            *value += 0.5 + vertebra + heart + below;
        },
    );
    for rib in 0..7 {
        let height = -0.9 + 0.3 * rib as f32 + chance.range(-0.02, 0.02);
        for side in [-1.0, 1.0] {
            let points: Vec<Tube> = (0..7)
                .map(|step| step as f32 / 6.0)
                .map(|part| Tube {
                    x: spine + side * 0.95 * part,
                    y: height + 0.22 * part * part,
                    radius: 0.035,
                    strength: 0.07,
                })
                .collect();
            plate.add_tube(&points, 0.3, 0.5);
        }
    }
    plate.add_clouds(chance.key(), 8, 0.1);
    plate.add_clouds(chance.key(), 40, 0.05);
    let (mut mixed, mut values) = (vec![0.0; plate.width + 2], vec![0.0; size]);
    let mut background = vec![0u16; size * size];
    for (y, row) in background.chunks_exact_mut(size).enumerate() {
        plate.stretch_row(y, &mut mixed, &mut values);
        let corner = (field.width / 14) as f32;
        for (x, (level, value)) in row.iter_mut().zip(&values).enumerate() {
            let from = |at: usize, low: u32, long: u32| {
                let near = at as f32 + 0.5 - low as f32;
                corner - near.min(long as f32 - near)
            };
            let (across, down) = (from(x, field.x, field.width), from(y, field.y, field.height));
            let inside = across < corner && down < corner && {
                let (across, down) = (across.max(0.0), down.max(0.0));
                across * across + down * down < corner * corner
            };
            if inside {
                *level = ((1.35 - value).clamp(0.1, 1.0) * 3300.0) as u16 + 200;
            }
        }
    }
    background
}

/// A tree of vessels: each branch wanders, narrows and divides.
fn tree(chance: &mut Chance, size: usize, field: PixelBox) -> Vec<Vessel> {
    let scale = field.width as f32;
    let mut depths: Vec<(u16, u8)> = vec![(0, 0); size * size];
    let root = (field.x as f32 + scale * chance.range(0.3, 0.4), field.y as f32 + scale * chance.range(0.14, 0.22));
    let mut open = vec![
        (root, chance.range(0.1, 0.5), scale * 0.017, 0.0, 4),
        (root, chance.range(0.9, 1.5), scale * 0.016, 0.0, 4),
    ];
    while let Some((mut at, mut angle, mut radius, mut distance, order)) = open.pop() {
        let bend = chance.range(-0.012, 0.02);
        let length = scale * chance.range(0.16, 0.3);
        let mut walked = 0.0;
        while walked < length && radius > 0.7 {
            stamp(&mut depths, size, field, at, radius, distance);
            let step = (radius * 0.5).max(0.6);
            angle += bend * step + chance.range(-0.06, 0.06);
            at = (at.0 + step * libm::cosf(angle), at.1 + step * libm::sinf(angle));
            walked += step;
            distance += step;
            radius *= 1.0 - 0.0009 * step;
        }
        if order > 0 && radius > 0.9 {
            let fork = chance.range(0.35, 0.7);
            let side = if chance.chance(0.5) { 1.0 } else { -1.0 };
            open.push((at, angle - side * fork * 0.3, radius * 0.88, distance, order - 1));
            open.push((at, angle + side * fork, radius * 0.66, distance, order - 1));
        }
    }
    // The catheter comes from above and is always there: distance 0 fills at once.
    let far = depths.iter().map(|(_, distance)| *distance).max().unwrap_or(0).max(1);
    (0u32..)
        .zip(depths)
        .filter(|(_, (depth, _))| *depth > 0)
        .map(|(pixel, (depth, distance))| {
            let distance = (u32::from(distance) * 255 / u32::from(far)) as u8;
            Vessel { pixel, depth, distance }
        })
        .collect()
}

/// A round section of a vessel at a place.
fn stamp(depths: &mut [(u16, u8)], size: usize, field: PixelBox, at: (f32, f32), radius: f32, distance: f32) {
    // What moves with the heart stays inside the shutter.
    let border = 2.0 + size as f32 * 0.014;
    let (left, right) = (field.x as f32 + border, (field.x + field.width) as f32 - border);
    let (top, bottom) = (field.y as f32 + border, (field.y + field.height) as f32 - border);
    let corner = field.width as f32 / 14.0;
    let distance = (distance * 200.0 / field.width as f32).min(255.0) as u8;
    let low = |at: f32, least: f32| (at - radius - 1.0).max(least) as usize;
    for y in low(at.1, top)..(at.1 + radius + 2.0).clamp(0.0, bottom) as usize {
        for x in low(at.0, left)..(at.0 + radius + 2.0).clamp(0.0, right) as usize {
            let (dx, dy) = (x as f32 + 0.5 - at.0, y as f32 + 0.5 - at.1);
            let thick = (radius * radius - dx * dx - dy * dy).max(0.0).sqrt();
            let in_corner = (x as f32 - left).min(right - x as f32) + (y as f32 - top).min(bottom - y as f32) < corner;
            let depth = (256.0 * (1.0 - libm::expf(-thick / field.width as f32 * 75.0))) as u16;
            if let Some(known) = depths.get_mut(y * size + x).filter(|known| known.0 < depth && !in_corner) {
                *known = (depth.min(250), distance);
            }
        }
    }
}

/// What the console writes on the shutter.
fn console(chance: &mut Chance, options: &AngiogramOptions) -> Stamps {
    let top = 200 << (options.bits - 8);
    let size = options.size;
    let pen = Pen::plain((size / 40).clamp(9, 20), top);
    let mut stamps = Stamps::new(size, size);
    let angle = |chance: &mut Chance, first: &str, second: &str| {
        format!("{} {}", if chance.chance(0.5) { first } else { second }, chance.whole(2, 38))
    };
    let lines = [
        format!("{}  {}", angle(chance, "LAO", "RAO"), angle(chance, "CRAN", "CAUD")),
        format!("{} kV  {} fps", chance.whole(68, 96), options.rate),
        "JUDKINS PROTOCOL".to_owned(),
    ];
    let line = pen.line_height();
    stamps.lines((6, size.saturating_sub(6 + 3 * line)), &lines, pen);
    stamps.sign((6, 5), "maker's sign", shapes::vendor(size / 24), [top; 3]);
    stamps.text_to((size - 6, size.saturating_sub(6 + line)), &format!("FD {} cm", chance.whole(16, 24)), pen);
    stamps
}

impl FrameSource for Angiogram {
    fn format(&self) -> PixelFormat {
        PixelFormat {
            rows: self.options.size,
            columns: self.options.size,
            samples: 1,
            bits_allocated: if self.options.bits > 8 { 16 } else { 8 },
            bits_stored: self.options.bits,
            signed: false,
            photometric: Photometric::Monochrome2,
        }
    }

    fn frames(&self) -> u32 {
        self.options.frames
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        if Some(out.len()) != self.format().frame_bytes() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer for an angiogram has another size"));
        }
        let levels = self.levels(index);
        if self.options.bits > 8 {
            let unused = 12 - self.options.bits;
            for (pair, level) in out.chunks_exact_mut(2).zip(levels) {
                pair.copy_from_slice(&(level >> unused).to_le_bytes());
            }
        } else {
            out.iter_mut().zip(levels).for_each(|(sample, level)| *sample = (level >> 4) as u8);
        }
        self.stamps.draw(&self.format(), out);
        Ok(())
    }
}

impl Phantom for Angiogram {
    fn clinical_region(&self) -> PixelBox {
        self.field
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        self.background.get((y * self.options.size + x) as usize).is_some_and(|level| *level > 0)
            && self.field.contains(x, y)
    }

    fn marks(&self) -> &[Mark] {
        self.stamps.marks()
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let (size, field) = (self.options.size, self.field);
        let (right, bottom) = (field.x + field.width, field.y + field.height);
        let strips = [
            box_between(3, 3, size - 3, field.y.saturating_sub(3)),
            box_between(3, bottom + 3, size - 3, size - 3),
            box_between(3, field.y, field.x.saturating_sub(3), bottom),
            box_between(right + 3, field.y, size - 3, bottom),
        ];
        clear_of(strips.into_iter().flatten(), self.stamps.marks())
    }
}
