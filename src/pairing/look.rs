//! Reasons from what a picture looks like, whatever its size and depth: means of a grid of cells, as a thumbnail has them.
//!
//! For outputs that no closer comparison of pixels can be made with: resized, windowed to another depth, turned grey, turned
//! or mirrored.

use super::candidates::Candidates;
use super::evidence::Evidence;
use super::inputs::InputKey;
use super::outputs::OutputKey;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::Scan;
use rayon::prelude::*;
use std::path::Path;

/// Cells in each direction.
const CELLS: u32 = 24;
/// Samples in each direction of one cell.
const SAMPLES: u32 = 4;
/// Least correlation of a picture with itself after resizing, windowing and lossy compression.
const ALIKE: f64 = 0.97;
/// A picture is this much nearer to its own than to the next one.
const CLEARLY: f64 = 3.0;
/// Cells that must be left beside planted text.
const FEWEST: usize = 60;
/// How far the shape of a frame may change.
const SHAPE: f64 = 0.03;

/// Means of the cells of the first frame; none where a cell holds planted text.
struct Thumbnail {
    shape: f64,
    cells: Vec<Option<f64>>,
}

impl Thumbnail {
    fn of(reader: &PixelReader<'_>, lines: &[PixelBox]) -> Option<Self> {
        let format = reader.format();
        let (columns, rows) = (format.columns, format.rows);
        if columns < CELLS || rows < CELLS {
            return None;
        }
        let frame = reader.native(0).ok()?;
        let cell = |at: u32, size: u32| (u64::from(at) * u64::from(size) / u64::from(CELLS)) as u32;
        let mut cells = Vec::with_capacity((CELLS * CELLS) as usize);
        for y in 0..CELLS {
            for x in 0..CELLS {
                let (left, top) = (cell(x, columns), cell(y, rows));
                let (right, bottom) = (cell(x + 1, columns), cell(y + 1, rows));
                let area = PixelBox::new(left, top, right - left, bottom - top);
                let covered = lines.iter().any(|line| line.meets(area));
                cells.push((!covered).then(|| mean(reader, &frame, area)));
            }
        }
        Some(Self { shape: f64::from(columns) / f64::from(rows), cells })
    }

    /// Pearson correlation over the cells that both have; none where it says nothing.
    fn likeness(&self, other: &Self) -> Option<f64> {
        if (self.shape / other.shape - 1.0).abs() > SHAPE {
            return None;
        }
        let both: Vec<(f64, f64)> =
            self.cells.iter().zip(&other.cells).filter_map(|(one, other)| Some(((*one)?, (*other)?))).collect();
        if both.len() < FEWEST {
            return None;
        }
        let number = both.len() as f64;
        let (left, right) = both.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        let (left, right) = (left / number, right / number);
        let (mut own, mut others, mut common) = (0.0, 0.0, 0.0);
        for (one, other) in &both {
            own += (one - left) * (one - left);
            others += (other - right) * (other - right);
            common += (one - left) * (other - right);
        }
        // Frames of one colour look like nothing.
        (own > 1e-9 && others > 1e-9).then(|| common / (own * others).sqrt())
    }
}

/// The mean over some samples of all channels.
fn mean(reader: &PixelReader<'_>, frame: &[u8], area: PixelBox) -> f64 {
    let (mut sum, mut number) = (0.0, 0.0);
    let (wide, high) = (area.width.max(1), area.height.max(1));
    for down in 0..SAMPLES.min(high) {
        for right in 0..SAMPLES.min(wide) {
            let x = area.x + right * wide / SAMPLES.min(wide);
            let y = area.y + down * high / SAMPLES.min(high);
            let pixel = Raster::from_native(&reader.format(), frame, PixelBox::new(x, y, 1, 1));
            sum +=
                pixel.samples.iter().map(|sample| f64::from(*sample)).sum::<f64>() / pixel.samples.len().max(1) as f64;
            number += 1.0;
        }
    }
    if number > 0.0 { sum / number } else { 0.0 }
}

fn thumbnail(file: &Path, limit: u64, lines: &[PixelBox]) -> Option<Thumbnail> {
    let scan = Scan::open(file, limit).ok()?;
    let reader = PixelReader::new(&scan).ok()?;
    Thumbnail::of(&reader, lines)
}

