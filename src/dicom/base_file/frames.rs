//! The frames of a base, decoded one by one to native little-endian samples.

use crate::dicom::base_file::BaseFileError;
use crate::dicom::base_file::codestream::Codestream;
use crate::dicom::base_file::colour;
use crate::dicom::base_file::layout::Stored;
use crate::dicom::base_file::rle;
use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use dicom_core::value::C;
use dicom_encoding::Codec;
use dicom_encoding::adapters::PixelDataObject;
use dicom_encoding::adapters::RawPixelData;
use dicom_encoding::transfer_syntax::TransferSyntax;
use std::borrow::Cow;
use std::io;
use std::panic;
use std::panic::AssertUnwindSafe;

const RLE: &str = "1.2.840.10008.1.2.5";

/// The frames of a DICOM base. Colour comes out as RGB by pixel, a colour table's indices and grey as they are; no
/// rescaling, window or lookup table is applied.
pub struct DicomFrames {
    stored: Stored,
    format: PixelFormat,
    data: Data,
}

enum Data {
    Native(Vec<u8>),
    Encoded(Vec<Vec<u8>>, &'static TransferSyntax),
}

impl DicomFrames {
    pub(super) fn native(stored: Stored, bytes: Vec<u8>) -> Result<Self, BaseFileError> {
        let needed = (stored.frame_bytes() as u64).saturating_mul(u64::from(stored.frames));
        if (bytes.len() as u64) < needed {
            return Err(BaseFileError::Truncated { missing: needed - bytes.len() as u64 });
        }
        Ok(Self { format: stored.decoded(), stored, data: Data::Native(bytes) })
    }

    pub(super) fn encoded(
        stored: Stored,
        fragments: C<Vec<u8>>,
        offsets: &[u32],
        syntax: &'static TransferSyntax,
    ) -> Result<Self, BaseFileError> {
        if !matches!(syntax.codec(), Codec::EncapsulatedPixelData(Some(_), _)) {
            return Err(BaseFileError::Syntax { uid: syntax.uid().to_owned() });
        }
        let frames = by_frame(fragments.into_iter().collect(), offsets, stored.frames as usize)?;
        Ok(Self { format: stored.decoded(), stored, data: Data::Encoded(frames, syntax) })
    }

    fn decode(&self, index: u32) -> Result<Vec<u8>, String> {
        let size = self.stored.frame_bytes();
        match &self.data {
            Data::Native(bytes) => {
                let start = (index as usize).saturating_mul(size);
                let frame = bytes.get(start..start.saturating_add(size)).ok_or("the pixel data ends before it")?;
                Ok(self.stored.to_decoded(frame.to_vec()))
            }
            Data::Encoded(frames, syntax) => {
                let frame = frames.get(index as usize).ok_or("it is not in the pixel data")?;
                if syntax.uid() == RLE {
                    let (pixels, samples) = (self.stored.pixels(), usize::from(self.stored.samples));
                    let native = rle::decode(frame, pixels, samples, self.stored.bytes_per_sample());
                    return Ok(self.stored.to_decoded_by_pixel(native.ok_or("its run lengths are damaged")?));
                }
                self.decompress(frame, syntax)
            }
        }
    }

    fn decompress(&self, frame: &[u8], syntax: &TransferSyntax) -> Result<Vec<u8>, String> {
        let header = Codestream::read(frame).ok_or("its codestream has no readable header")?;
        self.stored.agrees(&header)?;
        let Codec::EncapsulatedPixelData(Some(reader), _) = syntax.codec() else {
            return Err("its transfer syntax can't be decoded here".to_owned());
        };
        let named = (!header.names_colours).then(|| self.stored.named_colours(frame)).flatten();
        let object = OneFrame { stored: &self.stored, bytes: named.as_deref().unwrap_or(frame), syntax: syntax.uid() };
        let mut native = Vec::new();
        // The decoders index freely, and a damaged stream must not end the run.
        panic::catch_unwind(AssertUnwindSafe(|| reader.decode_frame(&object, 0, &mut native)))
            .map_err(|_| "the decoder gave up on it".to_owned())?
            .map_err(|error| error.to_string())?;
        if native.len() != self.stored.pixels() * usize::from(self.stored.samples) * self.stored.bytes_per_sample() {
            return Err(format!("it decodes to {} bytes", native.len()));
        }
        if header.by_plane && self.stored.samples == 3 && self.stored.is_jpeg_ls(syntax.uid()) {
            native = colour::by_pixel(&native, self.stored.bytes_per_sample());
        }
        Ok(if self.stored.decoder_gives_rgb(syntax.uid(), &header) {
            native
        } else {
            self.stored.to_decoded_by_pixel(native)
        })
    }
}

impl FrameSource for DicomFrames {
    fn format(&self) -> PixelFormat {
        self.format
    }

