//! What the bytes of native frames tell before anything is converted.

use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;

/// Bytes that are compared at once.
const CHUNK: usize = 256;
/// Every so many of them are compared in one turn.
const STRIDE: usize = 8;

/// Whether most bytes of two frames are equal: then they lie in place, and nothing need be searched. Chunks from all over the
/// frames are compared until one side has more than half.
pub(super) fn mostly_equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let (mut equal, mut different) = (0, 0);
    for first in 0..STRIDE {
        for (one, other) in one.chunks(CHUNK).zip(other.chunks(CHUNK)).skip(first).step_by(STRIDE) {
            if one == other {
                equal += one.len();
            } else {
                different += one.len();
            }
        }
        if 2 * equal > one.len() || 2 * different >= one.len() {
            break;
        }
    }
    2 * equal > one.len()
}

/// Whether two frames of one layout have the same bytes but for some boxes.
pub(super) fn is_equal_outside(format: &PixelFormat, one: &[u8], other: &[u8], boxes: &[PixelBox]) -> bool {
    let whole = PixelBox::new(0, 0, format.columns, format.rows);
    let (Some(rows), Some(others)) = (rows(format, one, whole), rows(format, other, whole)) else { return false };
    let pixel = bytes_of_pixel(format);
    rows.zip(others).enumerate().all(|(y, (one, other))| {
        one == other || {
            let here: Vec<&PixelBox> = boxes
                .iter()
                .filter(|area| (u64::from(area.y)..u64::from(area.y) + u64::from(area.height)).contains(&(y as u64)))
                .collect();
            let pixels = one.chunks_exact(pixel).zip(other.chunks_exact(pixel)).enumerate();
            let inside = |x: usize| here.iter().any(|area| area.contains(x as u32, y as u32));
            pixels.into_iter().all(|(x, (one, other))| one == other || inside(x))
        }
    })
}

/// Whether every pixel of a frame has the same bytes.
pub(super) fn is_blank(format: &PixelFormat, native: &[u8]) -> bool {
    let pixel = bytes_of_pixel(format);
    // A frame that equals itself moved by one pixel is constant.
    native.len() > pixel && native.get(pixel..) == native.get(..native.len() - pixel)
}

/// Whether every pixel inside a box has the same bytes. A box that leaves the frame is not judged so.
pub(super) fn is_constant(format: &PixelFormat, native: &[u8], area: PixelBox) -> bool {
    let pixel = bytes_of_pixel(format);
    let mut first: Option<&[u8]> = None;
    let Some(mut rows) = rows(format, native, area) else { return false };
    rows.all(|row| {
        let known = *first.get_or_insert(row.get(..pixel).unwrap_or_default());
        row.get(..pixel) == Some(known) && row.get(pixel..) == row.get(..row.len().saturating_sub(pixel))
    })
}

/// Whether two frames of one layout have the same bytes inside a box.
pub(super) fn is_equal(format: &PixelFormat, one: &[u8], other: &[u8], area: PixelBox) -> bool {
    match (rows(format, one, area), rows(format, other, area)) {
        (Some(one), Some(other)) => one.eq(other),
        _ => false,
    }
}

fn bytes_of_pixel(format: &PixelFormat) -> usize {
    (usize::from(format.samples) * usize::from(format.bits_allocated).div_ceil(8)).max(1)
}

/// The bytes of each row of a box; `None` where they are not all there.
fn rows<'n>(format: &PixelFormat, native: &'n [u8], area: PixelBox) -> Option<impl Iterator<Item = &'n [u8]>> {
    let pixel = bytes_of_pixel(format);
    let stride = format.columns as usize * pixel;
    let there = area.fits(format.columns, format.rows) && area.area() > 0;
    let whole = native.len() >= stride.checked_mul(format.rows as usize)?;
    let range = area.x as usize * pixel..(area.x as usize + area.width as usize) * pixel;
    let rows = native.chunks_exact(stride.max(1)).skip(area.y as usize).take(area.height as usize);
    (there && whole).then(|| rows.filter_map(move |row| row.get(range.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::frame::Photometric;

    fn format(samples: u16, bits_allocated: u16) -> PixelFormat {
        let photometric = if samples == 3 { Photometric::Rgb } else { Photometric::Monochrome2 };
        PixelFormat { rows: 4, columns: 4, samples, bits_allocated, bits_stored: 8, signed: false, photometric }
    }

    #[test]
    fn a_box_of_one_colour_is_constant_and_one_other_byte_breaks_it() {
        for (samples, bits) in [(1, 8), (3, 8), (1, 16)] {
            let format = format(samples, bits);
            let pixel = bytes_of_pixel(&format);
            let mut native: Vec<u8> = (0..16 * pixel).map(|at| (at % pixel) as u8).collect();
            let area = PixelBox::new(1, 1, 2, 2);
            assert!(is_constant(&format, &native, area) && is_blank(&format, &native));
            native[0] = 99;
            assert!(is_constant(&format, &native, area) && !is_blank(&format, &native));
            native[10 * pixel] = 99;
            assert!(!is_constant(&format, &native, area), "{samples} samples of {bits} bits");
        }
    }

    #[test]
    fn rows_of_one_colour_each_are_not_constant() {
        let native: Vec<u8> = (0..16).map(|at| at / 4).collect();
        assert!(!is_constant(&format(1, 8), &native, PixelBox::new(0, 0, 4, 4)));
        assert!(is_constant(&format(1, 8), &native, PixelBox::new(0, 2, 4, 1)));
    }

    #[test]
    fn boxes_and_frames_that_are_not_all_there_are_nothing() {
        let native = [0; 16];
        assert!(!is_constant(&format(1, 8), &native, PixelBox::new(2, 2, 3, 3)));
        assert!(!is_constant(&format(1, 8), &native[..15], PixelBox::new(0, 0, 2, 2)));
        assert!(!is_equal(&format(1, 8), &native, &native[..15], PixelBox::new(0, 0, 2, 2)));
        assert!(is_equal(&format(1, 8), &native, &native, PixelBox::new(0, 0, 2, 2)));
    }

    #[test]
    fn what_differs_in_boxes_alone_is_told() {
        let format = format(1, 8);
        let frame: Vec<u8> = (0..16).collect();
        let (mut inside, mut outside) = (frame.clone(), frame.clone());
        inside[5] = 99;
        outside[4] = 99;
        let boxes = [PixelBox::new(1, 1, 2, 2)];
        assert!(is_equal_outside(&format, &frame, &frame, &[]) && is_equal_outside(&format, &frame, &inside, &boxes));
        assert!(!is_equal_outside(&format, &frame, &outside, &boxes));
        assert!(!is_equal_outside(&format, &frame, &frame[..15], &boxes));
    }

    #[test]
    fn frames_are_mostly_equal_until_half_of_them_changed() {
        let frame: Vec<u8> = vec![7; 4096];
        let changed = |bytes: usize| {
            let mut changed = frame.clone();
            changed[..bytes].fill(0);
            changed
        };
        assert!(mostly_equal(&frame, &changed(1024)) && !mostly_equal(&frame, &changed(3072)));
        assert!(!mostly_equal(&frame, &frame[1..]));
    }
}
