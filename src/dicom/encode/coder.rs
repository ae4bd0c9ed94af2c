//! Drawn frames, turned into what stands in a file and into what is read from it.

use super::Encoding;
use super::Layout;
use super::Syntax;
use super::jpeg;
use super::jpeg_2000;
use super::jpeg_ls;
use super::rle;
use crate::dicom::colour::turned;
use crate::dicom::colour::ybr_of_rgb;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::pixels::decode_jpeg;
use crate::dicom::pixels::expand_422;
use std::borrow::Cow;

/// A frame that can't be encoded, with what the encoder says.
pub(crate) type Refusal = String;

/// One frame, encoded.
pub(crate) struct CodedFrame<'a> {
    /// What stands in the file.
    pub stored: Cow<'a, [u8]>,
    /// What [`PixelReader`](crate::dicom::pixels::PixelReader) makes of it.
    pub read: Cow<'a, [u8]>,
}

/// Turns drawn frames into what stands in a file.
#[derive(Clone, Copy, Debug)]
pub struct FrameCoder {
    encoding: Encoding,
    drawn: PixelFormat,
}

impl FrameCoder {
    /// For frames that are drawn in this layout.
    pub fn new(encoding: Encoding, drawn: PixelFormat) -> Self {
        Self { encoding, drawn }
    }

    /// The layout in which the frames are read from the file.
    pub fn read_format(&self) -> PixelFormat {
        let photometric = match self.encoding.layout {
            Layout::YbrFull | Layout::YbrFull422 => Photometric::YbrFull,
            _ => self.drawn.photometric,
        };
        PixelFormat { photometric, ..self.drawn }
    }

    /// Columns that share a chroma sample in the file.
    pub fn chroma_width(&self) -> u32 {
        if self.encoding.layout == Layout::YbrFull422 { 2 } else { 1 }
    }

    /// Levels of a drawn pixel as they are read.
    pub fn read_levels(&self, levels: [i32; 3]) -> [i32; 3] {
        if self.read_format().photometric != Photometric::YbrFull {
            return levels;
        }
        ybr_of_rgb(levels.map(|level| level.clamp(0, 255) as u8)).map(i32::from)
    }

    /// A drawn frame as it will be read from the file, borrowed where it is the same.
    pub(crate) fn read<'a>(&self, frame: &'a [u8]) -> Result<Cow<'a, [u8]>, Refusal> {
        Ok(match (self.encoding.syntax, self.encoding.layout) {
            (Syntax::JpegBaseline, _) => self.code(frame)?.read,
            (_, Layout::YbrFull) => Cow::Owned(turned(frame, ybr_of_rgb)),
            (_, Layout::YbrFull422) => Cow::Owned(expand_422(&halved_chroma(frame), frame.len())),
            _ => Cow::Borrowed(frame),
        })
    }

    /// Encodes a drawn frame.
    pub(crate) fn code<'a>(&self, frame: &'a [u8]) -> Result<CodedFrame<'a>, Refusal> {
        let wide = self.drawn.bits_allocated == 16;
        let owned = |stored: Vec<u8>, read: Cow<'a, [u8]>| Ok(CodedFrame { stored: Cow::Owned(stored), read });
        match self.encoding.syntax {
            Syntax::Rle => {
                let read = self.read(frame)?;
                owned(rle::encode(&read, &self.drawn), read)
            }
            Syntax::JpegLs => owned(jpeg_ls::encode(frame, &self.drawn)?, Cow::Borrowed(frame)),
            Syntax::Jpeg2000 => owned(jpeg_2000::encode(frame, &self.drawn)?, Cow::Borrowed(frame)),
            Syntax::JpegBaseline => {
                let stored = jpeg::encode(frame, &self.drawn, self.encoding.quality)?;
                let read = decode_jpeg(self.encoding.syntax.uid(), &stored, &self.drawn)?;
                owned(stored, Cow::Owned(read))
            }
            syntax => {
                let mut coded = self.native(frame);
                if syntax == Syntax::ExplicitBigEndian && wide {
                    coded.stored = Cow::Owned(swapped(&coded.stored));
                }
                Ok(coded)
            }
        }
    }

    /// Native samples, little endian.
    fn native<'a>(&self, frame: &'a [u8]) -> CodedFrame<'a> {
        match self.encoding.layout {
            Layout::AsDrawn => CodedFrame { stored: Cow::Borrowed(frame), read: Cow::Borrowed(frame) },
            Layout::Planar => {
                let stored =
                    by_plane(frame, usize::from(self.drawn.samples), usize::from(self.drawn.bits_allocated / 8));
                CodedFrame { stored: Cow::Owned(stored), read: Cow::Borrowed(frame) }
            }
            Layout::YbrFull => {
                let stored = turned(frame, ybr_of_rgb);
                CodedFrame { read: Cow::Owned(stored.clone()), stored: Cow::Owned(stored) }
            }
            Layout::YbrFull422 => {
                let stored = halved_chroma(frame);
                CodedFrame { read: Cow::Owned(expand_422(&stored, frame.len())), stored: Cow::Owned(stored) }
            }
        }
    }

    /// Bytes of a native frame in the file; `None` where that does not fit in memory.
    pub(crate) fn stored_bytes(&self) -> Option<usize> {
        let drawn = self.drawn.frame_bytes()?;
        Some(if self.encoding.layout == Layout::YbrFull422 { drawn / 3 * 2 } else { drawn })
    }
}

/// The bytes of each word exchanged.
fn swapped(stored: &[u8]) -> Vec<u8> {
    let mut swapped = stored.to_vec();
    swapped.chunks_exact_mut(2).for_each(|pair| pair.reverse());
    swapped
}

/// Planes one after another, of samples of so many bytes.
fn by_plane(frame: &[u8], samples: usize, bytes: usize) -> Vec<u8> {
    let mut planes = Vec::with_capacity(frame.len());
    for channel in 0..samples {
        let part = channel * bytes..(channel + 1) * bytes;
        for pixel in frame.chunks_exact((samples * bytes).max(1)) {
            planes.extend_from_slice(pixel.get(part.clone()).unwrap_or_default());
        }
    }
    planes
}

/// `Y Y Cb Cr` for each two pixels of RGB, chroma being the mean of both (PS3.3 §C.7.6.3.1.2).
fn halved_chroma(frame: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(frame.len() / 3 * 2);
    for pair in frame.chunks_exact(6) {
        if let [r1, g1, b1, r2, g2, b2] = *pair {
            let (one, two) = (ybr_of_rgb([r1, g1, b1]), ybr_of_rgb([r2, g2, b2]));
            let mean = |one: u8, two: u8| (u16::from(one) + u16::from(two)).div_ceil(2) as u8;
            stored.extend([one[0], two[0], mean(one[1], two[1]), mean(one[2], two[2])]);
        }
    }
    stored
}
