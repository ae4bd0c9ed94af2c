//! RLE Lossless frames (PS3.5 Annex G), with every length checked.

/// Decodes one frame of `pixels` pixels into little-endian samples, colour by pixel. `None` where it is damaged.
pub(super) fn decode(frame: &[u8], pixels: usize, samples: usize, bytes_per_sample: usize) -> Option<Vec<u8>> {
    let word = |at: usize| Some(u32::from_le_bytes(frame.get(at..at + 4)?.try_into().ok()?) as usize);
    let segments = samples * bytes_per_sample;
    if word(0)? != segments || segments > 15 {
        return None;
    }
    let mut native = vec![0u8; pixels.checked_mul(segments)?];
    for segment in 0..segments {
        let start = word(4 + 4 * segment)?;
        let end = if segment + 1 < segments { word(8 + 4 * segment)? } else { frame.len() };
        let plane = unpack(frame.get(start..end)?, pixels)?;
        // Segments run from the most significant byte of the first sample (PS3.5 §G.2).
        let (sample, byte) = (segment / bytes_per_sample, bytes_per_sample - 1 - segment % bytes_per_sample);
        let first = sample * bytes_per_sample + byte;
        for (target, value) in native.iter_mut().skip(first).step_by(segments).zip(plane) {
            *target = value;
        }
    }
    Some(native)
}

/// Undoes PackBits (PS3.5 §G.3.2) until `length` bytes are there.
fn unpack(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut plane = Vec::with_capacity(length);
    let mut at = 0usize;
    while plane.len() < length {
        let control = *packed.get(at)?;
        at += 1;
        match control {
            0..=127 => {
                let end = at + usize::from(control) + 1;
                plane.extend_from_slice(packed.get(at..end)?);
                at = end;
            }
            128 => {}
            _ => {
                plane.resize(plane.len() + 257 - usize::from(control), *packed.get(at)?);
                at += 1;
            }
        }
    }
    plane.truncate(length);
    Some(plane)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(segments: &[&[u8]]) -> Vec<u8> {
        let mut header = vec![segments.len() as u32];
        let mut at = 64;
        for segment in segments {
            header.push(at);
            at += segment.len() as u32;
        }
        header.resize(16, 0);
        let mut bytes: Vec<u8> = header.into_iter().flat_map(u32::to_le_bytes).collect();
        segments.iter().for_each(|segment| bytes.extend_from_slice(segment));
        bytes
    }

    #[test]
    fn two_byte_samples_come_out_little_endian() {
        let bytes = frame(&[&[0xfe, 0x12], &[2, 1, 2, 3]]);
        assert_eq!(decode(&bytes, 3, 1, 2), Some(vec![1, 0x12, 2, 0x12, 3, 0x12]));
    }

    #[test]
    fn three_planes_become_colour_by_pixel() {
        let bytes = frame(&[&[1, 10, 11], &[0xff, 20], &[128, 1, 30, 31]]);
        assert_eq!(decode(&bytes, 2, 3, 1), Some(vec![10, 20, 30, 11, 20, 31]));
    }

    #[test]
    fn damaged_frames_are_refused_wherever_they_are_cut() {
        let bytes = frame(&[&[0xfe, 0x12], &[2, 1, 2, 3]]);
        for end in 0..bytes.len() {
            assert_eq!(decode(bytes.get(..end).unwrap(), 3, 1, 2), None, "{end}");
        }
        assert_eq!(decode(&frame(&[&[0, 1]]), 1, 3, 1), None);
    }
}
