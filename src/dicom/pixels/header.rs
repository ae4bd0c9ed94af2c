//! What a compressed frame says of itself, read before a decoder believes it.

use crate::dicom::frame::PixelFormat;
use crate::dicom::uids;

/// Families of encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Native samples in fragments.
    Plain,
    /// RLE Lossless.
    Rle,
    /// JPEG, lossy and lossless (ISO 10918-1).
    Jpeg,
    /// JPEG-LS (ISO 14495-1).
    JpegLs,
    /// JPEG 2000 (ISO 15444-1 and -15).
    Jpeg2000,
}

impl Family {
    /// The family of a transfer syntax; `None` where it is not decoded.
    pub(super) fn of(transfer_syntax: &str) -> Option<Self> {
        Some(match transfer_syntax {
            uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN => Self::Plain,
            uids::RLE_LOSSLESS => Self::Rle,
            uids::JPEG_BASELINE8_BIT | uids::JPEG_EXTENDED12_BIT | uids::JPEG_LOSSLESS | uids::JPEG_LOSSLESS_SV1 => {
                Self::Jpeg
            }
            uids::JPEGLS_LOSSLESS | uids::JPEGLS_NEAR_LOSSLESS => Self::JpegLs,
            uids::JPEG2000_LOSSLESS | uids::JPEG2000 => Self::Jpeg2000,
            // High-Throughput JPEG 2000.
            "1.2.840.10008.1.2.4.201" | "1.2.840.10008.1.2.4.202" | "1.2.840.10008.1.2.4.203" => Self::Jpeg2000,
            _ => return None,
        })
    }
}

/// Size and depth in a compressed frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Codestream {
    pub(super) rows: u32,
    pub(super) columns: u32,
    pub(super) components: u32,
    pub(super) precision: u32,
    /// Each component in a scan of its own.
    pub(super) by_component: bool,
}

impl Codestream {
    pub(super) fn read(family: Family, frame: &[u8]) -> Result<Self, String> {
        let found = match family {
            Family::Jpeg2000 => read_siz(frame),
            _ => read_sof(frame),
        };
        found.ok_or_else(|| "it has no frame header".to_owned())
    }

    /// Refuses a frame that is not of the size that the header of the file says.
    pub(super) fn check(&self, format: &PixelFormat) -> Result<(), String> {
        let told = (format.rows, format.columns, u32::from(format.samples));
        if (self.rows, self.columns, self.components) != told {
            return Err(format!(
                "it is {}x{}x{}, and the header says {}x{}x{}",
                self.columns, self.rows, self.components, told.1, told.0, told.2
            ));
        }
        if self.precision == 0 || self.precision > u32::from(format.bits_allocated) {
            return Err(format!("it has {} bits, and the header allocates {}", self.precision, format.bits_allocated));
        }
        Ok(())
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

/// Frame header of JPEG and JPEG-LS, and whether the first scan holds one component alone.
fn read_sof(frame: &[u8]) -> Option<Codestream> {
    let mut found: Option<Codestream> = None;
    let mut at = 0;
    if frame.get(..2)? != [0xff, 0xd8] {
        return None;
    }
    at += 2;
    loop {
        while frame.get(at)? != &0xff {
            at += 1;
        }
        while frame.get(at)? == &0xff {
            at += 1;
        }
        let marker = *frame.get(at)?;
        at += 1;
        match marker {
            0x00 | 0x01 | 0xd0..=0xd8 => continue,
            0xd9 => return None,
            // SOF0 to SOF15 without DHT, JPG and DAC; SOF55 of JPEG-LS. The first one is what decoders go by.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf | 0xf7 if found.is_none() => {
                found = Some(Codestream {
                    precision: u32::from(*frame.get(at + 2)?),
                    rows: word(frame, at + 3)?,
                    columns: word(frame, at + 5)?,
                    components: u32::from(*frame.get(at + 7)?),
                    by_component: false,
                });
            }
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf | 0xf7 => return None,
            0xda => {
                let of_scan = u32::from(*frame.get(at + 2)?);
                return found
                    .map(|stream| Codestream { by_component: of_scan == 1 && stream.components > 1, ..stream });
            }
            _ => {}
        }
        at += word(frame, at)?.max(2) as usize;
    }
}

/// Image and tile size of a JPEG 2000 codestream, alone or inside a JP2 file.
fn read_siz(frame: &[u8]) -> Option<Codestream> {
    let at = frame.windows(4).position(|four| four == [0xff, 0x4f, 0xff, 0x51])? + 4;
    let long = |offset: usize| Some(u32::from_be_bytes(frame.get(at + offset..at + offset + 4)?.try_into().ok()?));
    let components = word(frame, at + 36)?;
    let depth = frame.get(at + 38)?;
    // Components of other sizes would not fill the frame.
    for component in 0..components as usize {
        let step = frame.get(at + 39 + 3 * component..at + 41 + 3 * component)?;
        if step != [1, 1] {
            return None;
        }
    }
    Some(Codestream {
        columns: long(4)?.checked_sub(long(12)?)?,
        rows: long(8)?.checked_sub(long(16)?)?,
        components,
        precision: u32::from(depth & 0x7f) + 1,
        by_component: false,
    })
}
