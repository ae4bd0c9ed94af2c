//! Native pixel data have the length that the header says (PS3.5 §8.1.1).

use crate::detectors::conformance::Breach;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::dicom::tags;

/// Compares the bytes of native pixel data with rows, columns, samples, bits and frames.
pub fn check(scan: &Scan, found: &mut Vec<Breach>) {
    if let (Some(PixelSpan::Native(range)), Some(expected)) = (&scan.pixels, native_bytes(scan)) {
        let there = range.len() as u64;
        if there != expected && there != expected + expected % 2 {
            let text = format!("{there} bytes of pixel data, and the header says {expected}");
            found.push(Breach::new("(7FE0,0010)", text));
        }
    }
}

/// Bytes that native pixel data must have by the header.
fn native_bytes(scan: &Scan) -> Option<u64> {
    let number = |tag| scan.number(tag).map(u64::from);
    let frames = number(tags::NUMBER_OF_FRAMES).unwrap_or(1);
    // Two luma samples share their chroma in YBR_FULL_422 (PS3.3 §C.7.6.3.1.2).
    let samples = match scan.text(tags::PHOTOMETRIC_INTERPRETATION).as_deref() {
        Some("YBR_FULL_422") => 2,
        _ => number(tags::SAMPLES_PER_PIXEL)?,
    };
    let bits = number(tags::ROWS)?
        .checked_mul(number(tags::COLUMNS)?)?
        .checked_mul(samples)?
        .checked_mul(frames)?
        .checked_mul(number(tags::BITS_ALLOCATED)?)?;
    Some(bits.div_ceil(8))
}
