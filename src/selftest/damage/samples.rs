//! Samples of frames: changed, filled, turned and blurred.

use crate::dicom::canvas::Canvas;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::selftest::damage::Pixels;
use crate::selftest::oracle::known::File;

/// Side of a patch that is blurred.
const PATCH: u32 = 60;

/// Changes every sample.
pub(super) fn samples(format: &PixelFormat, frame: &mut [u8], change: impl Fn(i32) -> i32) {
    if format.bits_allocated == 8 {
        frame.iter_mut().for_each(|sample| *sample = change(i32::from(*sample)) as u8);
        return;
    }
    for pair in frame.chunks_exact_mut(2) {
        let Some(word) = pair.first_chunk().copied() else { continue };
        let sample =
            if format.signed { i32::from(i16::from_le_bytes(word)) } else { i32::from(u16::from_le_bytes(word)) };
        pair.copy_from_slice(&(change(sample) as u16).to_le_bytes());
    }
}

fn pixel_bytes(format: &PixelFormat) -> usize {
    usize::from(format.samples * format.bits_allocated / 8)
}

pub(super) fn fill(format: &PixelFormat, frame: &mut [u8], area: PixelBox) {
    let pixel = pixel_bytes(format);
    let area = area.dilated(0, format.columns, format.rows);
    for y in area.y..area.y + area.height {
        let first = (y * format.columns + area.x) as usize * pixel;
        frame.get_mut(first..first + area.width as usize * pixel).unwrap_or_default().fill(0);
    }
}

pub(super) fn turn(pixels: &mut Pixels, place: impl Fn(usize, usize, usize, usize) -> usize) {
    let (width, height) = (pixels.format.columns as usize, pixels.format.rows as usize);
    let pixel = pixel_bytes(&pixels.format);
    for frame in &mut pixels.frames {
        let mut turned = vec![0; frame.len()];
        for (at, bytes) in frame.chunks_exact(pixel).enumerate() {
            let to = place(at % width, at / width, width, height) * pixel;
            if let Some(place) = turned.get_mut(to..to + pixel) {
                place.copy_from_slice(bytes);
            }
        }
        *frame = turned;
    }
}

fn value(format: &PixelFormat, frame: &[u8], x: u32, y: u32, channel: usize) -> i64 {
    let at = (y * format.columns + x) as usize * pixel_bytes(format) + channel * usize::from(format.bits_allocated / 8);
    let byte = |at: usize| frame.get(at).copied().unwrap_or_default();
    match (format.bits_allocated, format.signed) {
        (8, _) => i64::from(byte(at)),
        (_, true) => i64::from(i16::from_le_bytes([byte(at), byte(at + 1)])),
        (_, false) => i64::from(u16::from_le_bytes([byte(at), byte(at + 1)])),
    }
}

/// The most varied square of the clinical region that is clear of planted lines.
pub(super) fn patch(pixels: &Pixels, file: &File<'_>) -> Option<PixelBox> {
    let format = &pixels.format;
    let region = file.row.clinical_box?;
    let first = pixels.frames.first()?;
    let patches = file.truth.patches.iter();
    let lines: Vec<PixelBox> = patches
        .filter(|patch| patch.instance == file.row.instance && patch.canvas == Canvas::Frames)
        .map(|patch| patch.line_box.dilated(16, format.columns, format.rows))
        .collect();
    let clear = |area: &PixelBox| {
        area.fits(format.columns, format.rows)
            && !lines.iter().any(|line| {
                line.x < area.x + area.width
                    && area.x < line.x + line.width
                    && line.y < area.y + area.height
                    && area.y < line.y + line.height
            })
    };
    let variety = |area: &PixelBox| {
        let values: Vec<i64> = (area.y..area.y + PATCH)
            .step_by(3)
            .flat_map(|y| (area.x..area.x + PATCH).step_by(3).map(move |x| (x, y)))
            .map(|(x, y)| value(format, first, x, y, 0))
            .collect();
        let mean = values.iter().sum::<i64>() / (values.len() as i64).max(1);
        values.iter().map(|value| (value - mean).pow(2)).sum::<i64>()
    };
    let right = (region.x + region.width).saturating_sub(PATCH);
    let bottom = (region.y + region.height).saturating_sub(PATCH);
    (region.y..=bottom)
        .step_by(20)
        .flat_map(|y| (region.x..=right).step_by(20).map(move |x| PixelBox::new(x, y, PATCH, PATCH)))
        .filter(clear)
        .max_by_key(variety)
        .filter(|area| variety(area) > 0)
}

pub(super) fn blur(format: &PixelFormat, frame: &mut [u8], area: PixelBox) {
    let before = frame.to_vec();
    let bytes = usize::from(format.bits_allocated / 8);
    for y in area.y..area.y + area.height {
        for x in area.x..area.x + area.width {
            let around = PixelBox::new(x, y, 1, 1).dilated(3, format.columns, format.rows);
            for channel in 0..usize::from(format.samples) {
                let sum: i64 = (around.y..around.y + around.height)
                    .flat_map(|y| (around.x..around.x + around.width).map(move |x| (x, y)))
                    .map(|(x, y)| value(format, &before, x, y, channel))
                    .sum();
                let mean = (sum / (around.area() as i64).max(1)) as i32;
                let at = (y * format.columns + x) as usize * pixel_bytes(format) + channel * bytes;
                let new = mean.to_le_bytes();
                for (byte, new) in frame.iter_mut().skip(at).take(bytes).zip(new) {
                    *byte = new;
                }
            }
        }
    }
}