    fn frames(&self) -> u32 {
        self.stored.frames
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        let error = |reason: String| io::Error::new(io::ErrorKind::InvalidData, format!("frame {index}: {reason}"));
        let native = self.decode(index).map_err(error)?;
        if native.len() != out.len() {
            return Err(error(format!("it has {} bytes instead of {}", native.len(), out.len())));
        }
        out.copy_from_slice(&native);
        Ok(())
    }
}

/// Fragments put together to frames (PS3.5 §A.4): one each, all for one, by the offset table, or where one starts.
fn by_frame(fragments: Vec<Vec<u8>>, offsets: &[u32], frames: usize) -> Result<Vec<Vec<u8>>, BaseFileError> {
    let found = fragments.len();
    if found == frames {
        return Ok(fragments);
    }
    if frames == 1 && found > 0 {
        return Ok(vec![fragments.concat()]);
    }
    let mut grouped: Vec<Vec<u8>> = Vec::new();
    let mut position = 0u64;
    for fragment in fragments {
        let starts = if offsets.len() == frames {
            offsets.iter().any(|offset| u64::from(*offset) == position)
        } else {
            Codestream::starts(&fragment)
        };
        // A fragment follows eight bytes of item tag and length.
        position += fragment.len() as u64 + 8;
        match grouped.last_mut() {
            Some(frame) if !starts => frame.extend_from_slice(&fragment),
            _ => grouped.push(fragment),
        }
    }
    if grouped.len() == frames { Ok(grouped) } else { Err(BaseFileError::Frames { promised: frames, found }) }
}

/// One encoded frame, as the decoders want to see it.
struct OneFrame<'a> {
    stored: &'a Stored,
    bytes: &'a [u8],
    syntax: &'a str,
}

impl PixelDataObject for OneFrame<'_> {
    fn transfer_syntax_uid(&self) -> &str {
        self.syntax
    }

    fn rows(&self) -> Option<u16> {
        Some(self.stored.rows)
    }

    fn cols(&self) -> Option<u16> {
        Some(self.stored.columns)
    }

    fn samples_per_pixel(&self) -> Option<u16> {
        Some(self.stored.samples)
    }

    fn bits_allocated(&self) -> Option<u16> {
        Some(self.stored.bits_allocated)
    }

    fn bits_stored(&self) -> Option<u16> {
        Some(self.stored.bits_stored)
    }

    fn photometric_interpretation(&self) -> Option<&str> {
        Some(&self.stored.photometric)
    }

    fn number_of_frames(&self) -> Option<u32> {
        Some(1)
    }

    fn number_of_fragments(&self) -> Option<u32> {
        Some(1)
    }

    fn fragment(&self, fragment: usize) -> Option<Cow<'_, [u8]>> {
        (fragment == 0).then_some(Cow::Borrowed(self.bytes))
    }

    fn offset_table(&self) -> Option<Cow<'_, [u32]>> {
        Some(Cow::Borrowed(&[]))
    }

    fn raw_pixel_data(&self) -> Option<RawPixelData> {
        Some(RawPixelData { fragments: C::from_elem(self.bytes.to_vec(), 1), offset_table: C::new() })
    }
}

impl Stored {
    /// The layout of the frames that come out.
    fn decoded(&self) -> PixelFormat {
        let photometric = if self.samples == 3 { Photometric::Rgb } else { Photometric::from_name(&self.photometric) };
        PixelFormat {
            rows: self.rows.into(),
            columns: self.columns.into(),
            samples: self.samples,
            bits_allocated: self.bits_allocated,
            bits_stored: self.bits_stored,
            signed: self.signed,
            photometric,
        }
    }

    /// A native frame as it is stored, brought to RGB by pixel.
    fn to_decoded(&self, frame: Vec<u8>) -> Vec<u8> {
        if self.photometric == "YBR_FULL_422" {
            let mut native = colour::widen_422(&frame);
            colour::to_rgb(&mut native);
            return native;
        }
        let by_plane = self.samples == 3 && self.by_plane;
        self.to_decoded_by_pixel(if by_plane { colour::by_pixel(&frame, self.bytes_per_sample()) } else { frame })
    }

    /// Samples by pixel, brought to RGB.
    fn to_decoded_by_pixel(&self, mut native: Vec<u8>) -> Vec<u8> {
        if self.samples == 3 && self.photometric.starts_with("YBR_FULL") {
            colour::to_rgb(&mut native);
        }
        native
    }
}
