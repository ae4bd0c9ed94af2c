//! RLE Lossless (PS3.5 Annex G), our own because the library's decoder panics on a broken frame and refuses a large
//! even one as a bomb.

use crate::dicom::frame::PixelFormat;

/// Decodes one frame to native samples. An error where a segment holds too few bytes.
pub(super) fn decode_rle(frame: &[u8], format: &PixelFormat) -> Result<Vec<u8>, String> {
    let sample_bytes = usize::from(format.bits_allocated / 8);
    let samples = usize::from(format.samples);
    let pixels = format.rows as usize * format.columns as usize;
    let segments = sample_bytes * samples;
    let word = |at: usize| frame.get(at..at + 4)?.try_into().ok().map(|bytes| u32::from_le_bytes(bytes) as usize);
    let found = word(0).ok_or("the RLE header is cut off")?;
    if found != segments {
        return Err(format!("{found} RLE segments where the layout asks for {segments}"));
    }
    let stride = segments;
    // Two bytes of a run stand for at most 128 bytes, so a frame that is too small for its size is no RLE frame.
    let needed = pixels.saturating_mul(segments);
    if needed / 64 > frame.len() {
        return Err(format!("{} bytes can't stand for {needed}", frame.len()));
    }
    let mut native = vec![0; needed];
    for segment in 0..segments {
        let start = word(4 + 4 * segment).ok_or("the RLE header is cut off")?;
        let end = if segment + 1 < segments { word(8 + 4 * segment).unwrap_or(frame.len()) } else { frame.len() };
        let packed = frame.get(start..end).ok_or_else(|| format!("RLE segment {segment} lies outside of the frame"))?;
        // Segments run from the most significant byte of each sample (PS3.5 §G.2).
        let sample = segment / sample_bytes;
        let byte = sample_bytes - 1 - segment % sample_bytes;
        let first = sample * sample_bytes + byte;
        let mut places = native.iter_mut().skip(first).step_by(stride);
        let written = unpack(packed, pixels, &mut places);
        if written < pixels {
            return Err(format!("RLE segment {segment} has {written} of {pixels} bytes"));
        }
    }
    Ok(native)
}

/// Writes at most `wanted` bytes; gives how many there were.
fn unpack<'a>(packed: &[u8], wanted: usize, places: &mut impl Iterator<Item = &'a mut u8>) -> usize {
    let mut rest = packed;
    let mut written = 0;
    while written < wanted {
        let Some((control, after)) = rest.split_first() else { break };
        match control {
            128 => rest = after,
            0..=127 => {
                let count = (usize::from(*control) + 1).min(after.len());
                for value in after.iter().take(count.min(wanted - written)) {
                    if let Some(place) = places.next() {
                        *place = *value;
                    }
                    written += 1;
                }
                rest = after.get(count..).unwrap_or_default();
            }
            129..=255 => {
                let Some((value, after)) = after.split_first() else { break };
                for _ in 0..(257 - usize::from(*control)).min(wanted - written) {
                    if let Some(place) = places.next() {
                        *place = *value;
                    }
                    written += 1;
                }
                rest = after;
            }
        }
    }
    written
}
