//! Text that a tool put somewhere else.

use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::attempt::resized;
use crate::detectors::ink_verdict::characters;
use crate::detectors::ink_verdict::characters::Characters;
use crate::detectors::ink_verdict::decision::FOUND;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::leads;
use crate::detectors::ink_verdict::phase::Spectrum;
use crate::detectors::ink_verdict::phase::good_length;
use crate::detectors::ink_verdict::phase::transform;
use crate::detectors::ink_verdict::plane::Plane;
use crate::detectors::ink_verdict::registration::is_whole;
use crate::detectors::ink_verdict::scene::Scene;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::sheet::GlyphSheet;
use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

/// A value found in a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// First column of the line.
    pub x: u32,
    /// First row of the line.
    pub y: u32,
    /// Size of the text relative to how it was drawn.
    pub scale: f64,
    /// Correlation with the ink, the size of it.
    pub ncc: f64,
    /// By how much that is more than for the best decoy anywhere.
    pub lead: f64,
    /// By how much the value is there more likely than its best decoy, in nats.
    pub nats: f64,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'a> {
    /// The glyphs the value and its decoys are drawn with.
    pub sheet: &'a GlyphSheet,
    /// The value.
    pub text: &'a str,
    /// Values that might as well have been planted; the first 20 are compared.
    pub decoys: &'a [String],
    /// What the value was drawn with.
    pub ink: Ink,
}

/// Decoys that are compared.
const DECOYS: usize = 20;
/// Lead in correlation from which text is found.
const LEAD: f64 = 0.1;
/// Correlation that it must have besides.
const LEAST: f64 = 0.4;
/// Correlation with which text of another size needs half that lead, if all decoys are behind it.
const CLEAR: f64 = 0.8;
/// Characters that a half must have, and correlation with its ink.
const FEWEST_OF_HALF: usize = 4;
const CLEAR_HALF: f64 = 0.6;
/// Correlation from which a place is looked at.
const FAINTEST: f64 = 0.3;
/// Pixels around the text that are looked at with it.
const MARGIN: u32 = 4;
/// Standard deviation, in levels, below which a window holds nothing.
const FLAT: f64 = 1.0;

/// Looks for a value anywhere in `output`, at the given sizes (1 is that of the sheet).
///
/// `clean` is the input frame without the planted text, `output` the frame laid over it, of the same size. It is found
/// where it correlates with what changed, and either correlates better than 20 decoys by more than 0.1 or leads all
/// decoys by more than 8 nats, and where its characters are not surely others; a value that is still in its place is
/// found too. Worth its time only where pixels outside the boxes changed, or the alignment is not certain.
pub fn find(sought: &Sought<'_>, clean: &Raster, output: &Raster, map: &IntensityMap, scales: &[f64]) -> Option<Moved> {
    let Sought { sheet, text, decoys, .. } = *sought;
    let whole = is_whole(clean) && is_whole(output);
    if !whole || (clean.width, clean.height) != (output.width, output.height) {
        return None;
    }
    let (known, mut changed) = (Plane::luma(clean), Plane::luma(output));
    changed.values.iter_mut().zip(&known.values).for_each(|(value, known)| *value -= map.apply(0, *known));
    let field = Field::new(&changed);
    let texts = || decoys.iter().map(String::as_str).filter(|decoy| *decoy != text).take(DECOYS);
    let mut best: Option<Moved> = None;
    for scale in scales {
        let templates: Vec<Plane> =
            [text].into_iter().chain(texts()).filter_map(|text| template(sheet, text, *scale)).collect();
        let peaks: Vec<(f64, usize)> = templates.chunks(2).flat_map(|pair| field.peaks(pair)).collect();
        let Some(((ncc, place), others)) = peaks.split_first().filter(|(_, others)| !others.is_empty()) else {
            continue;
        };
        let lead = ncc - others.iter().map(|(other, _)| *other).fold(0.0, f64::max);
        if *ncc < FAINTEST || best.is_some_and(|best| lead <= best.lead) {
            continue;
        }
        let (x, y) = (place % changed.width, place / changed.width);
        let mut moved = Moved { x: x as u32, y: y as u32, scale: *scale, ncc: *ncc, lead, nats: 0.0 };
        let holds = match there(sought, clean, output, map, &moved) {
            Some((nats, seen)) => {
                moved.nats = nats;
                let legible = seen.other < 2 && seen.told.len() * 2 >= seen.drawn;
                let apart = *ncc >= LEAST && lead > LEAD;
                let alike = *ncc >= CLEAR && lead > LEAD / 2.0;
                legible && (apart || nats > FOUND) || *scale != 1.0 && (apart || alike && nats > FOUND)
            }
            None => false,
        };
        if holds {
            best = Some(moved);
        }
    }
    best
}

