//! Pictures of the program's own phantoms to plant lines on.

use crate::detectors::ink_verdict::trial::Background;
use crate::detectors::ink_verdict::trial::Kind;
use crate::detectors::ink_verdict::trial::Planted;
use crate::detectors::ink_verdict::trial::Recipe;
use crate::detectors::ink_verdict::trial::normal;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::face::Face;
use crate::phantom::Phantom;
use crate::phantom::ct::CtOptions;
use crate::phantom::ct::CtSeries;
use crate::phantom::ct::CtStorage;
use crate::phantom::radiograph::Radiograph;
use crate::phantom::radiograph::RadiographOptions;
use crate::phantom::radiograph::RadiographView;
use crate::phantom::ultrasound::Ultrasound;
use crate::phantom::ultrasound::UltrasoundOptions;
use crate::seed::Seed;
use crate::seed::Stream;
use rand::RngExt;

/// Kinds of picture, by name.
pub(in crate::detectors::ink_verdict) const GROUNDS: [&str; 4] = ["ultrasound", "radiograph", "CT", "flat"];
/// Em sizes, in pixels.
pub(in crate::detectors::ink_verdict) const SIZES: [u32; 8] = [8, 10, 12, 14, 16, 20, 24, 32];
/// Room above the line, where text that moves finds a place, and on the other sides.
const ROOM: (u32, u32) = (64, 44);

/// One picture of each kind.
pub(in crate::detectors::ink_verdict) struct Scenery {
    seed: Seed,
    pictures: Vec<Picture>,
}

struct Picture {
    format: PixelFormat,
    frame: Raster,
    clinical: PixelBox,
}

impl Scenery {
    pub(in crate::detectors::ink_verdict) fn new(seed: u64) -> Self {
        let seed = Seed(seed);
        let stream = |name| seed.stream(&["scenery", name]);
        let cine = UltrasoundOptions { frames: 1, ..UltrasoundOptions::default() };
        let ultrasound = coloured(Picture::draw(&mut Ultrasound::new(stream("ultrasound"), cine)));
        let film = RadiographOptions { rows: 640, columns: 640, view: RadiographView::Chest, inverted: false };
        let radiograph = eight_bits(Picture::draw(&mut Radiograph::new(stream("radiograph"), film)));
        let options = CtOptions { size: 512, slices: 40, storage: CtStorage::Offset12 };
        let slice = Picture::draw(&mut CtSeries::new(stream("ct"), options).slice(18));
        Self { seed, pictures: vec![ultrasound, radiograph, slice, flat(&mut stream("flat"))] }
    }

    /// The whole picture of one kind.
    pub(in crate::detectors::ink_verdict) fn frame(&self, ground: usize) -> Raster {
        self.pictures[ground].frame.clone()
    }

    /// Line `number`: backgrounds take turns, then sizes; all else is drawn.
    pub(in crate::detectors::ink_verdict) fn line(&self, number: u64) -> Planted {
        let mut rng = self.seed.stream(&["line", &number.to_string()]);
        let recipe = Recipe {
            background: Background::Black,
            kind: Kind::ALL[rng.random_range(0..3)],
            face: Face::ALL[rng.random_range(0..4)],
            px: SIZES[(number / 4) as usize % SIZES.len()],
            contrast: [0.0, 0.35, 0.6, 1.0, 1.0][rng.random_range(0..5)],
            decoys: 200,
        };
        self.pictures[number as usize % GROUNDS.len()].plant(recipe, &mut rng)
    }
}

impl Picture {
    fn draw(phantom: &mut dyn Phantom) -> Self {
        let format = phantom.format();
        let mut native = vec![0; format.frame_bytes().expect("a small frame")];
        phantom.draw(0, &mut native).expect("drawn from memory");
        let frame = Raster::from_native(&format, &native, PixelBox::new(0, 0, u32::MAX, u32::MAX));
        Self { format, frame, clinical: phantom.clinical_region() }
    }

