//! A file whose frames are taken out or exchanged, byte by byte; everything else in it stays as it is.

use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::BIG_ENDIAN;
use crate::dicom::scan::PixelSpan;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use as_stored::NUMBER_OF_FRAMES;
use as_stored::ROWS;

/// Tags as they stand in a little endian file.
mod as_stored {
    pub const PIXEL_DATA: [u8; 4] = [0xE0, 0x7F, 0x10, 0x00];
    pub const NUMBER_OF_FRAMES: [u8; 4] = [0x28, 0x00, 0x08, 0x00];
    pub const ROWS: [u8; 4] = [0x28, 0x00, 0x10, 0x00];
    pub const ITEM: [u8; 4] = [0xFE, 0xFF, 0x00, 0xE0];
    pub const END_OF_SEQUENCE: [u8; 8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
}

/// Bytes of the header of an element with a short length, explicit or implicit (PS3.5 §7.1).
const SHORT_HEADER: usize = 8;
/// Bytes of the header of encapsulated pixel data, and of an item.
const LONG_HEADER: usize = 12;
const ITEM_HEADER: usize = 8;

/// A file with pixels, taken apart.
pub struct Host<'a> {
    scan: &'a Scan,
    /// Where the element of the pixel data starts, and where what is behind it starts.
    start: usize,
    end: usize,
    frames: usize,
}

impl<'a> Host<'a> {
    /// Nothing is taken out of deflated and big endian files: see [`crate::dicom::plain`].
    pub fn of(scan: &'a Scan) -> Option<Self> {
        if scan.is_deflated() || scan.transfer_syntax == BIG_ENDIAN {
            return None;
        }
        let frames = PixelReader::new(scan).ok()?.frames() as usize;
        let (start, end) = match scan.pixels.as_ref()? {
            PixelSpan::Native(range) => {
                let header = if scan.is_implicit() { SHORT_HEADER } else { LONG_HEADER };
                (range.start.checked_sub(header)?, range.end)
            }
            PixelSpan::Encapsulated { offsets, fragments } => {
                let end = fragments.last().map_or(offsets.end, |last| last.end);
                let closed = scan.file().get(end..end + 8) == Some(&as_stored::END_OF_SEQUENCE);
                (offsets.start.checked_sub(LONG_HEADER + ITEM_HEADER)?, end + if closed { 8 } else { 0 })
            }
        };
        (frames > 0 && scan.file().get(start..start + 4)? == as_stored::PIXEL_DATA).then_some(Self {
            scan,
            start,
            end,
            frames,
        })
    }

