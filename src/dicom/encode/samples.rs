//! Samples of a native frame as encoders take them.

use crate::dicom::frame::PixelFormat;

/// The samples of a frame, of which it is known that they keep within the bits stored.
///
/// Encoders code just these bits. Words with something above them, as overlay planes are (PS3.5 §8.1.2), would not come
/// back as they were.
pub(super) struct Samples<'a> {
    native: &'a [u8],
    format: PixelFormat,
}

impl<'a> Samples<'a> {
    /// The samples of a frame; an error where one has other bits than those stored.
    pub(super) fn new(native: &'a [u8], format: &PixelFormat) -> Result<Self, String> {
        let samples = Self { native, format: *format };
        let (low, high) = format.range();
        if samples.values().any(|sample| sample < low || sample > high) {
            return Err(format!("a sample lies outside of the {} bits stored", format.bits_stored));
        }
        Ok(samples)
    }

    /// Each sample, with its sign.
    pub(super) fn values(&self) -> impl Iterator<Item = i32> {
        let (wide, signed) = (self.format.bits_allocated > 8, self.format.signed);
        self.native.chunks_exact(if wide { 2 } else { 1 }).map(move |bytes| match (bytes, signed) {
            ([byte], false) => i32::from(*byte),
            ([byte], true) => i32::from(byte.cast_signed()),
            ([low, high], false) => i32::from(u16::from_le_bytes([*low, *high])),
            ([low, high], true) => i32::from(i16::from_le_bytes([*low, *high])),
            _ => 0,
        })
    }

    /// The frame with so many low bits of each sample, little endian.
    pub(super) fn without_sign(&self, bits: u16) -> Vec<u8> {
        if !self.format.signed {
            return self.native.to_vec();
        }
        let mask = u16::MAX >> (16 - bits.clamp(1, 16));
        let bytes = usize::from(self.format.bits_allocated / 8);
        self.values().flat_map(|sample| (sample as u16 & mask).to_le_bytes().into_iter().take(bytes)).collect()
    }
}
