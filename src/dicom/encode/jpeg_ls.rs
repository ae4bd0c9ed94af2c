//! JPEG-LS without loss (ISO 14495-1).

use super::samples::Samples;
use crate::dicom::frame::PixelFormat;
use charls::CharLS;
use charls::FrameInfo;
use charls::InterleaveMode;

/// Encodes one native frame, colour by pixel. The library refuses frames that it can't make smaller, such as noise.
pub(super) fn encode(native: &[u8], format: &PixelFormat) -> Result<Vec<u8>, String> {
    let samples = Samples::new(native, format)?;
    // Streams of up to 8 bits hold one byte for a sample.
    let precision = if format.bits_allocated > 8 { format.bits_stored.max(9) } else { format.bits_stored.max(2) };
    let info = FrameInfo {
        width: format.columns,
        height: format.rows,
        bits_per_sample: i32::from(precision),
        component_count: i32::from(format.samples),
    };
    let mut encoder = CharLS::default();
    if format.samples > 1 {
        // Readers disagree on what a scan for each component gives.
        encoder.set_interleave_mode(InterleaveMode::Line).map_err(|error| error.to_string())?;
    }
    // Samples have no sign in the stream: two's complement within the bits stored.
    encoder.encode(info, 0, &samples.without_sign(precision)).map_err(|error| error.to_string())
}
