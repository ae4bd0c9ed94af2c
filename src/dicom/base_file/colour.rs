//! Bringing decoded colour to RGB by pixel.

use crate::dicom::colour::rgb_of_ybr;

/// Planes behind one another become samples by pixel.
pub(super) fn by_pixel(planes: &[u8], bytes_per_sample: usize) -> Vec<u8> {
    let plane = planes.len() / 3;
    let mut native = vec![0u8; plane * 3];
    for (channel, samples) in planes.chunks_exact(plane.max(1)).take(3).enumerate() {
        for (pixel, sample) in samples.chunks_exact(bytes_per_sample).enumerate() {
            let first = (pixel * 3 + channel) * bytes_per_sample;
            if let Some(target) = native.get_mut(first..first + bytes_per_sample) {
                target.copy_from_slice(sample);
            }
        }
    }
    native
}

/// YBR_FULL_422 stores two luma samples for one pair of chroma samples (PS3.3 §C.7.6.3.1.2); gives YBR_FULL.
pub(super) fn widen_422(packed: &[u8]) -> Vec<u8> {
    let mut native = Vec::with_capacity(packed.len() / 2 * 3);
    for pair in packed.chunks_exact(4) {
        if let [one, two, blue, red] = pair {
            native.extend_from_slice(&[*one, *blue, *red, *two, *blue, *red]);
        }
    }
    native
}

/// 8-bit YBR_FULL to RGB, in place.
pub(super) fn to_rgb(native: &mut [u8]) {
    for pixel in native.chunks_exact_mut(3) {
        if let [luma, blue, red] = pixel {
            [*luma, *blue, *red] = rgb_of_ybr([*luma, *blue, *red]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_are_interleaved_whatever_the_sample_size() {
        assert_eq!(by_pixel(&[1, 2, 3, 4, 5, 6], 1), [1, 3, 5, 2, 4, 6]);
        assert_eq!(by_pixel(&[1, 2, 3, 4, 5, 6], 2), [1, 2, 3, 4, 5, 6]);
        assert!(by_pixel(&[], 1).is_empty());
    }

    #[test]
    fn known_colours_come_back_from_luma_and_chroma() {
        let mut native = widen_422(&[76, 255, 85, 255]);
        native.extend_from_slice(&[255, 128, 128, 0, 128, 128]);
        to_rgb(&mut native);
        assert_eq!(native.get(..3), Some(&[254, 0, 0][..]));
        assert_eq!(native.get(6..), Some(&[255, 255, 255, 0, 0, 0][..]));
    }
}
