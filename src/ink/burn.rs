//! Blending ink into native frames.

use crate::dicom::frame::PixelFormat;
use crate::ink::mask::Mask;

/// What is written where the mask is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// Sample values, one for each channel; the first alone counts where there is one channel.
    pub levels: [i32; 3],
    /// 255 covers the background, less lets it shine through.
    pub opacity: u8,
}

/// Blends `mask` into a native frame with its corner at column `x` and row `y`.
///
/// Each sample becomes `background + (level - background) * alpha * opacity / 255²`, rounded half away from zero and
/// kept within the stored bits. Pixels without ink keep every bit; unused high bits of unsigned samples are kept
/// everywhere, since overlay planes may lie there (PS3.5 §8.1.1). What lies outside the frame is left out.
pub fn burn(format: &PixelFormat, native: &mut [u8], x: u32, y: u32, mask: &Mask, ink: Ink) {
    let channels = usize::from(format.samples);
    for row in 0..mask.height {
        let Some(frame_row) = y.checked_add(row).filter(|row| *row < format.rows) else { return };
        for column in 0..mask.width {
            let weight = i64::from(mask.at(column, row)) * i64::from(ink.opacity);
            let Some(frame_column) = x.checked_add(column).filter(|column| *column < format.columns) else { break };
            if weight == 0 {
                continue;
            }
            let pixel = frame_row as usize * format.columns as usize + frame_column as usize;
            for channel in 0..channels {
                let level = ink.levels.get(channel).copied().unwrap_or(0);
                blend_sample(format, native, pixel * channels + channel, level, weight);
            }
        }
    }
}

/// Blends one sample; `weight` is at most 255².
fn blend_sample(format: &PixelFormat, native: &mut [u8], index: usize, level: i32, weight: i64) {
    const FULL: i64 = 255 * 255;
    let (low, high) = format.range();
    let bytes = if format.bits_allocated <= 8 { 1 } else { 2 };
    let Some(stored) = native.get_mut(index * bytes..(index + 1) * bytes) else { return };
    let word = stored.iter().rev().fold(0u16, |word, byte| word << 8 | u16::from(*byte));
    let unused = 16 - u32::from(format.bits_stored.clamp(1, 16).min(bytes as u16 * 8));
    let background = if format.signed {
        i64::from(((word << unused) as i16) >> unused)
    } else {
        i64::from((word << unused) >> unused)
    };
    let change = (i64::from(level) - background) * weight;
    let rounded = (change.abs() + FULL / 2) / FULL * change.signum();
    let value = (background + rounded).clamp(i64::from(low), i64::from(high));
    let kept = if format.signed || unused == 0 { 0 } else { word & !(u16::MAX >> unused) };
    let [first, second] = (value as u16 | kept).to_le_bytes();
    for (target, byte) in stored.iter_mut().zip([first, second]) {
        *target = byte;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::frame::Photometric;
    use crate::dicom::frame::Raster;
    use crate::dicom::locus::PixelBox;

    fn format(bits_allocated: u16, bits_stored: u16, signed: bool, samples: u16) -> PixelFormat {
        let photometric = if samples == 3 { Photometric::Rgb } else { Photometric::Monochrome2 };
        PixelFormat { rows: 2, columns: 2, samples, bits_allocated, bits_stored, signed, photometric }
    }

    fn burned(format: &PixelFormat, native: &mut [u8], mask: &Mask, ink: Ink) -> Vec<i32> {
        burn(format, native, 0, 0, mask, ink);
        Raster::from_native(format, native, PixelBox::new(0, 0, 9, 9)).samples
    }

    #[test]
    fn half_coverage_and_half_opacity_give_a_quarter_rounded_away_from_zero() {
        let mask = Mask { width: 2, height: 1, alpha: vec![128, 255] };
        let ink = Ink { levels: [102, 0, 0], opacity: 128 };
        let mut native = [100, 0, 7, 7];
        // 2 * 128 * 128 / 65025 = 0.504 and 102 * 255 * 128 / 65025 = 51.2
        assert_eq!(burned(&format(8, 8, false, 1), &mut native, &mask, ink), [101, 51, 7, 7]);
    }

    #[test]
    fn signed_twelve_bit_samples_are_sign_extended_and_kept_in_range() {
        let mask = Mask { width: 2, height: 1, alpha: vec![255, 255] };
        let ink = Ink { levels: [-3000, 0, 0], opacity: 255 };
        let samples = burned(&format(16, 12, true, 1), &mut [0xf6, 0xff, 1, 0, 0, 0, 0, 0], &mask, ink);
        assert_eq!(samples, [-2048, -2048, 0, 0]);
        assert_eq!(burned(&format(8, 8, true, 1), &mut [0xff, 1, 0, 0], &mask, ink), [-128, -128, 0, 0]);
    }

    #[test]
    fn every_channel_takes_its_own_level() {
        let mask = Mask { width: 1, height: 1, alpha: vec![255] };
        let mut native = [9; 12];
        burn(&format(8, 8, false, 3), &mut native, 1, 0, &mask, Ink { levels: [1, 2, 3], opacity: 255 });
        assert_eq!(native, [9, 9, 9, 1, 2, 3, 9, 9, 9, 9, 9, 9]);
    }

    #[test]
    fn overlay_bits_above_the_stored_ones_are_kept() {
        let mask = Mask { width: 1, height: 1, alpha: vec![255] };
        let mut native = [0x05, 0x10, 0, 0, 0, 0, 0, 0];
        burn(&format(16, 12, false, 1), &mut native, 0, 0, &mask, Ink { levels: [0x234, 0, 0], opacity: 255 });
        assert_eq!(native[..2], [0x34, 0x12]);
    }

    #[test]
    fn ink_outside_the_frame_and_missing_bytes_are_left_out() {
        let mask = Mask { width: 3, height: 3, alpha: vec![255; 9] };
        let ink = Ink { levels: [5; 3], opacity: 255 };
        let mut native = [0; 4];
        burn(&format(8, 8, false, 1), &mut native, 1, 1, &mask, ink);
        burn(&format(8, 8, false, 1), &mut native, u32::MAX, u32::MAX, &mask, ink);
        assert_eq!(native, [0, 0, 0, 5]);
        burn(&format(16, 16, false, 1), &mut [0; 3], 0, 0, &mask, ink);
    }
}
