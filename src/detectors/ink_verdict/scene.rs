//! One line made ready to compute on: a single channel, the tool's brightness, the value box cut out.

use crate::detectors::ink_verdict::candidates::Candidates;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::plane::Plane;
use crate::detectors::ink_verdict::plane::brightness;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::glyph::Line;

/// The planes of one line. Those without `box` cover the whole crop.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    /// The output.
    pub(super) output: Plane,
    /// The picture before burning, in levels of the output.
    pub(super) clean: Plane,
    /// What was burned outside the value box, over the clean picture: the label before the value, which a filter draws
    /// into the box. `None` where there is nothing.
    pub(super) label: Option<Plane>,
    /// The value box of the output, shifted as the scene was asked for.
    pub(super) box_output: Plane,
    /// The value box of the clean picture.
    pub(super) box_clean: Plane,
    /// The value box of the burned picture.
    pub(super) box_burned: Plane,
    /// Full ink over the background at each pixel of the value box.
    pub(super) strength: Vec<f64>,
    /// Corner of the value box in the crop.
    pub(super) corner: (usize, usize),
    /// The drawn value.
    pub(super) line: Line,
    /// The value and its decoys.
    pub(super) candidates: Candidates<'a>,
    /// Em size of the text in pixels.
    pub(super) size: usize,
}

impl<'a> Scene<'a> {
    /// `None` where the value cannot be drawn from the recorded glyphs.
    pub(super) fn new(plant: &LineEvidence<'a>, output: &Raster, map: &IntensityMap) -> Option<Self> {
        let line = plant.sheet.render(plant.text)?;
        let candidates = Candidates::new(plant.sheet, plant.text, plant.decoys)?;
        let weights = ink_colour(plant);
        let colour = plant.burned.channels == 3 && output.channels == 3;
        let known = |raster: &Raster| {
            if colour { projected(raster, weights, map) } else { mapped(Plane::luma(raster), map) }
        };
        let seen = if colour { Plane::project(output, weights) } else { Plane::luma(output) };
        let (clean, burned) = (known(plant.clean), known(plant.burned));
        let area = plant.value_box;
        let cut =
            |plane: &Plane| plane.part(i64::from(area.x), i64::from(area.y), area.width as usize, area.height as usize);
        let level = if colour {
            let levels = plant.ink.levels.iter().zip(weights).enumerate();
            levels.map(|(channel, (level, weight))| weight * map.apply(channel, f64::from(*level))).sum()
        } else {
            let channels = plant.burned.channels as usize;
            map.apply(0, brightness(plant.ink.levels.get(..channels).unwrap_or_default()))
        };
        let box_clean = cut(&clean);
        let strength = box_clean.values.iter().map(|value| level - value).collect();
        Some(Self {
            label: label(&clean, &burned, area),
            box_output: cut(&seen),
            box_burned: cut(&burned),
            output: seen,
            clean,
            box_clean,
            strength,
            corner: (area.x as usize, area.y as usize),
            line,
            candidates,
            size: plant.sheet.px as usize,
        })
    }

    /// The value box of the output, taken from a place shifted by (`dx`, `dy`).
    pub(super) fn shifted(&self, dx: i64, dy: i64) -> Plane {
        let (x, y) = (self.corner.0 as i64 + dx, self.corner.1 as i64 + dy);
        self.output.part(x, y, self.box_clean.width, self.box_clean.height)
    }

    /// Coverage by the value's ink at each pixel of the value box, 0 to 1.
    pub(super) fn ink(&self) -> Vec<f64> {
        let (width, height) = (self.box_clean.width as u32, self.box_clean.height as u32);
        let rows = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        rows.map(|(x, y)| f64::from(self.line.mask.at(x, y)) / 255.0).collect()
    }
}

/// The burned over the clean picture outside the value box.
fn label(clean: &Plane, burned: &Plane, area: PixelBox) -> Option<Plane> {
    let mut label = burned.clone();
    let width = burned.width.max(1);
    for (at, (value, clean)) in label.values.iter_mut().zip(&clean.values).enumerate() {
        let inside = area.contains((at % width) as u32, (at / width) as u32);
        *value = if inside { 0.0 } else { *value - clean };
    }
    label.values.iter().any(|value| *value != 0.0).then_some(label)
}

/// The mean change of each channel by the ink, with weights that add up to one in size.
fn ink_colour(plant: &LineEvidence<'_>) -> [f64; 3] {
    let mut sums = [0.0; 3];
    let (burned, clean) = (plant.burned.crop(plant.value_box), plant.clean.crop(plant.value_box));
    for (burned, clean) in burned.samples.chunks_exact(3).zip(clean.samples.chunks_exact(3)) {
        for (sum, (burned, clean)) in sums.iter_mut().zip(burned.iter().zip(clean)) {
            *sum += f64::from(*burned) - f64::from(*clean);
        }
    }
    let size: f64 = sums.iter().map(|sum: &f64| sum.abs()).sum();
    if size > 0.0 { sums.map(|sum| sum / size) } else { [1.0 / 3.0; 3] }
}

fn projected(raster: &Raster, weights: [f64; 3], map: &IntensityMap) -> Plane {
    let pixels = raster.samples.chunks_exact(3);
    let values = pixels.map(|pixel| {
        let channels = pixel.iter().zip(weights).enumerate();
        channels.map(|(channel, (sample, weight))| weight * map.apply(channel, f64::from(*sample))).sum()
    });
    Plane { width: raster.width as usize, height: raster.height as usize, values: values.collect() }
}

fn mapped(mut plane: Plane, map: &IntensityMap) -> Plane {
    if !map.is_identity() {
        plane.values.iter_mut().for_each(|value| *value = map.apply(0, *value));
    }
    plane
}