    /// Burns a line somewhere over the clinical region, in a window of its own.
    fn plant(&self, recipe: Recipe, rng: &mut Stream) -> Planted {
        let text = recipe.text(rng);
        let wide = text.label.mask.width + text.value.mask.width;
        let (columns, rows) = (wide + 2 * ROOM.1, text.sheet.line_height + ROOM.0 + ROOM.1);
        let place = |start: u32, length: u32, window: u32, limit: u32, rng: &mut Stream| {
            let middle = start + rng.random_range(length / 4..=length - length / 4);
            middle.saturating_sub(window / 2).min(limit.saturating_sub(window))
        };
        let clinical = self.clinical;
        let window = PixelBox::new(
            place(clinical.x, clinical.width, columns, self.format.columns, rng),
            place(clinical.y, clinical.height, rows, self.format.rows, rng),
            columns.min(self.format.columns),
            rows.min(self.format.rows),
        );
        let format = PixelFormat { rows: window.height, columns: window.width, ..self.format };
        let clean = self.frame.crop(window);
        let corner = (ROOM.1 + rng.random_range(0..4) - 2, ROOM.0 + rng.random_range(0..4));
        let under = clean.crop(PixelBox::new(corner.0, corner.1, wide, text.sheet.line_height));
        let ink = ink(&format, &under, recipe.contrast, rng);
        Planted::burned(text, format, native(&format, &clean), corner, ink)
    }
}

/// White, grey or yellow on what is dark, and dark on what is bright; 40 of 255 levels apart at the least.
fn ink(format: &PixelFormat, under: &Raster, contrast: f64, rng: &mut Stream) -> Ink {
    let (_, high) = format.range();
    let high = f64::from(high);
    let mean = under.samples.iter().map(|sample| f64::from(*sample)).sum::<f64>() / under.samples.len() as f64;
    let least = 40.0 / 255.0 * high;
    let level =
        if mean > 0.7 * high { mean - least.max(contrast * mean) } else { mean + least.max(contrast * (high - mean)) };
    let level = level.round().clamp(0.0, high) as i32;
    let blue = if format.samples == 3 && rng.random_range(0..3) == 0 { level / 3 } else { level };
    Ink { levels: [level, level, blue], opacity: 255 }
}

fn native(format: &PixelFormat, raster: &Raster) -> Vec<u8> {
    let bytes = |sample: &i32| {
        if format.bits_allocated == 8 { vec![*sample as u8] } else { sample.to_le_bytes()[..2].to_vec() }
    };
    raster.samples.iter().flat_map(bytes).collect()
}

fn coloured(picture: Picture) -> Picture {
    let samples = picture.frame.samples.iter().flat_map(|sample| [*sample, *sample, *sample * 9 / 10]).collect();
    let format = PixelFormat { samples: 3, photometric: Photometric::Rgb, ..picture.format };
    Picture { format, frame: Raster { channels: 3, samples, ..picture.frame }, ..picture }
}

fn eight_bits(picture: Picture) -> Picture {
    let samples = picture.frame.samples.iter().map(|sample| sample >> 4).collect();
    let format = PixelFormat { bits_allocated: 8, bits_stored: 8, ..picture.format };
    Picture { format, frame: Raster { samples, ..picture.frame }, ..picture }
}

/// One level all over, but for marks by which frames can be aligned.
fn flat(rng: &mut Stream) -> Picture {
    let (rows, columns) = (640, 640);
    let format = PixelFormat {
        rows,
        columns,
        samples: 1,
        bits_allocated: 8,
        bits_stored: 8,
        signed: false,
        photometric: Photometric::Monochrome2,
    };
    let mut samples = vec![24; (rows * columns) as usize];
    // Ticks and short strokes, as beside a scale, now and then in each window of text.
    for y in (0..rows).step_by(11) {
        let first = rng.random_range(0..31);
        for x in (first..columns - 4).step_by(31) {
            let length = rng.random_range(2..14u32).min(columns - x);
            let from = (y * columns + x) as usize;
            let level = 24 + (normal(rng).abs() * 60.0) as i32;
            samples[from..from + length as usize].fill(level.min(255));
        }
    }
    let frame = Raster { width: columns, height: rows, channels: 1, samples };
    Picture { format, frame, clinical: PixelBox::new(0, 0, columns, rows) }
}
