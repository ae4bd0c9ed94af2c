//! JPEG baseline with 8 bits (ISO 10918-1), lossy: grey, or luma and chroma halved in width.

use crate::dicom::colour::turned;
use crate::dicom::colour::ybr_of_rgb;
use crate::dicom::frame::PixelFormat;
use jpeg_encoder::ChromaSubsamplingMethod;
use jpeg_encoder::ColorType;
use jpeg_encoder::Encoder;
use jpeg_encoder::SamplingFactor;

/// Encodes one native frame of grey or RGB by pixel; `quality` is from 1 to 100.
pub(super) fn encode(native: &[u8], format: &PixelFormat, quality: u8) -> Result<Vec<u8>, String> {
    let side = |length: u32| u16::try_from(length).map_err(|_| format!("a side of {length} pixels is too long"));
    let (columns, rows) = (side(format.columns)?, side(format.rows)?);
    let mut stream = Vec::new();
    let mut encoder = Encoder::new(&mut stream, quality);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    let encoded = if format.samples == 3 {
        // The encoder's own conversion differs with the processor.
        encoder.encode(&turned(native, ybr_of_rgb), columns, rows, ColorType::Ycbcr)
    } else {
        encoder.encode(native, columns, rows, ColorType::Luma)
    };
    encoded.map_err(|error| error.to_string())?;
    Ok(stream)
}