    /// The bytes of one frame: samples, or its fragments. None where it is not said where it ends.
    pub fn frame(&self, index: usize) -> Option<Vec<&'a [u8]>> {
        let file = self.scan.file();
        match self.scan.pixels.as_ref()? {
            PixelSpan::Native(range) => {
                let each = range.len() / self.frames;
                // A byte may pad the whole.
                if range.len() - each * self.frames > 1 || self.shares_bytes()? {
                    return None;
                }
                let start = range.start + index * each;
                Some(vec![file.get(start..start + each)?])
            }
            PixelSpan::Encapsulated { fragments, .. } if self.frames == 1 => {
                fragments.iter().map(|fragment| file.get(fragment.clone())).collect()
            }
            PixelSpan::Encapsulated { fragments, .. } if fragments.len() == self.frames => {
                Some(vec![file.get(fragments.get(index)?.clone())?])
            }
            PixelSpan::Encapsulated { .. } => None,
        }
    }

    /// Whether frames of less than a byte for a sample follow each other without a byte's end between them (PS3.5 §8.1.1).
    fn shares_bytes(&self) -> Option<bool> {
        let number = |tag| self.scan.number(tag).map(u64::from);
        let bits = number(tags::BITS_ALLOCATED)?;
        let samples = number(tags::SAMPLES_PER_PIXEL).unwrap_or(1);
        let frame = [number(tags::ROWS)?, number(tags::COLUMNS)?, samples, bits].into_iter().product::<u64>();
        Some(bits < 8 && self.frames > 1 && !frame.is_multiple_of(8))
    }

    /// A frame that can stand in `other`: of the same encoding and, where it is native, of the same length.
    pub fn frame_like(&self, index: usize, other: &Host<'_>) -> Option<Vec<&'a [u8]>> {
        let frame = self.frame(index)?;
        let is_native = matches!(self.scan.pixels, Some(PixelSpan::Native(_)));
        let length = |frame: &[&[u8]]| frame.iter().map(|piece| piece.len()).sum::<usize>();
        let alike = self.scan.transfer_syntax == other.scan.transfer_syntax
            && (!is_native || other.frame(0).is_some_and(|own| length(&own) == length(&frame)));
        alike.then_some(frame)
    }

    /// The file with these frames in the place of its own.
    pub fn with(&self, frames: &[Vec<&[u8]>]) -> Option<Vec<u8>> {
        let file = self.scan.file();
        let mut bytes = self.head(frames.len())?;
        match self.scan.pixels.as_ref()? {
            PixelSpan::Native(range) => {
                let length: usize = frames.iter().flatten().map(|piece| piece.len()).sum();
                let padded = length + length % 2;
                bytes.extend(file.get(self.start..range.start - 4)?);
                bytes.extend(u32::try_from(padded).ok()?.to_le_bytes());
                frames.iter().flatten().for_each(|piece| bytes.extend(*piece));
                bytes.extend((padded > length).then_some(0));
            }
            PixelSpan::Encapsulated { .. } => {
                bytes.extend(file.get(self.start..self.start + LONG_HEADER)?);
                bytes.extend(as_stored::ITEM);
                bytes.extend([0; 4]);
                // Without offsets there is a fragment for each frame, unless there is one frame alone.
                let single = frames.len() > 1 && frames.iter().any(|frame| frame.len() != 1);
                for frame in frames {
                    let whole =
                        if single { vec![frame.concat()] } else { frame.iter().map(|piece| piece.to_vec()).collect() };
                    for piece in whole {
                        bytes.extend(as_stored::ITEM);
                        bytes.extend(u32::try_from(piece.len() + piece.len() % 2).ok()?.to_le_bytes());
                        bytes.extend(&piece);
                        bytes.extend((piece.len() % 2 == 1).then_some(0));
                    }
                }
                bytes.extend(as_stored::END_OF_SEQUENCE);
            }
        }
        bytes.extend(file.get(self.end..)?);
        Some(bytes)
    }

    /// Everything before the pixel data, with another number of frames.
    fn head(&self, frames: usize) -> Option<Vec<u8>> {
        let head = self.scan.file().get(..self.start)?;
        let mut value = frames.to_string().into_bytes();
        value.extend((value.len() % 2 == 1).then_some(b' '));
        let (before, after) = match self.scan.top(tags::NUMBER_OF_FRAMES) {
            Some(element) => {
                let start = element.range.start.checked_sub(SHORT_HEADER)?;
                if head.get(start..start + 4)? != NUMBER_OF_FRAMES {
                    return None;
                }
                (head.get(..start)?, head.get(element.range.end..)?)
            }
            None if frames == 1 => return Some(head.to_vec()),
            None => {
                // It stands before Rows, and nothing but Frame Increment Pointer between them.
                let start = self.scan.top(tags::ROWS)?.range.start.checked_sub(SHORT_HEADER)?;
                if head.get(start..start + 4)? != ROWS || self.scan.top(tags::FRAME_INCREMENT_POINTER).is_some() {
                    return None;
                }
                (head.get(..start)?, head.get(start..)?)
            }
        };
        let mut bytes = before.to_vec();
        bytes.extend(NUMBER_OF_FRAMES);
        if self.scan.is_implicit() {
            bytes.extend(u32::try_from(value.len()).ok()?.to_le_bytes());
        } else {
            bytes.extend(b"IS");
            bytes.extend(u16::try_from(value.len()).ok()?.to_le_bytes());
        }
        bytes.extend(value);
        bytes.extend(after);
        Some(bytes)
    }
}