/// Looks for either half of a value, which a tool may put to different places; at its own size. Less text is sooner found by chance, so
/// that correlation and all decoys must agree.
pub fn find_half(sought: &Sought<'_>, clean: &Raster, output: &Raster, map: &IntensityMap) -> Option<Moved> {
    let count = sought.text.chars().count();
    let middle = count / 2;
    let halves = [(0, middle), (middle, count - middle)];
    halves.into_iter().filter(|(_, length)| *length >= FEWEST_OF_HALF).find_map(|(first, length)| {
        let part = |text: &str| text.chars().skip(first).take(length).collect::<String>();
        let text = part(sought.text);
        let decoys: Vec<String> =
            sought.decoys.iter().map(|decoy| part(decoy)).filter(|decoy| !decoy.trim().is_empty()).collect();
        let half = Sought { text: &text, decoys: &decoys, ..*sought };
        let found = find(&half, clean, output, map, &[1.0])?;
        (found.ncc >= CLEAR_HALF && found.lead > LEAD && found.nats > FOUND).then_some(found)
    })
}

/// The lead of the value over all decoys at the place that was found, and what its characters say. Dates and numbers
/// correlate with each other so well that correlation alone does not tell them apart.
fn there(
    sought: &Sought<'_>,
    clean: &Raster,
    output: &Raster,
    map: &IntensityMap,
    moved: &Moved,
) -> Option<(f64, Characters)> {
    let width = sought.sheet.width(sought.text)?;
    let (scale, margin) = (moved.scale, f64::from(MARGIN));
    let start = |at: u32| f64::from(at) - margin * scale + 0.5 - 0.5 * scale;
    let shift = (start(moved.x), start(moved.y));
    let placed = Alignment { scale: (scale, scale), shift, ..Alignment::identity() };
    let area = PixelBox::new(0, 0, width + 2 * MARGIN, sought.sheet.line_height + 2 * MARGIN);
    let (clean, output) = (resample(clean, &placed, area), resample(output, &placed, area));
    let plant = LineEvidence {
        burned: &clean,
        clean: &clean,
        value_box: PixelBox::new(MARGIN, MARGIN, width, sought.sheet.line_height),
        sheet: sought.sheet,
        text: sought.text,
        decoys: sought.decoys,
        ink: sought.ink,
    };
    if !plant.is_sound(&output) {
        return None;
    }
    let scene = Scene::new(&plant, &output, map)?;
    let (standing, shift) = leads::nearby(&scene);
    let seen = scene.shifted(shift.0, shift.1);
    Some((standing.lead, characters::look(&scene, sought.sheet, &seen, Some(&scene.box_clean))))
}

/// The ink of a line less its mean.
fn template(sheet: &GlyphSheet, text: &str, scale: f64) -> Option<Plane> {
    let mask = sheet.render(text)?.mask;
    let values = mask.alpha.iter().map(|alpha| f64::from(*alpha) / 255.0).collect();
    let mut plane = Plane { width: mask.width as usize, height: mask.height as usize, values };
    if scale != 1.0 {
        let side = |length: usize| ((length as f64 * scale).round() as usize).max(1);
        plane = resized(&plane, side(plane.width), side(plane.height));
    }
    let mean = plane.values.iter().sum::<f64>() / plane.values.len().max(1) as f64;
    plane.values.iter_mut().for_each(|value| *value -= mean);
    Some(plane)
}

/// What changed, ready to be searched.
struct Field<'a> {
    changed: &'a Plane,
    width: usize,
    height: usize,
    spectrum: Spectrum,
    /// Sums and sums of squares of all above and left, one wider and higher than the plane.
    sums: Vec<(f64, f64)>,
}

impl<'a> Field<'a> {
    fn new(changed: &'a Plane) -> Self {
        let (width, height) = (good_length(changed.width), good_length(changed.height));
        let mut spectrum = vec![Complex::default(); width * height];
        place(changed, Complex::new(1.0, 0.0), width, &mut spectrum);
        let spectrum = transform(&mut FftPlanner::new(), spectrum, width, height, false);
        let stride = changed.width + 1;
        let mut sums = vec![(0.0, 0.0); stride * (changed.height + 1)];
        for y in 0..changed.height {
            let mut row = (0.0, 0.0);
            for x in 0..changed.width {
                let value = changed.values[y * changed.width + x];
                row = (row.0 + value, row.1 + value * value);
                let above = sums[y * stride + x + 1];
                sums[(y + 1) * stride + x + 1] = (above.0 + row.0, above.1 + row.1);
            }
        }
        Self { changed, width, height, spectrum, sums }
    }

