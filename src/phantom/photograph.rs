//! A photograph of skin: a mole or a wound between drape and ruler, RGB.

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
use crate::phantom::shapes;
use crate::phantom::stamps::Pen;
use crate::phantom::stamps::Stamps;
use crate::seed::Stream;
use std::f32::consts::TAU;
use std::io;

/// What is photographed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A pigmented spot.
    Mole,
    /// An ulcer with a red bed.
    Wound,
}

/// Size and content of a photograph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotographOptions {
    /// Height in pixels, at least 160.
    pub rows: u32,
    /// Width in pixels, at least 200.
    pub columns: u32,
    /// What is photographed.
    pub finding: Finding,
}

/// A photograph, one frame of 8 bits.
pub struct Photograph {
    options: PhotographOptions,
    samples: Vec<u8>,
    /// The skin that is seen.
    skin: PixelBox,
    /// The paper that lies on the drape, left blank.
    label: PixelBox,
    stamps: Stamps,
}

type Colour = [f32; 3];

const DRAPE: Colour = [42.0, 104.0, 116.0];

impl Photograph {
    /// A photograph of the given size. Sizes below the smallest are raised to it.
    pub fn new(stream: Stream, options: PhotographOptions) -> Self {
        let mut chance = Chance::new(stream);
        let options = PhotographOptions {
            rows: options.rows.clamp(160, 8192),
            columns: options.columns.clamp(200, 8192),
            finding: options.finding,
        };
        let PhotographOptions { rows, columns, .. } = options;
        let drape = rows * 17 / 100;
        let skin = PixelBox::new(0, drape, columns, rows - drape);
        let mut samples = vec![0u8; (rows * columns) as usize * 3];
        paint(&mut chance, &options, drape, &mut samples);
        let mut stamps = Stamps::new(columns, rows);
        ruler(&mut chance, &options, &mut stamps);
        let label = PixelBox::new(columns / 24, rows / 60, columns * 2 / 5, drape - rows / 26);
        let top = Pen::plain((rows / 44).max(9), 230).colour([225, 235, 235]);
        let words = ["KAPOSI PROTOCOL", "BOWEN PROTOCOL", "ID CARD MODE", "WB 5600 K"];
        let word = words[chance.whole(0, words.len() as u32 - 1) as usize];
        stamps.text_to((columns - 10, 8), word, top);
        let mut photograph = Self { options, samples, skin, label, stamps };
        photograph.lay_label();
        let format = photograph.format();
        photograph.stamps.draw(&format, &mut photograph.samples);
        photograph
    }

    /// White paper with a shadow on its lower edge.
    fn lay_label(&mut self) {
        let PixelBox { x, y, width, height } = self.label;
        for (row, column) in (y..y + height).flat_map(|row| (x..x + width).map(move |column| (row, column))) {
            let at = 3 * (row * self.options.columns + column) as usize;
            let edge = row + 2 >= y + height || column + 2 >= x + width;
            if let Some(pixel) = self.samples.get_mut(at..at + 3) {
                pixel.copy_from_slice(if edge { &[150, 156, 156] } else { &[238, 239, 234] });
            }
        }
    }
}

/// Mixes `share` of `other` into a colour.
fn mix(colour: Colour, other: Colour, share: f32) -> Colour {
    std::array::from_fn(|channel| colour[channel] + (other[channel] - colour[channel]) * share.clamp(0.0, 1.0))
}

/// The outline of a finding: a circle with waves.
struct Outline {
    middle: (f32, f32),
    radius: f32,
    squeeze: f32,
    waves: [(f32, f32); 4],
}

impl Outline {
    fn new(chance: &mut Chance, columns: f32, rows: f32, radius: f32, rough: f32) -> Self {
        Self {
            middle: (columns * chance.range(0.44, 0.56), rows * chance.range(0.5, 0.58)),
            radius: rows * radius,
            squeeze: chance.range(0.75, 1.25),
            waves: std::array::from_fn(|wave| {
                (rough * chance.range(0.3, 1.0) / (1.0 + wave as f32), chance.range(0.0, TAU))
            }),
        }
    }

    /// Distance from the middle in parts of the radius in that direction: 1 on the outline.
    fn part(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = ((x - self.middle.0) / self.squeeze, y - self.middle.1);
        let far = (dx * dx + dy * dy).sqrt() / self.radius;
        // Far from the outline its waves do not matter.
        if far > 2.2 {
            return far;
        }
        let turn = libm::atan2f(dy, dx);
        let wave: f32 = (0..)
            .zip(&self.waves)
            .map(|(wave, (size, phase))| size * libm::sinf((wave + 2) as f32 * turn + phase))
            .sum();
        far / (1.0 + wave)
    }
}

