//! A whole output against its input, frame by frame.

use super::Comparison;
use super::GlobalChange;
use super::Judged;
use super::PixelFindings;
use super::compare_frame;
use super::conclude;
use super::is_turned;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::dicom::pixels::PixelsError;
use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hasher;

/// Compares every frame of an output with its input. One frame of each is held at a time.
/// Where a frame can't be decoded, the findings say so in `not_measured`, and that is never untouched.
pub fn compare(input: &PixelReader<'_>, output: &PixelReader<'_>, judged: &Judged) -> PixelFindings {
    let (before, after) = (input.format(), output.format());
    let mut global = changed_formats(&before, &after);
    let (expected, found) = (input.frames(), output.frames());
    match found.cmp(&expected) {
        std::cmp::Ordering::Less => global.push(GlobalChange::FramesLost),
        std::cmp::Ordering::Greater => global.push(GlobalChange::FramesAdded),
        std::cmp::Ordering::Equal => {}
    }
    let sums = compared(input, output, judged, &mut global);
    let (sums, not_measured) = match sums {
        Ok(sums) => (sums, String::new()),
        Err(error) => (Comparison::default(), error),
    };
    PixelFindings { frames_expected: expected, not_measured, ..conclude(&before, &sums, global) }
}

/// What the layout says.
fn changed_formats(before: &PixelFormat, after: &PixelFormat) -> Vec<GlobalChange> {
    let mut global = Vec::new();
    let mut note = |changed: bool, change| {
        if changed {
            global.push(change);
        }
    };
    note((before.rows, before.columns) != (after.rows, after.columns), GlobalChange::Size);
    note(before.bits_stored != after.bits_stored, GlobalChange::BitDepth);
    note(before.signed != after.signed, GlobalChange::Sign);
    note(before.samples != after.samples || before.photometric != after.photometric, GlobalChange::Photometric);
    global
}

fn compared(
    input: &PixelReader<'_>,
    output: &PixelReader<'_>,
    judged: &Judged,
    global: &mut Vec<GlobalChange>,
) -> Result<Comparison, String> {
    let (before, after) = (input.format(), output.format());
    let frames = input.frames().min(output.frames());
    let same_size = (before.rows, before.columns, before.samples) == (after.rows, after.columns, after.samples);
    let text = |error: PixelsError| error.to_string();
    if frames == 0 {
        return Err("no frame can be compared".to_owned());
    }
    if !same_size {
        let (one, other) = (input.native(0).map_err(text)?, output.native(0).map_err(text)?);
        if is_turned(&raster(&before, &one), &raster(&after, &other), judged) {
            global.push(GlobalChange::Orientation);
        }
        return Err("its frames are of another size".to_owned());
    }
    let mut sums = Comparison::default();
    let all = Comparison {
        frames: u64::from(frames),
        pixels: judged.pixels * u64::from(frames),
        clinical: judged.clinical * u64::from(frames),
        samples: judged.pixels * u64::from(frames) * u64::from(before.samples),
        ..Comparison::default()
    };
    if before.bits_allocated == after.bits_allocated
        && input.native_all().is_some_and(|bytes| output.native_all() == Some(bytes))
    {
        return Ok(all);
    }
    // Where frames are missing, those that are left are compared with the frames that they were.
    let order = if input.frames() == output.frames() { HashMap::new() } else { matching(input, output, judged)? };
    let mut turned = None;
    for frame in 0..frames {
        let from = order.get(&frame).copied().unwrap_or(frame);
        let (one, other) = (input.native(from).map_err(text)?, output.native(frame).map_err(text)?);
        let found = compare_frame(&before, &one, &after, &other, judged);
        if found.spread_frames > 0 && turned.is_none() {
            turned = Some(is_turned(&raster(&before, &one), &raster(&after, &other), judged));
        }
        sums.add(&found);
    }
    if turned == Some(true) {
        global.push(GlobalChange::Orientation);
    }
    if sums.differing_frames > 0 && frames > 1 && input.frames() == output.frames() {
        let order = matching(input, output, judged)?;
        if order.iter().any(|(after, before)| after != before) {
            global.push(GlobalChange::FramesReordered);
        }
    }
    Ok(sums)
}

/// The input frame that each output frame equals, outside of exempt boxes. Frames that equal several are left out.
fn matching(input: &PixelReader<'_>, output: &PixelReader<'_>, judged: &Judged) -> Result<HashMap<u32, u32>, String> {
    let text = |error: PixelsError| error.to_string();
    let mut known: HashMap<u64, Option<u32>> = HashMap::new();
    for frame in 0..input.frames() {
        let digest = digest(&input.format(), &input.native(frame).map_err(text)?, judged);
        known.entry(digest).and_modify(|only| *only = None).or_insert(Some(frame));
    }
    let mut order = HashMap::new();
    for frame in 0..output.frames() {
        let digest = digest(&output.format(), &output.native(frame).map_err(text)?, judged);
        if let Some(Some(from)) = known.get(&digest) {
            order.insert(frame, *from);
        }
    }
    Ok(order)
}

/// Digest of the samples outside of exempt boxes; used within one comparison only.
fn digest(format: &PixelFormat, native: &[u8], judged: &Judged) -> u64 {
    let mut hash = DefaultHasher::new();
    let pixel = usize::from(format.samples) * usize::from(format.bits_allocated.div_ceil(8));
    let row = pixel * format.columns as usize;
    for (y, bytes) in native.chunks(row.max(1)).enumerate() {
        let mut bytes = bytes.to_vec();
        for area in judged.boxes().iter().filter(|area| (area.y..area.y + area.height).contains(&(y as u32))) {
            let part = area.x as usize * pixel..(area.x + area.width) as usize * pixel;
            bytes.get_mut(part).unwrap_or_default().fill(0);
        }
        hash.write(&bytes);
    }
    hash.finish()
}

fn raster(format: &PixelFormat, native: &[u8]) -> Raster {
    Raster::from_native(format, native, PixelBox::new(0, 0, format.columns, format.rows))
}
