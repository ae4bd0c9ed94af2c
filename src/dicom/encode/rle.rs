//! RLE Lossless (PS3.5 Annex G).

use crate::dicom::frame::PixelFormat;

/// Bytes of the header: the number of segments, and where up to 15 begin.
const HEADER: usize = 64;
/// Most bytes that one control byte stands for.
const LONGEST: usize = 128;

/// Encodes one native frame, colour by pixel.
pub(super) fn encode(native: &[u8], format: &PixelFormat) -> Vec<u8> {
    let sample_bytes = usize::from(format.bits_allocated / 8);
    let segments = sample_bytes * usize::from(format.samples);
    let columns = format.columns as usize;
    let mut frame = vec![0; HEADER];
    let mut header = vec![segments as u32];
    let mut row = Vec::with_capacity(columns);
    for segment in 0..segments {
        header.push(frame.len() as u32);
        // Segments run from the most significant byte of each sample (PS3.5 §G.2).
        let first = segment / sample_bytes * sample_bytes + sample_bytes - 1 - segment % sample_bytes;
        // Runs do not go over the end of a row (PS3.5 §G.3.1).
        for pixels in native.chunks(columns * segments) {
            row.clear();
            row.extend(pixels.iter().skip(first).step_by(segments));
            pack(&row, &mut frame);
        }
        if frame.len() % 2 == 1 {
            frame.push(0);
        }
    }
    header.resize(HEADER / 4, 0);
    for (place, word) in frame.chunks_exact_mut(4).zip(header) {
        place.copy_from_slice(&word.to_le_bytes());
    }
    frame
}

/// PackBits (PS3.5 §G.3.1): runs of three and more, or two where no literal goes on.
fn pack(row: &[u8], out: &mut Vec<u8>) {
    let run = |at: usize| row.get(at..).unwrap_or_default().iter().take(LONGEST).take_while(|b| **b == row[at]).count();
    let mut at = 0;
    while at < row.len() {
        let same = run(at);
        if same > 1 {
            out.extend([(257 - same) as u8, row[at]]);
            at += same;
            continue;
        }
        let mut end = at + 1;
        while end < row.len() && end - at < LONGEST && run(end) < 3 {
            end += 1;
        }
        let literal = row.get(at..end).unwrap_or_default();
        out.push((literal.len() - 1) as u8);
        out.extend(literal);
        at = end;
    }
}
