//! Native samples from other layouts.

/// Bytes `first..first + count` of `pixels` with the bytes of each 16-bit word exchanged.
/// Words are counted from the start of the element, because a frame of 8-bit samples may begin inside one.
pub(super) fn swapped(pixels: &[u8], first: usize, count: usize) -> Vec<u8> {
    if first.is_multiple_of(2) && count.is_multiple_of(2) {
        let stored = pixels.get(first..first.saturating_add(count)).unwrap_or_default();
        return stored.chunks_exact(2).flat_map(|pair| [pair[1], pair[0]]).collect();
    }
    (first..first.saturating_add(count)).map(|index| pixels.get(index ^ 1).copied().unwrap_or(0)).collect()
}

/// Samples by pixel from planes; `samples` planes of `bytes` bytes for each sample.
pub(super) fn interleaved(stored: &[u8], samples: usize, bytes: usize) -> Vec<u8> {
    let plane = stored.len() / samples.max(1);
    let mut native = Vec::with_capacity(stored.len());
    for first in (0..plane).step_by(bytes.max(1)) {
        for channel in 0..samples {
            let at = channel * plane + first;
            native.extend_from_slice(stored.get(at..at + bytes).unwrap_or_default());
        }
    }
    native
}

/// Three samples for each pixel from `Y Y Cb Cr` for each two (PS3.3 §C.7.6.3.1.2); no filter, as in the standard.
pub(in crate::dicom) fn expand_422(stored: &[u8], frame_bytes: usize) -> Vec<u8> {
    let mut native = Vec::with_capacity(frame_bytes);
    for four in stored.chunks_exact(4) {
        if let [first, second, blue, red] = four {
            native.extend_from_slice(&[*first, *blue, *red, *second, *blue, *red]);
        }
    }
    native
}
