//! A curved-array ultrasound cine: a fan of moving tissue on black, with gray bar and depth scale.

mod fan;
mod speckle;
mod tissue;

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Phantom;
use crate::phantom::box_between;
use crate::phantom::canvas;
use crate::phantom::chance::Chance;
use crate::phantom::chance::ease;
use crate::phantom::chance::hash;
use crate::seed::Stream;
use fan::Fan;
use fan::Run;
use std::io;
use tissue::MARGIN;
use tissue::Tissue;

/// Size of a cine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UltrasoundOptions {
    /// Height in pixels, at least 120.
    pub rows: u32,
    /// Width in pixels, at least 120.
    pub columns: u32,
    /// Frames, at least 1.
    pub frames: u32,
    /// Frames per second, which says how fast the patient breathes from frame to frame.
    pub rate: u32,
}

impl Default for UltrasoundOptions {
    fn default() -> Self {
        Self { rows: 480, columns: 640, frames: 30, rate: 25 }
    }
}

/// An abdominal cine, 8 bits, MONOCHROME2.
pub struct Ultrasound {
    options: UltrasoundOptions,
    fan: Fan,
    runs: Vec<Run>,
    lookup: Vec<u32>,
    tissue: Tissue,
    background: Vec<u8>,
    marks: Vec<PixelBox>,
    motion: Motion,
    /// Noise of the receiver, taken from another place for each line of each frame.
    hiss: Vec<u8>,
    /// The echoes of one frame, before they are put in the shape of the fan.
    echoes: Vec<u8>,
}

/// How the patient moves.
struct Motion {
    key: u32,
    breaths_per_frame: f32,
    beats_per_frame: f32,
    phase: f32,
    depth: f32,
    sideways: f32,
    /// Share of the motion at each depth: none at the probe.
    shares: Vec<f32>,
    /// Gain over depth, 256 for none.
    gains: Vec<u16>,
}

/// Mean of the receiver noise, which is taken off again.
const HISS: u8 = 10;

impl Ultrasound {
    /// A cine of the given size. Sizes below the smallest are raised to it.
    pub fn new(stream: Stream, options: UltrasoundOptions) -> Self {
        let options = UltrasoundOptions {
            rows: options.rows.clamp(120, 8192),
            columns: options.columns.clamp(120, 8192),
            frames: options.frames.max(1),
            rate: options.rate.max(1),
        };
        let mut chance = Chance::new(stream);
        let (columns, rows) = (options.columns as usize, options.rows as usize);
        let fan = Fan::new(&mut chance, columns, rows);
        let tissue = Tissue::new(&mut chance, &fan);
        let motion = Motion::new(&mut chance, &fan, options.rate);
        let hiss = receiver_noise(chance.key(), (8 * fan.lines).next_power_of_two().max(1 << 14));
        let (background, marks) = draw_marks(&fan, columns, rows, chance.whole(8, 18));
        let (runs, lookup) = fan.scan();
        let echoes = vec![0; fan.depth * fan.lines];
        Self { options, fan, runs, lookup, tissue, background, marks, motion, hiss, echoes }
    }

    /// Moves the tissue to where it is at `index`.
    fn move_tissue(&mut self, index: u32) {
        let lines = self.fan.lines;
        let (depth, sideways) = self.motion.at(index);
        let first = (MARGIN as f32 + sideways) as usize;
        let noise_places = self.hiss.len() - lines;
        for (row, out) in self.echoes.chunks_exact_mut(lines).enumerate() {
            let shifted = ((row + MARGIN) as f32 + depth * self.motion.shares[row]) * 256.0;
            let (source, part) = (shifted as usize >> 8, (shifted as usize & 255) as u16);
            let start = source * self.tissue.width + first;
            let upper = &self.tissue.echoes[start..start + lines];
            let lower = &self.tissue.echoes[start + self.tissue.width..start + self.tissue.width + lines];
            let place = hash(self.motion.key ^ hash(index << 14 ^ row as u32)) as usize % noise_places;
            let noise = &self.hiss[place..place + lines];
            let gain = self.motion.gains[row];
            for (((out, upper), lower), noise) in out.iter_mut().zip(upper).zip(lower).zip(noise) {
                let echo = (u16::from(*upper) * (256 - part) + u16::from(*lower) * part) >> 8;
                *out = (((echo * gain) >> 8) as u8).saturating_add(*noise).saturating_sub(HISS);
            }
        }
    }
}

impl FrameSource for Ultrasound {
    fn format(&self) -> PixelFormat {
        PixelFormat {
            rows: self.options.rows,
            columns: self.options.columns,
            samples: 1,
            bits_allocated: 8,
            bits_stored: 8,
            signed: false,
            photometric: Photometric::Monochrome2,
        }
    }

    fn frames(&self) -> u32 {
        self.options.frames
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        if out.len() != self.background.len() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the buffer for an ultrasound frame has another size",
            ));
        }
        self.move_tissue(index);
        out.copy_from_slice(&self.background);
        let mut lookup = self.lookup.as_slice();
        for &(start, count) in &self.runs {
            let (part, rest) = lookup.split_at(count);
            lookup = rest;
            for (pixel, echo) in out[start..start + count].iter_mut().zip(part) {
                *pixel = self.echoes[*echo as usize];
            }
        }
        Ok(())
    }
}

