//! Frames in other encodings.

use crate::dicom::frame::PixelFormat;
use crate::selftest::oracle::OracleError;
use crate::selftest::oracle::wrong;
use jpeg_encoder::ColorType;

/// A frame as baseline JPEG.
pub(super) fn jpeg(format: &PixelFormat, frame: &[u8], quality: u8) -> Result<Vec<u8>, OracleError> {
    let colours = if format.samples == 3 { ColorType::Rgb } else { ColorType::Luma };
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder
        .encode(frame, format.columns as u16, format.rows as u16, colours)
        .map_err(|error| wrong(&format!("a frame can't be compressed: {error}")))?;
    Ok(bytes)
}

/// RLE Lossless (PS3.5 Annex G) without a single run: every byte is written as it is.
pub(super) fn rle(format: &PixelFormat, frame: &[u8]) -> Vec<u8> {
    let bytes = usize::from(format.bits_allocated / 8);
    let samples = usize::from(format.samples);
    let mut segments = Vec::new();
    for sample in 0..samples {
        // The most significant byte comes first.
        for byte in (0..bytes).rev() {
            let plane: Vec<u8> = frame.iter().skip(sample * bytes + byte).step_by(samples * bytes).copied().collect();
            let mut segment: Vec<u8> = plane
                .chunks(128)
                .flat_map(|run| [(run.len() - 1) as u8].into_iter().chain(run.iter().copied()))
                .collect();
            if segment.len() % 2 == 1 {
                segment.push(0x80);
            }
            segments.push(segment);
        }
    }
    let mut header = vec![segments.len() as u32];
    let mut at = 64;
    for segment in &segments {
        header.push(at);
        at += segment.len() as u32;
    }
    header.resize(16, 0);
    header.into_iter().flat_map(u32::to_le_bytes).chain(segments.concat()).collect()
}
