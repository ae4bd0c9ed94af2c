//! An ultrasound cine: a fan or window of moving tissue on black, with what the console writes around it.

mod abdomen;
mod beating;
mod fan;
mod flow;
mod heart;
mod screen;
mod shape;
mod speckle;
mod tissue;
mod vessel;
mod window;

pub use screen::Settings;

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::phantom::Mark;
use crate::phantom::Phantom;
use crate::phantom::chance::Chance;
use crate::phantom::chance::hash;
use crate::phantom::mark::clear_of;
use crate::phantom::stamps::Stamps;
use crate::seed::Stream;
use abdomen::Abdomen;
use beating::Beating;
use fan::Fan;
use flow::Flow;
use screen::Screen;
use shape::Run;
use shape::Shape;
use std::io;
use window::Window;

/// What the sound comes from, and with it what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// A curved array on the abdomen.
    Curved,
    /// A linear array along an artery of the neck.
    Linear,
    /// A phased array at the apex of the heart.
    Phased,
}

/// How echoes become samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// MONOCHROME2, 8 bits.
    Gray,
    /// PALETTE COLOR, 8 bits: the samples of gray pictures, shown through [`tint`].
    Tinted,
    /// RGB, with flow in colour inside a box.
    Doppler,
}

/// Size and kind of a cine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UltrasoundOptions {
    /// Height in pixels, at least 120.
    pub rows: u32,
    /// Width in pixels, at least 120.
    pub columns: u32,
    /// Frames, at least 1. A single one carries calipers.
    pub frames: u32,
    /// Frames per second, which says how fast the patient moves from frame to frame.
    pub rate: u32,
    /// The probe.
    pub probe: Probe,
    /// The samples.
    pub display: Display,
}

impl Default for UltrasoundOptions {
    fn default() -> Self {
        Self { rows: 480, columns: 640, frames: 30, rate: 25, probe: Probe::Curved, display: Display::Gray }
    }
}

/// A cine of 8 bits.
pub struct Ultrasound {
    options: UltrasoundOptions,
    shape: Shape,
    runs: Vec<Run>,
    lookup: Vec<u32>,
    body: Body,
    flow: Option<Flow>,
    screen: Screen,
    calipers: Stamps,
    /// All marks, those of screen and calipers.
    marks: Vec<Mark>,
    hiss: Hiss,
    /// The echoes of one frame, before they are put in their shape.
    echoes: Vec<u8>,
}

/// What moves before the probe.
enum Body {
    Abdomen(Abdomen),
    Beating(Beating),
}

/// Noise of the receiver, taken from another place for each line of each frame.
struct Hiss {
    key: u32,
    noise: Vec<u8>,
}

/// Mean of the receiver noise, which is taken off again. Consoles average it away: what is left of it is small beside speckle
/// (docs/realism.md).
const HISS: u8 = 1;

/// What a sample of a tinted picture looks like: red, green and blue, from black to a warm white (16 bits).
pub fn tint(sample: u8) -> [u16; 3] {
    let level = u32::from(sample);
    let bent = |top: u32, bend: u32| (level * top + level * (255 - level) * bend / 255) as u16;
    [bent(257, 24), bent(244, 4), bent(214, 0)]
}

impl Ultrasound {
    /// A cine of the given size. Sizes below the smallest are raised to it.
    pub fn new(stream: Stream, options: UltrasoundOptions) -> Self {
        let options = UltrasoundOptions {
            rows: options.rows.clamp(120, 8192),
            columns: options.columns.clamp(120, 8192),
            frames: options.frames.max(1),
            rate: options.rate.max(1),
            ..options
        };
        let mut chance = Chance::new(stream);
        let (columns, rows) = (options.columns as usize, options.rows as usize);
        let (shape, body, key) = match options.probe {
            Probe::Curved => {
                let fan = Fan::curved(&mut chance, columns, rows);
                let (abdomen, key) = Abdomen::new(&mut chance, &fan, options.rate);
                (Shape::Fan(fan), Body::Abdomen(abdomen), key)
            }
            Probe::Phased => {
                let fan = Fan::phased(&mut chance, columns, rows);
                let heart = heart::heart(&mut chance, &fan, options.rate);
                (Shape::Fan(fan), Body::Beating(heart), chance.key())
            }
            Probe::Linear => {
                let window = Window::new(&mut chance, columns, rows);
                let vessel = vessel::artery(&mut chance, &window, options.rate);
                (Shape::Window(window), Body::Beating(vessel), chance.key())
            }
        };
        let samples = shape.depth() * shape.lines();
        let hiss = Hiss::new(key, chance.key(), (8 * shape.lines()).next_power_of_two().max(1 << 14));
        let (runs, lookup) = shape.scan();
        let flow = match (&body, options.display) {
            (Body::Beating(_), Display::Doppler) => Some(Flow::new(&mut chance, &shape, options.probe, &runs, &lookup)),
            _ => None,
        };
        let screen = Screen::new(&mut chance, &shape, &options, flow.is_some());
        let calipers = if options.frames == 1 {
            screen.calipers(&mut chance, &shape, &options)
        } else {
            Stamps::new(options.columns, options.rows)
        };
        let marks = screen.marks.iter().chain(calipers.marks()).cloned().collect();
        let echoes = vec![0; samples];
        Self { options, shape, runs, lookup, body, flow, screen, calipers, marks, hiss, echoes }
    }