/// Drape, skin and finding.
fn paint(chance: &mut Chance, options: &PhotographOptions, drape: u32, samples: &mut [u8]) {
    let (columns, rows) = (options.columns as usize, options.rows as usize);
    let tones: [Colour; 4] = [[226.0, 178.0, 156.0], [208.0, 152.0, 122.0], [166.0, 112.0, 82.0], [112.0, 74.0, 54.0]];
    let tone = tones[chance.whole(0, 3) as usize];
    let radius = if options.finding == Finding::Mole { chance.range(0.1, 0.17) } else { chance.range(0.17, 0.24) };
    let outline = Outline::new(chance, columns as f32, rows as f32, radius, 0.16);
    let light = (chance.range(0.3, 0.7), chance.range(0.3, 0.6));
    let fields = [(5, 7.0), (60, 4.0), (170, 7.0)]
        .map(|(cells, strength)| (Clouds::new(chance.key(), cells, cells * rows / columns), strength));
    let (wide, fine) = (Clouds::new(chance.key(), 24, 18), Clouds::new(chance.key(), 110, 80));
    let (key, fold) = (chance.key(), chance.key());
    let (mut noise, mut broad, mut small) = (vec![0.0; columns], vec![0.0; columns], vec![0.0; columns]);
    let freckles: Vec<(f32, f32, f32)> = (0..chance.whole(4, 26))
        .map(|_| {
            (chance.unit() * columns as f32, chance.unit() * rows as f32, rows as f32 * chance.range(0.003, 0.008))
        })
        .collect();
    for (y, row) in samples.chunks_exact_mut(3 * columns).enumerate() {
        for buffer in [&mut noise, &mut broad, &mut small] {
            buffer.fill(0.0);
        }
        fields.iter().for_each(|(clouds, strength)| clouds.add_row(y, rows, *strength, &mut noise));
        wide.add_row(y, rows, 1.0, &mut broad);
        fine.add_row(y, rows, 1.0, &mut small);
        let spots: Vec<&(f32, f32, f32)> = freckles.iter().filter(|spot| (spot.1 - y as f32).abs() < spot.2).collect();
        let below = y as f32 - drape as f32;
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let grain = (hash(key ^ hash((y * columns + x) as u32)) >> 24) as f32 / 128.0 - 1.0;
            let (fx, fy) = (x as f32, y as f32);
            let colour = if below < 0.0 {
                // The drape is even cloth; only its grain is seen.
                mix(DRAPE, [0.0; 3], 0.012 * grain)
            } else {
                let (dx, dy) = (fx / columns as f32 - light.0, fy / rows as f32 - light.1);
                let shade = 1.04 - 0.5 * (dx * dx + dy * dy) - 0.35 * ease(1.0 - below / 14.0);
                // Fine creases cross at an angle.
                let crease = (
                    (hash(fold) % 7) as f32 * 0.1 + fx * 0.36 + fy * 0.2 + small[x] * 3.0,
                    fx * -0.16 + fy * 0.4 + broad[x] * 3.0,
                );
                let lines = wave(crease.0) * 2.6 + wave(crease.1) * 2.6;
                let level = noise[x] + lines + grain * 2.5;
                let mut colour = tone.map(|channel| channel + level);
                colour[0] += broad[x] * 4.0;
                for (sx, sy, size) in &spots {
                    let far = ((fx - sx) * (fx - sx) + (fy - sy) * (fy - sy)).sqrt();
                    colour = mix(colour, [120.0, 70.0, 46.0], 0.5 * ease(1.4 - far / size));
                }
                let part = outline.part(fx, fy);
                colour = match options.finding {
                    Finding::Mole => mole(colour, part, broad[x], small[x]),
                    Finding::Wound => wound(colour, part, broad[x], small[x], grain),
                };
                colour.map(|channel| channel * shade)
            };
            for (sample, channel) in pixel.iter_mut().zip(colour) {
                *sample = channel.clamp(0.0, 255.0) as u8;
            }
        }
    }
}

/// A cheap wave of period 2 between -1 and 1.
fn wave(at: f32) -> f32 {
    let part = at - 2.0 * libm::floorf(at / 2.0);
    2.0 * ease((part - 1.0).abs()) - 1.0
}