impl Phantom for Ultrasound {
    fn clinical_region(&self) -> PixelBox {
        self.fan.bounds()
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        self.fan.polar(x as usize, y as usize).is_some()
    }

    fn benign_boxes(&self) -> Vec<PixelBox> {
        self.marks.clone()
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        let (columns, top) = (self.options.columns, self.fan.top as u32);
        let left = self.marks.first().map_or(0, |bar| bar.x + bar.width) + 6;
        let right = self.marks.iter().skip(1).map(|mark| mark.x).min().unwrap_or(columns).saturating_sub(6);
        let mut boxes: Vec<PixelBox> = box_between(4, 3, columns - 4, top.saturating_sub(2)).into_iter().collect();
        boxes.extend(self.fan.corners(left as f32, right as f32));
        boxes
    }
}

impl Motion {
    fn new(chance: &mut Chance, fan: &Fan, rate: u32) -> Self {
        let depth = fan.depth as f32;
        let fall = chance.range(0.12, 0.24);
        let focus = chance.range(0.4, 0.65);
        let parts = || (0..fan.depth).map(|row| row as f32 / depth);
        Self {
            key: chance.key(),
            breaths_per_frame: chance.range(0.2, 0.3) / rate as f32,
            beats_per_frame: chance.range(0.95, 1.4) / rate as f32,
            phase: chance.unit(),
            depth: (depth * 0.014).min(MARGIN as f32 - 4.0),
            sideways: (depth * 0.012).min(MARGIN as f32 - 4.0),
            shares: parts().map(|part| ease((part - 0.05) * 2.5)).collect(),
            gains: parts().map(|part| 256.0 * gain(part, fall, focus)).map(|gain| gain.min(256.0) as u16).collect(),
        }
    }

    /// How far the tissue has moved in depth and sideways, in samples.
    fn at(&self, index: u32) -> (f32, f32) {
        let turn = |part: f32| libm::sinf(std::f32::consts::TAU * (part - libm::floorf(part)));
        let breath = turn(self.phase + index as f32 * self.breaths_per_frame);
        let beat = turn(self.phase * 3.0 + index as f32 * self.beats_per_frame);
        let pulse = beat.max(0.0) * beat.max(0.0);
        (self.depth * breath + 2.0 * pulse, self.sideways * breath)
    }
}

/// Depth gain: a little dark at the probe, best at the focus, falling off at the far end.
fn gain(part: f32, fall: f32, focus: f32) -> f32 {
    let far = (part - focus).max(0.0) / (1.0 - focus);
    let near = (focus - part).max(0.0) / focus;
    (1.0 - 0.1 * near * near) * (1.0 - (fall + 0.16) * far * far)
}

/// Smooth noise with mean [`HISS`].
fn receiver_noise(key: u32, count: usize) -> Vec<u8> {
    let white: Vec<u8> = (0..count as u32 + 2).map(|index| (hash(key ^ index) >> 24) as u8).collect();
    white
        .windows(3)
        .map(|three| (u16::from(three[0]) + 2 * u16::from(three[1]) + u16::from(three[2])) * u16::from(HISS) / 512)
        .map(|noise| noise as u8)
        .collect()
}

/// The black frame with its marks, and the boxes of these: the gray bar first, then scale and figures.
fn draw_marks(fan: &Fan, columns: usize, rows: usize, centimetres: u32) -> (Vec<u8>, Vec<PixelBox>) {
    let mut frame = vec![0u8; columns * rows];
    let mut paint = |x: usize, y: usize, value: u8| {
        if x < columns && y < rows {
            frame[y * columns + x] = value;
        }
    };
    let unit = (rows / 240).max(1);
    let (bar_top, bar_rows) = (fan.top + 4, rows / 4);
    for (x, y) in (0..bar_rows * 6 * unit).map(|cell| (cell % (6 * unit), cell / (6 * unit))) {
        paint(4 + x, bar_top + y, (255 - y * 255 / bar_rows) as u8);
    }
    let mut boxes = vec![PixelBox::new(4, bar_top as u32, 6 * unit as u32, bar_rows as u32)];
    let (first, last) = fan.rows_of_scale();
    let right = columns - 4;
    for tick in 0..=centimetres {
        let y = (first + (last - 1.0 - first) * tick as f32 / centimetres as f32) as usize;
        let long = if tick % 5 == 0 { 5 * unit } else { 3 * unit };
        (0..long * unit).for_each(|cell| paint(right - 1 - cell % long, y + cell / long, 200));
        if tick % 5 == 0 && tick > 0 {
            let (figures, scale) = (tick.to_string(), unit.div_ceil(2));
            let (width, height) = (figures.len() * canvas::ADVANCE * scale, canvas::HEIGHT * scale);
            let (x0, y0) = (right - 7 * unit - width, (y - height / 2).min(rows - height));
            canvas::draw_text(&figures, scale, |x, y| paint(x0 + x, y0 + y, 200));
            boxes.push(PixelBox::new(x0 as u32, y0 as u32, width as u32, height as u32));
        }
    }
    let height = (last - first) as u32 + unit as u32 + 1;
    let area = PixelBox::new((right - 5 * unit) as u32, first as u32, 5 * unit as u32, height);
    boxes.push(area.dilated(0, columns as u32, rows as u32));
    (frame, boxes)
}