    /// The strongest correlation of one or two templates, each with its place.
    fn peaks(&self, templates: &[Plane]) -> Vec<(f64, usize)> {
        // Two templates share a transform, one as the real and one as the imaginary part.
        let mut both = vec![Complex::default(); self.width * self.height];
        let units = [Complex::new(1.0, 0.0), Complex::new(0.0, 1.0)];
        let fits = |template: &Plane| template.width <= self.changed.width && template.height <= self.changed.height;
        for (template, unit) in templates.iter().zip(units).filter(|(template, _)| fits(template)) {
            place(template, unit, self.width, &mut both);
        }
        let mut planner = FftPlanner::new();
        let mut product = transform(&mut planner, both, self.width, self.height, false);
        product.iter_mut().zip(&self.spectrum).for_each(|(template, field)| *template = field * template.conj());
        let found = transform(&mut planner, product, self.width, self.height, true);
        let scale = 1.0 / (self.width * self.height) as f64;
        let part = |index: usize, value: &Complex<f64>| if index == 0 { value.re } else { -value.im };
        let peak = |(index, template): (usize, &Plane)| {
            if fits(template) { self.peak(template, |at| part(index, &found[at]) * scale) } else { (0.0, 0) }
        };
        templates.iter().enumerate().map(peak).collect()
    }

    fn peak(&self, template: &Plane, product: impl Fn(usize) -> f64) -> (f64, usize) {
        let size = (template.width * template.height) as f64;
        let energy = template.values.iter().map(|value| value * value).sum::<f64>();
        let stride = self.changed.width + 1;
        let mut best = (0.0, 0);
        for y in 0..=self.changed.height - template.height {
            for x in 0..=self.changed.width - template.width {
                let corner = |dx: usize, dy: usize| self.sums[(y + dy) * stride + x + dx];
                let [a, b, c, d] = [
                    corner(template.width, template.height),
                    corner(0, template.height),
                    corner(template.width, 0),
                    corner(0, 0),
                ];
                let (sum, squares) = (a.0 - b.0 - c.0 + d.0, a.1 - b.1 - c.1 + d.1);
                let spread = squares - sum * sum / size;
                if spread > size * FLAT * FLAT {
                    let ncc = product(y * self.width + x).abs() / (spread * energy).sqrt();
                    if ncc > best.0 {
                        best = (ncc, y * self.changed.width + x);
                    }
                }
            }
        }
        best
    }
}

/// Adds `unit` times the plane to the upper left of `data`, whose rows have `width` values.
fn place(plane: &Plane, unit: Complex<f64>, width: usize, data: &mut Spectrum) {
    for (row, line) in plane.values.chunks_exact(plane.width.max(1)).enumerate() {
        data[row * width..].iter_mut().zip(line).for_each(|(sum, value)| *sum += unit * *value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detectors::ink_verdict::trial::Planted;
    use crate::detectors::ink_verdict::trial::tools::Tool;
    use crate::ink::burn::burn;
    use crate::seed::Seed;

    /// The clean frame with `text` burned 20 rows higher than planted.
    fn elsewhere(line: &Planted, text: &str) -> Raster {
        let mask = line.sheet.render(text).expect("recorded").mask;
        let wide = line.clean.samples.iter().flat_map(|sample| (*sample as u16).to_le_bytes()[..bytes(line)].to_vec());
        let mut native: Vec<u8> = wide.collect();
        burn(&line.format, &mut native, line.value_box.x - 11, line.value_box.y - 20, &mask, line.ink);
        Raster::from_native(&line.format, &native, whole(line))
    }

    fn bytes(line: &Planted) -> usize {
        usize::from(line.format.bits_allocated / 8)
    }

    fn whole(line: &Planted) -> PixelBox {
        PixelBox::new(0, 0, line.format.columns, line.format.rows)
    }

    fn look(line: &Planted, output: &Raster) -> Option<Moved> {
        let sought = Sought { sheet: &line.sheet, text: &line.text, decoys: &line.decoys, ink: line.ink };
        find(&sought, &line.clean, output, &IntensityMap::identity(), &[1.0])
    }

    #[test]
    fn a_moved_value_is_found_where_it_stands() {
        for seed in 40..52 {
            let line = Planted::new(seed);
            let found = look(&line, &elsewhere(&line, &line.text)).expect("it stands there");
            assert_eq!((found.x, found.y), (line.value_box.x - 11, line.value_box.y - 20), "{seed}: {found:?}");
        }
    }

    #[test]
    fn other_text_elsewhere_and_removed_text_are_not_found() {
        for seed in 40..52 {
            let line = Planted::new(seed);
            assert_eq!(look(&line, &elsewhere(&line, &line.other)), None, "{seed}");
            for tool in [Tool::Black, Tool::NoiseFill, Tool::CleanNoise, Tool::Inpaint] {
                let output = tool.run(&line, &mut Seed(seed).stream(&["moved"]));
                assert_eq!(look(&line, &output), None, "{seed} {tool:?}");
            }
        }
    }
}
