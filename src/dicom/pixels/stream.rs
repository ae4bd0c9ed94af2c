//! Decoding of one compressed frame by the library, which sees an object of just that frame.

use super::header::Codestream;
use super::layout::interleaved;
use crate::dicom::frame::PixelFormat;
use dicom_core::value::C;
use dicom_encoding::TransferSyntaxIndex;
use dicom_encoding::adapters::PixelDataObject;
use dicom_encoding::adapters::RawPixelData;
use dicom_encoding::transfer_syntax::Codec;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;
use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// Decodes a frame whose header was read and fits the layout.
pub(super) fn decode_stream(
    transfer_syntax: &str,
    frame: &[u8],
    stream: &Codestream,
    format: &PixelFormat,
) -> Result<Vec<u8>, String> {
    let adapter = match TransferSyntaxRegistry.get(transfer_syntax).map(|syntax| syntax.codec()) {
        Some(Codec::EncapsulatedPixelData(Some(adapter), _)) => adapter,
        _ => return Err(format!("there is no decoder for {transfer_syntax}")),
    };
    // Decoders write as many bytes for a sample as the stream needs, whatever the file allocates.
    let stream_bytes: u16 = if stream.precision > 8 { 2 } else { 1 };
    let object = OneFrame { transfer_syntax, frame, format, bits_allocated: 8 * stream_bytes };
    let mut native = Vec::new();
    // Some decoders panic on a broken stream; it is the tool's failure, so it must not end the harness.
    catch_unwind(AssertUnwindSafe(|| adapter.decode_frame(&object, 0, &mut native)))
        .map_err(|_| "the decoder gave up on a broken stream".to_owned())?
        .map_err(|error| error.to_string())?;
    let samples = format.rows as usize * format.columns as usize * usize::from(format.samples);
    let expected = samples * usize::from(stream_bytes);
    if native.len() != expected {
        return Err(format!("the decoder gave {} bytes where {expected} were expected", native.len()));
    }
    if stream.by_component && is_jpeg_ls(transfer_syntax) {
        native = interleaved(&native, usize::from(format.samples), usize::from(stream_bytes));
    }
    let native = widened(native, stream_bytes, format);
    let unsigned = is_jpeg_ls(transfer_syntax) && format.signed && format.bits_allocated == 16;
    Ok(if unsigned { with_sign(native, format.bits_stored) } else { native })
}

/// A JPEG-LS stream knows no sign: words get it from the highest of the bits stored.
fn with_sign(mut native: Vec<u8>, bits_stored: u16) -> Vec<u8> {
    let unused = 16 - bits_stored.clamp(1, 16);
    for pair in native.chunks_exact_mut(2) {
        if let [low, high] = pair {
            [*low, *high] = (i16::from_le_bytes([*low, *high]) << unused >> unused).to_le_bytes();
        }
    }
    native
}

/// The library gives the planes of a JPEG-LS stream one after another where each has its own scan.
fn is_jpeg_ls(transfer_syntax: &str) -> bool {
    use crate::dicom::uids;
    [uids::JPEGLS_LOSSLESS, uids::JPEGLS_NEAR_LOSSLESS].contains(&transfer_syntax)
}

/// Samples as wide as the file allocates.
fn widened(native: Vec<u8>, stream_bytes: u16, format: &PixelFormat) -> Vec<u8> {
    if stream_bytes * 8 >= format.bits_allocated {
        return native;
    }
    native.into_iter().flat_map(|byte| [byte, if format.signed && byte > 127 { 0xff } else { 0 }]).collect()
}

/// The object that a decoder sees.
struct OneFrame<'a> {
    transfer_syntax: &'a str,
    frame: &'a [u8],
    format: &'a PixelFormat,
    bits_allocated: u16,
}

impl PixelDataObject for OneFrame<'_> {
    fn transfer_syntax_uid(&self) -> &str {
        self.transfer_syntax
    }

    fn rows(&self) -> Option<u16> {
        u16::try_from(self.format.rows).ok()
    }

    fn cols(&self) -> Option<u16> {
        u16::try_from(self.format.columns).ok()
    }

    fn samples_per_pixel(&self) -> Option<u16> {
        Some(self.format.samples)
    }

    fn bits_allocated(&self) -> Option<u16> {
        Some(self.bits_allocated)
    }

    fn bits_stored(&self) -> Option<u16> {
        Some(self.format.bits_stored.min(self.bits_allocated))
    }

    fn photometric_interpretation(&self) -> Option<&str> {
        Some(self.format.photometric.name())
    }

    fn number_of_frames(&self) -> Option<u32> {
        Some(1)
    }

    fn number_of_fragments(&self) -> Option<u32> {
        Some(1)
    }

    fn fragment(&self, fragment: usize) -> Option<Cow<'_, [u8]>> {
        (fragment == 0).then_some(Cow::Borrowed(self.frame))
    }

    fn offset_table(&self) -> Option<Cow<'_, [u32]>> {
        Some(Cow::Owned(Vec::new()))
    }

    fn raw_pixel_data(&self) -> Option<RawPixelData> {
        Some(RawPixelData { fragments: C::from_vec(vec![self.frame.to_vec()]), offset_table: C::new() })
    }
}
