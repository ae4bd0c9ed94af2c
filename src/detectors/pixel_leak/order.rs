//! Which frame of the input each frame of an output shows, where a tool left out, doubled or exchanged some.

use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hasher;

/// Fields across and down whose brightness stands for a frame.
const FIELDS: (u32, u32) = (32, 24);
/// Pixels along each side of a field that are looked at.
const SAMPLES: u32 = 4;
/// One in this many fields must be free of burned lines for them to be left out.
const LEAST_FIELDS: usize = 8;
/// Correlation that the right frame must have.
const ALIKE: f64 = 0.8;
/// By how much it must be better than that of the frame of the same number.
const BETTER: f64 = 0.1;

/// The frame of the input behind each of the first `most` frames of the output; `None` where none is like it.
pub(super) fn order(
    input: &PixelReader<'_>,
    output: &PixelReader<'_>,
    most: u32,
    boxes: &[PixelBox],
) -> Vec<Option<u32>> {
    let same = |frame: u32| (frame < input.frames()).then_some(frame);
    let in_place: Vec<Option<u32>> = (0..output.frames().min(most)).map(same).collect();
    if input.frames() == 1 && output.frames() == 1 {
        return in_place;
    }
    let mut known = Frames::new(input, input.frames(), boxes);
    let mut found = Frames::new(output, most, boxes);
    let burned = burned_fields(&input.format(), boxes);
    known.compare_outside(&burned);
    found.compare_outside(&burned);
    let formats_equal = input.format() == output.format();
    in_place
        .into_iter()
        .enumerate()
        .map(|(number, same)| {
            let twins =
                found.digests.get(number).filter(|_| formats_equal).and_then(|digest| known.by_digest.get(digest));
            if let Some(twins) = twins {
                return same.filter(|same| twins.contains(same)).or(twins.first().copied());
            }
            known.most_alike(found.fields.get(number)?, same)
        })
        .collect()
}

/// Every frame of one side, in short.
struct Frames {
    /// Of each frame, what tells it from all others.
    digests: Vec<u64>,
    by_digest: HashMap<u64, Vec<u32>>,
    /// Of each frame, the brightness of its fields over that of all frames, of length 1.
    fields: Vec<Vec<f64>>,
}

impl Frames {
    fn new(reader: &PixelReader<'_>, most: u32, boxes: &[PixelBox]) -> Self {
        let format = reader.format();
        let (mut digests, mut fields) = (Vec::new(), Vec::new());
        let mut by_digest: HashMap<u64, Vec<u32>> = HashMap::new();
        for frame in 0..reader.frames().min(most) {
            let native = reader.native(frame).unwrap_or_default();
            let digest = digest(&format, &native, boxes);
            by_digest.entry(digest).or_default().push(frame);
            digests.push(digest);
            fields.push(brightness(&format, &native));
        }
        Self { digests, by_digest, fields }
    }

    /// Leaves out the fields in which lines were burned, and what all frames share: neither tells which frame it is, and
    /// lines that a tool removed would tell wrong.
    fn compare_outside(&mut self, burned: &[bool]) {
        for fields in &mut self.fields {
            fields.iter_mut().zip(burned).filter(|(_, burned)| **burned).for_each(|(value, _)| *value = 0.0);
        }
        center(&mut self.fields);
    }

    /// The frame whose fields go with `fields`; the one of the same number unless another is clearly better.
    fn most_alike(&self, fields: &[f64], same: Option<u32>) -> Option<u32> {
        let alike = |known: &Vec<f64>| known.iter().zip(fields).map(|(a, b)| a * b).sum::<f64>().abs();
        let here = same.and_then(|same| self.fields.get(same as usize)).map_or(0.0, alike);
        let best = self.fields.iter().map(alike).enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
        let (number, best) = best.unwrap_or((0, 0.0));
        if best > ALIKE && best > here + BETTER { u32::try_from(number).ok() } else { same }
    }
}

