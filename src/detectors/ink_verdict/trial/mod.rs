//! Planted lines and tools with a known answer, to test and to measure the verdict. Only for tests.

mod apply;
pub(super) mod count;
mod fill;
pub(super) mod matrix;
mod odd;
mod paint;
pub(super) mod scenery;
pub(super) mod tools;
mod values;

use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::burn::burn;
use crate::ink::face::Face;
use crate::ink::glyph::Line;
use crate::ink::sheet::GlyphSheet;
use crate::ink::typeface::Typeface;
use crate::seed::Seed;
use crate::seed::Stream;
use rand::RngExt;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;

pub(super) use apply::turned;
pub(super) use values::Kind;

/// What lies under the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Background {
    Black,
    Speckle,
    Colour,
    Gradient12,
}

impl Background {
    pub(super) const ALL: [Self; 4] = [Self::Black, Self::Speckle, Self::Colour, Self::Gradient12];
}

/// One burned line in a small frame.
pub(super) struct Planted {
    pub(super) format: PixelFormat,
    pub(super) clean: Raster,
    pub(super) burned: Raster,
    pub(super) value_box: PixelBox,
    pub(super) line_box: PixelBox,
    pub(super) sheet: GlyphSheet,
    pub(super) text: String,
    pub(super) decoys: Vec<String>,
    pub(super) ink: Ink,
    /// A further value of the same kind, for pseudonyms.
    pub(super) other: String,
}

/// How a line is planted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recipe {
    pub(super) background: Background,
    pub(super) kind: Kind,
    pub(super) face: Face,
    pub(super) px: u32,
    /// Share of the range between background and ink.
    pub(super) contrast: f64,
    pub(super) decoys: usize,
}

pub(super) const MARGIN: u32 = 16;

impl Recipe {
    /// One of many, by number.
    pub(super) fn draw(number: u64, rng: &mut Stream) -> Self {
        let pick = |count: usize, rng: &mut Stream| rng.random_range(0..count);
        Self {
            background: Background::ALL[number as usize % 4],
            kind: Kind::ALL[pick(3, rng)],
            face: Face::ALL[pick(4, rng)],
            px: [8, 10, 12, 14, 16, 20, 24, 32][pick(8, rng)],
            contrast: [0.16, 0.25, 0.4, 0.7, 1.0][pick(5, rng)],
            decoys: 200,
        }
    }
}

/// What is written, drawn but not yet burned.
struct Text {
    label: Line,
    value: Line,
    sheet: GlyphSheet,
    decoys: Vec<String>,
    other: String,
}

impl Recipe {
    fn text(self, rng: &mut Stream) -> Text {
        let letters = letters(self.face, self.px);
        let mut values = self.kind.exchangeable(&letters, self.decoys + 2, rng);
        let (text, other) = (values.swap_remove(0), values.swap_remove(1));
        let characters: BTreeSet<char> = (values.concat() + &text + &other + "X").chars().collect();
        let glyphs = letters.glyphs().filter(|glyph| characters.contains(&glyph.character)).cloned();
        Text {
            label: letters.render("ID: ").expect("in every face"),
            value: letters.render(&text).expect("in every face"),
            sheet: GlyphSheet::new(&letters.face, letters.px, letters.ascent, letters.line_height, glyphs),
            decoys: values,
            other,
        }
    }
}

/// The letters of a face at a size; drawing them again for each line would take most of the time.
fn letters(face: Face, px: u32) -> Arc<GlyphSheet> {
    static DRAWN: Mutex<BTreeMap<(Face, u32), Arc<GlyphSheet>>> = Mutex::new(BTreeMap::new());
    let mut drawn = DRAWN.lock().expect("no thread panics in here");
    let draw = || Arc::new(Typeface::new(face, px).sheet(' '..='~'));
    drawn.entry((face, px)).or_insert_with(draw).clone()
}