/// Brown, darker in places, with a soft border.
fn mole(skin: Colour, part: f32, broad: f32, small: f32) -> Colour {
    let inside = ease((1.06 - part + 0.05 * small) * 6.0);
    let dark = ease(0.5 + broad * 0.6 + 0.25 * (1.0 - part));
    let pigment = mix([126.0, 78.0, 52.0], [48.0, 30.0, 26.0], dark);
    let pigment = mix(pigment, [90.0, 84.0, 100.0], ease(small * 1.4 - 0.75) * 0.5);
    mix(mix(skin, [208.0, 132.0, 116.0], 0.25 * ease(1.9 - part)), pigment, inside)
}

/// A bed of red and yellow behind a raised edge, with red skin around.
fn wound(skin: Colour, part: f32, broad: f32, small: f32, grain: f32) -> Colour {
    let red = mix([150.0, 30.0, 30.0], [196.0, 58.0, 50.0], 0.5 + 0.5 * small);
    let bed = mix(red, [206.0, 178.0, 104.0], ease(broad * 2.0 - 0.35) * 0.9);
    let bed = mix(bed, [60.0, 18.0, 20.0], ease(-broad * 2.2 - 0.8));
    // Wet spots shine.
    let bed = mix(bed, [255.0, 236.0, 230.0], ease(small * 2.0 - 1.25 + 0.1 * grain) * 0.7);
    let around = mix(skin, [196.0, 84.0, 78.0], 0.6 * ease((1.75 - part) / 0.8));
    let edge = mix(around, [232.0, 180.0, 164.0], 0.7 * ease(1.0 - (part - 1.05).abs() / 0.07));
    mix(edge, bed, ease((1.0 - part + 0.04 * small) * 14.0))
}

/// A paper ruler along the lower edge.
fn ruler(chance: &mut Chance, options: &PhotographOptions, stamps: &mut Stamps) {
    let PhotographOptions { rows, columns, .. } = *options;
    let (height, x, y) = (rows / 13, columns / 14, rows - rows / 13 - rows / 50);
    let width = columns - 2 * x;
    stamps.shape((x, y), shapes::block(width, height), [236, 234, 222]);
    let step = (columns / chance.whole(9, 13)).max(10);
    let pen = Pen::plain((height * 2 / 5).max(8), 30).colour([30, 30, 30]);
    let ticks = (width - 8) * 10 / step;
    for tick in 0..ticks {
        let long = match tick % 10 {
            0 => height / 2,
            5 => height * 2 / 5,
            _ => height / 4,
        };
        let at = x + 4 + tick * step / 10;
        stamps.shape((at, y), shapes::block((columns / 640).max(1), long), [30; 3]);
        if tick % 10 == 0 && tick > 0 && at + step / 2 < x + width {
            let figure = (tick / 10).to_string();
            stamps.label((at.saturating_sub(pen.width(&figure) / 2), y + height / 2), &figure, pen);
        }
    }
    stamps.note("ruler", PixelBox::new(x, y, width, height));
    stamps.text_to((x + width - 4, y + height / 2), "cm", pen);
}

impl FrameSource for Photograph {
    fn format(&self) -> PixelFormat {
        PixelFormat {
            rows: self.options.rows,
            columns: self.options.columns,
            samples: 3,
            bits_allocated: 8,
            bits_stored: 8,
            signed: false,
            photometric: Photometric::Rgb,
        }
    }

    fn frames(&self) -> u32 {
        1
    }

    fn draw(&mut self, _index: u32, out: &mut [u8]) -> io::Result<()> {
        if out.len() != self.samples.len() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the buffer for a photograph has another size"));
        }
        out.copy_from_slice(&self.samples);
        Ok(())
    }
}

impl Phantom for Photograph {
    fn clinical_region(&self) -> PixelBox {
        self.skin
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        self.skin.contains(x, y) && self.stamps.marks().iter().all(|mark| !mark.area.contains(x, y))
    }

    fn marks(&self) -> &[Mark] {
        self.stamps.marks()
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let PixelBox { x, y, width, height } = self.label;
        let boxes = [
            box_between(x + 3, y + 3, x + width - 6, y + height - 6),
            box_between(x + width + 6, 3, self.options.columns - 3, self.skin.y.saturating_sub(3)),
        ];
        clear_of(boxes.into_iter().flatten(), self.stamps.marks())
    }
}