/// The thumbnail as it would be of the frame turned or mirrored: seven ways.
fn turned(own: &Thumbnail) -> Vec<Thumbnail> {
    let last = CELLS as usize - 1;
    let at = |x: usize, y: usize| own.cells.get(y * CELLS as usize + x).copied().flatten();
    let ways: [(bool, bool, bool); 7] = [
        (false, true, false),
        (false, false, true),
        (false, true, true),
        (true, false, false),
        (true, true, false),
        (true, false, true),
        (true, true, true),
    ];
    let turn = |(exchanged, left, up): (bool, bool, bool)| {
        let cells = (0..=last).flat_map(|y| (0..=last).map(move |x| (x, y))).map(|(x, y)| {
            let (x, y) = if exchanged { (y, x) } else { (x, y) };
            at(if left { last - x } else { x }, if up { last - y } else { y })
        });
        Thumbnail { shape: if exchanged { 1.0 / own.shape } else { own.shape }, cells: cells.collect() }
    };
    ways.into_iter().map(turn).collect()
}

/// Adds a reason for every output without one from pixels that looks like one input alone.
pub(super) fn look(
    folders: &super::pictures::Folders<'_>,
    inputs: &[InputKey],
    outputs: &[OutputKey],
    candidates: &mut Candidates,
) {
    let has_pixels = |output: u32| {
        let inputs = candidates.inputs_of(output).iter().map(|input| candidates.reasons(*input, output));
        inputs.into_iter().any(|reasons| reasons.has(Evidence::EqualPixels) || reasons.has(Evidence::NearPixels))
    };
    let is_named = |output: u32| {
        let inputs = candidates.inputs_of(output).iter().map(|input| candidates.reasons(*input, output));
        inputs.into_iter().any(|reasons| reasons.list().first().is_some_and(|first| *first <= Evidence::SopUid))
    };
    let open: Vec<u32> = (0..outputs.len() as u32)
        .filter(|output| outputs.get(*output as usize).is_some_and(|key| key.has_pixels))
        .filter(|output| !has_pixels(*output) && !is_named(*output))
        .collect();
    if open.is_empty() {
        return;
    }
    let of_inputs: Vec<Option<Thumbnail>> = inputs
        .par_iter()
        .map(|input| {
            let drawn = input.geometry.rows > 0;
            drawn.then(|| thumbnail(&folders.input.join(&input.path), folders.limit, &input.line_boxes)).flatten()
        })
        .collect();
    let found: Vec<(u32, u32)> = open
        .into_par_iter()
        .filter_map(|index| {
            let output = outputs.get(index as usize)?;
            let own = thumbnail(&folders.output.join(&output.file.path), folders.limit, &[])?;
            // What looks like an input as it is was not turned: breasts and hands are mirror images of each other.
            let own = std::slice::from_ref(&own);
            let found = best(own, &of_inputs, inputs, output);
            found
                .or_else(|| best(&own.iter().flat_map(turned).collect::<Vec<_>>(), &of_inputs, inputs, output))
                .map(|input| (input, index))
        })
        .collect();
    for (input, output) in found {
        candidates.add(input, output, Evidence::SameLook);
    }
}

/// The input that an output looks like: clearly more than any other, or, among several that do, the one alone with its
/// place in the series.
fn best(own: &[Thumbnail], of_inputs: &[Option<Thumbnail>], inputs: &[InputKey], output: &OutputKey) -> Option<u32> {
    let mut ranked: Vec<(u32, f64)> = (0..)
        .zip(of_inputs)
        .filter_map(|(index, input)| {
            let input = input.as_ref()?;
            let alike = own.iter().filter_map(|own| input.likeness(own));
            Some((index, alike.max_by(f64::total_cmp)?))
        })
        .filter(|(_, likeness)| *likeness >= ALIKE)
        .collect();
    ranked.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    let (first, likeness) = *ranked.first()?;
    let distance = (1.0 - likeness).max(1e-4);
    if ranked.get(1).is_none_or(|(_, next)| 1.0 - next > CLEARLY * distance) {
        return Some(first);
    }
    let place = |index: &u32| {
        inputs.get(*index as usize).is_some_and(|input| {
            let (one, other) = (&input.geometry, &output.geometry);
            (&one.series_number, &one.instance_number, &one.modality)
                == (&other.series_number, &other.instance_number, &other.modality)
                && !other.instance_number.is_empty()
        })
    };
    let near = ranked.iter().filter(|(_, next)| 1.0 - next <= CLEARLY * distance).map(|(index, _)| *index);
    match near.filter(place).collect::<Vec<_>>().as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