    /// How the console was set, as it says on the screen.
    pub fn settings(&self) -> Settings {
        self.screen.settings
    }

    /// Puts the echoes in their shape, one sample for each pixel.
    fn spread_gray(&self, out: &mut [u8]) {
        let mut lookup = self.lookup.as_slice();
        for &(start, count) in &self.runs {
            let (part, rest) = lookup.split_at(count);
            lookup = rest;
            for (pixel, echo) in out[start..start + count].iter_mut().zip(part) {
                *pixel = self.echoes[*echo as usize];
            }
        }
    }

    /// The same with three equal samples for each pixel.
    fn spread_colour(&self, out: &mut [u8]) {
        let mut lookup = self.lookup.as_slice();
        for &(start, count) in &self.runs {
            let (part, rest) = lookup.split_at(count);
            lookup = rest;
            for (pixel, echo) in out[3 * start..3 * (start + count)].chunks_exact_mut(3).zip(part) {
                pixel.copy_from_slice(&[self.echoes[*echo as usize]; 3]);
            }
        }
    }
}

impl Hiss {
    fn new(key: u32, noise: u32, count: usize) -> Self {
        let white: Vec<u8> = (0..count as u32 + 2).map(|index| (hash(noise ^ index) >> 24) as u8).collect();
        let smooth = white
            .windows(3)
            .map(|three| (u16::from(three[0]) + 2 * u16::from(three[1]) + u16::from(three[2])) * u16::from(HISS) / 512)
            .map(|noise| noise as u8)
            .collect();
        Self { key, noise: smooth }
    }

    /// Noise with mean [`HISS`] for a row of a frame.
    fn row(&self, frame: u32, row: usize, lines: usize) -> &[u8] {
        let places = self.noise.len() - lines;
        let place = hash(self.key ^ hash(frame << 14 ^ row as u32)) as usize % places;
        &self.noise[place..place + lines]
    }
}

impl FrameSource for Ultrasound {
    fn format(&self) -> PixelFormat {
        screen::format(&self.options)
    }

    fn frames(&self) -> u32 {
        self.options.frames
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        if out.len() != self.screen.background.len() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the buffer for an ultrasound frame has another size",
            ));
        }
        match &self.body {
            Body::Abdomen(abdomen) => abdomen.move_to(index, &self.hiss, &mut self.echoes),
            Body::Beating(beating) => beating.move_to(index, &self.shape, &self.hiss, &mut self.echoes),
        }
        out.copy_from_slice(&self.screen.background);
        match self.format().photometric {
            Photometric::Rgb => self.spread_colour(out),
            _ => self.spread_gray(out),
        }
        if let (Some(flow), Body::Beating(beating)) = (&self.flow, &self.body) {
            flow.draw(index, beating, out);
        }
        self.calipers.draw(&self.format(), out);
        Ok(())
    }
}

impl Phantom for Ultrasound {
    fn clinical_region(&self) -> PixelBox {
        self.shape.bounds()
    }

    fn clinical(&self, x: u32, y: u32) -> bool {
        self.shape.polar(x as usize, y as usize).is_some()
    }

    fn marks(&self) -> &[Mark] {
        &self.marks
    }

    fn free_boxes(&self) -> Vec<PixelBox> {
        clear_of(self.screen.free.iter().copied(), &self.marks)
    }
}