impl Planted {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = Seed(seed).stream(&["trial"]);
        let recipe = Recipe::draw(seed, &mut rng);
        Self::with(recipe, &mut rng)
    }

    pub(super) fn with(recipe: Recipe, rng: &mut Stream) -> Self {
        let text = recipe.text(rng);
        let columns = text.label.mask.width + text.value.mask.width + 90;
        let rows = text.sheet.line_height + 90;
        let format = format(recipe.background, rows, columns);
        let native = background(recipe.background, &format, rng);
        let corner = (40 + rng.random_range(0..8), 40 + rng.random_range(0..8));
        Self::burned(text, format, native, corner, ink(recipe, &format))
    }

    /// Burns a line into a picture.
    fn burned(text: Text, format: PixelFormat, mut native: Vec<u8>, (x, y): (u32, u32), ink: Ink) -> Self {
        let Text { label, value, sheet, decoys, other } = text;
        let whole = PixelBox::new(0, 0, format.columns, format.rows);
        let clean = Raster::from_native(&format, &native, whole);
        burn(&format, &mut native, x, y, &label.mask, ink);
        burn(&format, &mut native, x + label.mask.width, y, &value.mask, ink);
        let value_box = PixelBox::new(x + label.mask.width, y, value.mask.width, value.mask.height);
        let line_box = PixelBox::new(x, y, label.mask.width + value.mask.width, value.mask.height);
        let burned = Raster::from_native(&format, &native, whole);
        Self { format, clean, burned, value_box, line_box, sheet, text: value.text, decoys, ink, other }
    }

    /// The crop that is judged.
    pub(super) fn area(&self) -> PixelBox {
        self.line_box.dilated(MARGIN, self.format.columns, self.format.rows)
    }

    /// The value box within the crop.
    pub(super) fn box_in_crop(&self) -> PixelBox {
        let area = self.area();
        PixelBox { x: self.value_box.x - area.x, y: self.value_box.y - area.y, ..self.value_box }
    }

    /// The evidence over crops.
    pub(super) fn evidence<'a>(&'a self, burned: &'a Raster, clean: &'a Raster) -> LineEvidence<'a> {
        LineEvidence {
            burned,
            clean,
            value_box: self.box_in_crop(),
            sheet: &self.sheet,
            text: &self.text,
            decoys: &self.decoys,
            ink: self.ink,
        }
    }
}

fn format(background: Background, rows: u32, columns: u32) -> PixelFormat {
    let (samples, photometric) = match background {
        Background::Colour => (3, Photometric::Rgb),
        _ => (1, Photometric::Monochrome2),
    };
    let (bits_allocated, bits_stored) = if background == Background::Gradient12 { (16, 12) } else { (8, 8) };
    PixelFormat { rows, columns, samples, bits_allocated, bits_stored, signed: false, photometric }
}

fn ink(recipe: Recipe, format: &PixelFormat) -> Ink {
    let (_, high) = format.range();
    let base = match recipe.background {
        Background::Black => 0.0,
        Background::Speckle | Background::Colour => 0.25,
        Background::Gradient12 => 0.3,
    };
    let level = ((base + recipe.contrast * (1.0 - base)) * f64::from(high)).round() as i32;
    let blue = if recipe.background == Background::Colour { level / 3 } else { level };
    Ink { levels: [level, level, blue], opacity: 255 }
}

/// A normal deviate, near enough.
pub(super) fn normal(rng: &mut Stream) -> f64 {
    (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0
}

fn background(background: Background, format: &PixelFormat, rng: &mut Stream) -> Vec<u8> {
    let (rows, columns) = (format.rows as usize, format.columns as usize);
    let level: Vec<f64> = match background {
        // Dark but for structure at the lower border, by which frames are aligned.
        Background::Black => {
            let lit = rows.saturating_sub(14) * columns;
            (0..rows * columns).map(|at| if at < lit { 0.0 } else { normal(rng).abs() * 60.0 }).collect()
        }
        Background::Gradient12 => {
            let tilt = (rng.random::<f64>() - 0.5, rng.random::<f64>() - 0.5);
            let height = |index: usize| {
                let (x, y) = ((index % columns) as f64 / columns as f64, (index / columns) as f64 / rows as f64);
                1228.0 + 800.0 * (tilt.0 * x + tilt.1 * y)
            };
            (0..rows * columns).map(|index| height(index) + 25.0 * normal(rng)).collect()
        }
        Background::Speckle | Background::Colour => {
            let size = |rng: &mut Stream| normal(rng).hypot(normal(rng)) * 50.0;
            let raw: Vec<f64> = (0..rows * columns).map(|_| size(rng)).collect();
            // Speckle is wider than high.
            (0..rows * columns).map(|at| raw[at] * 0.5 + raw[at.saturating_sub(1)] * 0.5).collect()
        }
    };
    let (low, high) = format.range();
    let clamped = level.into_iter().map(|level| (level.round() as i32).clamp(low, high));
    match background {
        Background::Gradient12 => clamped.flat_map(|level| (level as u16).to_le_bytes()).collect(),
        Background::Colour => clamped.flat_map(|level| [level as u8, level as u8, (level * 4 / 5) as u8]).collect(),
        _ => clamped.map(|level| level as u8).collect(),
    }
}