/// Of each field, whether a box touches it; none where hardly a field would be left.
fn burned_fields(format: &PixelFormat, boxes: &[PixelBox]) -> Vec<bool> {
    let (across, down) = FIELDS;
    let touched = |index: u32| {
        let span = |index: u32, of: u32, length: u32| {
            let edge = |index: u32| u64::from(index) * u64::from(length) / u64::from(of);
            (edge(index), edge(index + 1))
        };
        let (left, right) = span(index % across, across, format.columns);
        let (top, bottom) = span(index / across, down, format.rows);
        boxes.iter().any(|area| {
            let (x, y) = (u64::from(area.x), u64::from(area.y));
            x < right && x + u64::from(area.width) > left && y < bottom && y + u64::from(area.height) > top
        })
    };
    let touched: Vec<bool> = (0..across * down).map(touched).collect();
    let left = touched.iter().filter(|touched| !**touched).count();
    if left * LEAST_FIELDS < touched.len() { vec![false; touched.len()] } else { touched }
}

/// Takes what all frames share out of them, since that does not tell them apart, and scales what is left to length 1.
fn center(fields: &mut [Vec<f64>]) {
    let count = fields.len().max(1) as f64;
    let width = fields.first().map_or(0, Vec::len);
    let mut mean = vec![0.0; width];
    for frame in fields.iter() {
        mean.iter_mut().zip(frame).for_each(|(mean, value)| *mean += value / count);
    }
    for frame in fields.iter_mut() {
        frame.iter_mut().zip(&mean).for_each(|(value, mean)| *value -= mean);
        let length = frame.iter().map(|value| value * value).sum::<f64>().sqrt();
        if length > 1e-9 {
            frame.iter_mut().for_each(|value| *value /= length);
        }
    }
}

/// Brightness of the fields of a frame, from some pixels of each.
fn brightness(format: &PixelFormat, native: &[u8]) -> Vec<f64> {
    let (across, down) = FIELDS;
    let channels = usize::from(format.samples);
    let place = |index: u32, of: u32, length: u32| {
        let steps = u64::from(of) * u64::from(SAMPLES);
        u32::try_from((2 * u64::from(index) + 1) * u64::from(length) / (2 * steps)).unwrap_or(0)
    };
    let mut fields = vec![0.0; (across * down) as usize];
    for y in 0..down * SAMPLES {
        let row = PixelBox::new(0, place(y, down, format.rows), format.columns, 1);
        let row = Raster::from_native(format, native, row);
        for x in 0..across * SAMPLES {
            let pixel = place(x, across, format.columns) as usize * channels;
            let level: i32 = row.samples.get(pixel..pixel + channels).unwrap_or_default().iter().sum();
            let field = (y / SAMPLES * across + x / SAMPLES) as usize;
            if let Some(sum) = fields.get_mut(field) {
                *sum += f64::from(level);
            }
        }
    }
    fields
}

/// Digest of the rows that no box touches; used within one comparison only.
fn digest(format: &PixelFormat, native: &[u8], boxes: &[PixelBox]) -> u64 {
    let mut hash = DefaultHasher::new();
    let stride = native.len() / (format.rows as usize).max(1);
    for (y, row) in native.chunks_exact(stride.max(1)).enumerate() {
        let boxed = |area: &PixelBox| (area.y as usize..(area.y + area.height) as usize).contains(&y);
        if !boxes.iter().any(boxed) {
            hash.write(row);
        }
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_is_clearly_more_like_another_is_that_one() {
        let mut fields: Vec<Vec<f64>> =
            (0..5).map(|frame| (0..40).map(|at| f64::from((at * 7 + frame * 13) % 11)).collect()).collect();
        let moved = fields[3].clone();
        center(&mut fields);
        let known = Frames { digests: Vec::new(), by_digest: HashMap::new(), fields };
        let mut found = vec![moved; 1];
        found.push((0..40).map(|at| f64::from((at * 7) % 11)).collect());
        center(&mut found);
        assert_eq!(known.most_alike(&known.fields[3].clone(), Some(1)), Some(3));
        assert_eq!(known.most_alike(&known.fields[1].clone(), Some(1)), Some(1));
        assert_eq!(known.most_alike(&[0.0; 40], Some(2)), Some(2));
        assert_eq!(known.most_alike(&[0.0; 40], None), None);
    }
}
