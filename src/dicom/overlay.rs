//! Overlay planes: pictures of one bit that are shown on top of the frames (PS3.3 §C.9.2).
//!
//! A plane stands in Overlay Data (60xx,3000), or, in files written before 2004, in a bit of Pixel Data above the stored ones
//! (PS3.5 §8.1.2). Every size that a file claims is checked against the bytes that are there.

use crate::dicom::frame::FrameSource;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::Attribute;
use crate::dicom::object::Object;
use crate::dicom::pixels::PixelReader;
use crate::dicom::pixels::PixelsError;
use crate::dicom::scan::BIG_ENDIAN;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use dicom_core::Tag;
use dicom_core::VR;
use std::collections::BTreeSet;
use std::io;
use std::ops::Range;
use thiserror::Error;

/// Largest plane that is read, in samples of one frame.
const LARGEST: usize = 1 << 28;

const ROWS: u16 = 0x0010;
const COLUMNS: u16 = 0x0011;
const FRAMES: u16 = 0x0015;
const KIND: u16 = 0x0040;
const ORIGIN: u16 = 0x0050;
const FIRST_FRAME: u16 = 0x0051;
const BITS_ALLOCATED: u16 = 0x0100;
const BIT_POSITION: u16 = 0x0102;
const DATA: u16 = 0x3000;

/// Where the samples of a plane stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In Overlay Data, packed; the range within [`Scan::data`].
    Element(Range<usize>),
    /// In this bit of every sample of Pixel Data.
    Bit(u16),
}

/// One plane of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plane {
    /// Its group, `0x6000` to `0x60FE`.
    pub group: u16,
    /// Height in pixels; 0 where the file does not say.
    pub rows: u32,
    /// Width in pixels; 0 where the file does not say.
    pub columns: u32,
    /// Frames of the plane, at least 1.
    pub frames: u32,
    /// The frame of the picture, from 0, that the first frame of the plane belongs to. `None`: the plane has one frame, which
    /// is shown on all of them.
    pub first_frame: Option<u32>,
    /// Row and column of the picture, from 1, on which the upper left sample lies.
    pub origin: (i32, i32),
    /// Where the samples stand.
    pub place: Place,
}

/// A plane could not be read. Never our failure: it is what a tool left.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OverlayError {
    /// No plane of that group holds any samples.
    #[error("there is no overlay plane in group {0:04X}")]
    NoPlane(u16),
    /// Rows or columns are absent, or too many.
    #[error("the overlay plane {group:04X} has {rows} rows and {columns} columns")]
    Size {
        /// Its group.
        group: u16,
        /// Rows.
        rows: u32,
        /// Columns.
        columns: u32,
    },
    /// Fewer bits than the header promises.
    #[error("the overlay plane {group:04X} needs {needed} bits, and {there} are there")]
    Short {
        /// Its group.
        group: u16,
        /// Bits needed.
        needed: u64,
        /// Bits there.
        there: u64,
    },
    /// A frame on which the plane is not shown.
    #[error("the overlay plane {group:04X} is not shown on frame {index}")]
    NoSuchFrame {
        /// Its group.
        group: u16,
        /// The frame of the picture, from 0.
        index: u32,
    },
    /// A plane in bits that Pixel Data do not have.
    #[error("the overlay plane {group:04X} claims bit {bit} of the pixels, which have {allocated}")]
    Bit {
        /// Its group.
        group: u16,
        /// The bit.
        bit: u16,
        /// Bits of a sample.
        allocated: u16,
    },
    /// A plane in bits of Pixel Data that can't be read.
    #[error(transparent)]
    Pixels(#[from] PixelsError),
}

impl Plane {
    /// Layout of its frames: samples 0 and 1, one byte for each.
    pub fn format(&self) -> PixelFormat {
        format(self.rows, self.columns)
    }

    /// The frame of the plane that is shown on frame `index` of the picture.
    fn shown_on(&self, index: u32) -> Option<u32> {
        match self.first_frame {
            None => Some(0),
            Some(first) => index.checked_sub(first).filter(|frame| *frame < self.frames),
        }
    }
}

/// Layout of a plane of that size.
pub fn format(rows: u32, columns: u32) -> PixelFormat {
    PixelFormat {
        rows,
        columns,
        samples: 1,
        bits_allocated: 1,
        bits_stored: 1,
        signed: false,
        photometric: Photometric::Monochrome2,
    }
}

/// Every plane of a file that holds samples or says that it does, by group.
pub fn planes(scan: &Scan) -> Vec<Plane> {
    let group = |element: &Element| {
        let top = element.path.steps.is_empty() && matches!(element.path.leaf, Attribute::Tag(..));
        (top && element.tag.group() & 0xff01 == 0x6000).then(|| element.tag.group())
    };
    let groups: BTreeSet<u16> = scan.elements.iter().filter_map(group).collect();
    groups.into_iter().filter_map(|group| plane(scan, group)).collect()
}

fn plane(scan: &Scan, group: u16) -> Option<Plane> {
    let number = |element| scan.number(Tag(group, element));
    let place = match scan.top(Tag(group, DATA)) {
        Some(data) => Place::Element(data.range.clone()),
        None => Place::Bit(number(BITS_ALLOCATED).filter(|bits| *bits > 1).and(number(BIT_POSITION))? as u16),
    };
    let claimed = number(FRAMES);
    let first = number(FIRST_FRAME).map(|first| first.saturating_sub(1));
    let in_pixels = matches!(place, Place::Bit(_));
    // A plane in the pixels has a frame for each of theirs.
    let frames = if in_pixels { scan.number(tags::NUMBER_OF_FRAMES).unwrap_or(1) } else { claimed.unwrap_or(1) };
    Some(Plane {
        group,
        rows: number(ROWS).unwrap_or(0),
        columns: number(COLUMNS).unwrap_or(0),
        frames: frames.max(1),
        first_frame: if in_pixels { Some(0) } else { first.or(claimed.filter(|frames| *frames > 1).map(|_| 0)) },
        origin: origin(scan, group),
        place,
    })
}

/// Two signed words; 1 and 1 where they are not there.
fn origin(scan: &Scan, group: u16) -> (i32, i32) {
    let value = scan.top(Tag(group, ORIGIN)).map(|element| scan.value(element)).unwrap_or_default();
    let word = |pair: [u8; 2]| {
        i32::from(if scan.transfer_syntax == BIG_ENDIAN { i16::from_be_bytes(pair) } else { i16::from_le_bytes(pair) })
    };
    match value {
        [a, b, c, d, ..] => (word([*a, *b]), word([*c, *d])),
        _ => (1, 1),
    }
}

/// The samples, 0 or 1, that the plane of `group` shows on frame `index` (from 0) of the picture: row by row, one byte each.
pub fn frame(scan: &Scan, group: u16, index: u32) -> Result<Vec<u8>, OverlayError> {
    let plane = plane(scan, group).ok_or(OverlayError::NoPlane(group))?;
    let (rows, columns) = (plane.rows, plane.columns);
    let samples = (rows as usize).checked_mul(columns as usize).filter(|samples| (1..=LARGEST).contains(samples));
    let samples = samples.ok_or(OverlayError::Size { group, rows, columns })?;
    let shown = plane.shown_on(index).ok_or(OverlayError::NoSuchFrame { group, index })?;
    match &plane.place {
        Place::Element(range) => packed(scan, &plane, range, samples, shown),
        Place::Bit(bit) => high_bits(scan, &plane, *bit, shown),
    }
}

/// Frames follow without a gap, the first sample in the lowest bit (PS3.5 §8.1.2).
fn packed(
    scan: &Scan,
    plane: &Plane,
    range: &Range<usize>,
    samples: usize,
    shown: u32,
) -> Result<Vec<u8>, OverlayError> {
    let data = scan.data().get(range.clone()).unwrap_or_default();
    let first = samples.saturating_mul(shown as usize);
    let end = first.saturating_add(samples);
    let there = data.len().saturating_mul(8);
    if end > there {
        return Err(OverlayError::Short { group: plane.group, needed: end as u64, there: there as u64 });
    }
    let words = scan.transfer_syntax == BIG_ENDIAN
        && scan.top(Tag(plane.group, DATA)).is_some_and(|element| element.vr == VR::OW);
    let bit = |at: usize| {
        // Words of a big endian file have their bytes exchanged.
        let byte = if words { (at / 8) ^ 1 } else { at / 8 };
        data.get(byte).map_or(0, |byte| byte >> (at % 8) & 1)
    };
    Ok((first..end).map(bit).collect())
}

fn high_bits(scan: &Scan, plane: &Plane, bit: u16, shown: u32) -> Result<Vec<u8>, OverlayError> {
    let reader = PixelReader::new(scan)?;
    let format = reader.format();
    let group = plane.group;
    if (format.rows, format.columns) != (plane.rows, plane.columns) || format.samples != 1 {
        return Err(OverlayError::Size { group, rows: plane.rows, columns: plane.columns });
    }
    if bit >= format.bits_allocated {
        return Err(OverlayError::Bit { group, bit, allocated: format.bits_allocated });
    }
    let native = reader.native(shown)?;
    Ok(if format.bits_allocated > 8 {
        native.chunks_exact(2).map(|pair| (u16::from_le_bytes([pair[0], pair[1]]) >> bit & 1) as u8).collect()
    } else {
        native.iter().map(|byte| byte >> bit & 1).collect()
    })
}

/// Writes a plane with its data into an object. `samples` are 0 or 1, frame after frame; `first_frame` (from 0) is given
/// where the plane has several frames or belongs to one of them.
pub fn write_plane(object: &mut Object, group: u16, size: (u16, u16), first_frame: Option<u16>, samples: &[u8]) {
    describe(object, group, size);
    object.set_u16(Tag(group, BITS_ALLOCATED), &[1]);
    object.set_u16(Tag(group, BIT_POSITION), &[0]);
    if let Some(first) = first_frame {
        let frames = samples.len() / (usize::from(size.0) * usize::from(size.1)).max(1);
        object.set_text(Tag(group, FRAMES), VR::IS, &frames.to_string());
        object.set_u16(Tag(group, FIRST_FRAME), &[first.saturating_add(1)]);
    }
    let packed: Vec<u8> = samples
        .chunks(8)
        .map(|bits| bits.iter().enumerate().fold(0, |byte, (at, sample)| byte | (sample & 1) << at))
        .collect();
    object.set_bytes(Tag(group, DATA), VR::OB, &packed);
}

/// Describes a plane in bit `bit` of pixels that have `allocated` bits; [`HighBits`] draws it.
pub fn describe_high_bits(object: &mut Object, group: u16, size: (u16, u16), allocated: u16, bit: u16) {
    describe(object, group, size);
    object.set_u16(Tag(group, BITS_ALLOCATED), &[allocated]);
    object.set_u16(Tag(group, BIT_POSITION), &[bit]);
}

fn describe(object: &mut Object, group: u16, (rows, columns): (u16, u16)) {
    object.set_u16(Tag(group, ROWS), &[rows]);
    object.set_u16(Tag(group, COLUMNS), &[columns]);
    object.set_text(Tag(group, KIND), VR::CS, "G");
    object.set_i16(Tag(group, ORIGIN), &[1, 1]);
}

/// Frames with a plane in a bit above their stored ones.
pub struct HighBits {
    inner: Box<dyn FrameSource>,
    bit: u16,
    plane: Vec<u8>,
}

impl HighBits {
    /// The frames of `inner`, each with the samples of `plane` (0 or 1, as many as a frame has) in bit `bit`.
    pub fn new(inner: Box<dyn FrameSource>, bit: u16, plane: Vec<u8>) -> Self {
        Self { inner, bit, plane }
    }

    /// Whether bit `bit` of such samples is unused. Signed ones are extended into the high bits, so theirs are not.
    pub fn fits(format: &PixelFormat, bit: u16) -> bool {
        format.samples == 1
            && format.bits_allocated == 16
            && !format.signed
            && bit >= format.bits_stored
            && bit < format.bits_allocated
    }
}

impl FrameSource for HighBits {
    fn format(&self) -> PixelFormat {
        self.inner.format()
    }

    fn frames(&self) -> u32 {
        self.inner.frames()
    }

    fn draw(&mut self, index: u32, out: &mut [u8]) -> io::Result<()> {
        self.inner.draw(index, out)?;
        let bit = 1u16.checked_shl(u32::from(self.bit)).unwrap_or(0);
        for (pair, sample) in out.chunks_exact_mut(2).zip(&self.plane) {
            let word = u16::from_le_bytes([pair[0], pair[1]]);
            let word = if *sample > 0 { word | bit } else { word & !bit };
            pair.copy_from_slice(&word.to_le_bytes());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::file_meta::FileMeta;
    use crate::dicom::write::FileParts;
    use crate::dicom::write::Frames;
    use crate::dicom::write::write_file;

    /// Twelve bits of sixteen, the same in every sample.
    struct Even;

    impl FrameSource for Even {
        fn format(&self) -> PixelFormat {
            PixelFormat {
                rows: 3,
                columns: 5,
                samples: 1,
                bits_allocated: 16,
                bits_stored: 12,
                signed: false,
                photometric: Photometric::Monochrome2,
            }
        }

        fn frames(&self) -> u32 {
            2
        }

        fn draw(&mut self, _: u32, out: &mut [u8]) -> io::Result<()> {
            out.chunks_exact_mut(2).for_each(|pair| pair.copy_from_slice(&[0x23, 0x01]));
            Ok(())
        }
    }

    fn object() -> Object {
        let mut object = Object::new();
        object.set_str(tags::SOP_CLASS_UID, "1.2");
        object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
        object
    }

    /// What a file of this object and these frames reads as.
    fn scan(mut object: Object, mut frames: Option<Box<dyn FrameSource>>) -> Scan {
        if let Some(source) = &frames {
            let format = source.format();
            for (tag, value) in [
                (tags::SAMPLES_PER_PIXEL, 1),
                (tags::ROWS, format.rows as u16),
                (tags::COLUMNS, format.columns as u16),
                (tags::BITS_ALLOCATED, format.bits_allocated),
                (tags::BITS_STORED, format.bits_stored),
                (tags::PIXEL_REPRESENTATION, 0),
            ] {
                object.set_u16(tag, &[value]);
            }
            object.set_str(tags::NUMBER_OF_FRAMES, &source.frames().to_string());
        }
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("one");
        let parts = FileParts {
            preamble: &[0; 128],
            implementation: ("1.2", "X"),
            meta: &FileMeta::default(),
            media_storage: None,
            object: &object,
            trailing: &[],
        };
        match frames.as_mut() {
            None => write_file(&file, parts, None),
            Some(source) => {
                let (format, count) = (source.format(), source.frames());
                write_file(
                    &file,
                    parts,
                    Some(Frames { format, count, draw: &mut |index, out| source.draw(index, out) }),
                )
            }
        }
        .expect("written");
        Scan::open(&file, 1 << 20).expect("a file")
    }

    #[test]
    fn a_plane_of_one_frame_is_read_back_on_every_frame() {
        let samples: Vec<u8> = (0..15).map(|at| u8::from(at % 4 == 1)).collect();
        let mut object = object();
        write_plane(&mut object, 0x6004, (3, 5), None, &samples);
        let scan = scan(object, None);
        let found = planes(&scan);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].group, found[0].rows, found[0].columns, found[0].frames), (0x6004, 3, 5, 1));
        assert_eq!((found[0].origin, found[0].first_frame), ((1, 1), None));
        assert_eq!(frame(&scan, 0x6004, 0), Ok(samples.clone()));
        assert_eq!(frame(&scan, 0x6004, 7), Ok(samples));
        assert_eq!(frame(&scan, 0x6000, 0), Err(OverlayError::NoPlane(0x6000)));
    }

    #[test]
    fn frames_of_a_plane_are_numbered_by_those_of_the_picture() {
        let samples: Vec<u8> = (0..30).map(|at| u8::from(at % 7 == 0)).collect();
        let mut object = object();
        write_plane(&mut object, 0x6000, (3, 5), Some(4), &samples);
        let scan = scan(object, None);
        assert_eq!(frame(&scan, 0x6000, 4), Ok(samples[..15].to_vec()));
        assert_eq!(frame(&scan, 0x6000, 5), Ok(samples[15..].to_vec()));
        for index in [3, 6] {
            assert_eq!(frame(&scan, 0x6000, index), Err(OverlayError::NoSuchFrame { group: 0x6000, index }));
        }
    }

    #[test]
    fn a_plane_in_unused_bits_is_read_back_and_the_samples_below_stay() {
        let plane: Vec<u8> = (0..15).map(|at| u8::from(at % 3 == 0)).collect();
        let mut object = object();
        describe_high_bits(&mut object, 0x6000, (3, 5), 16, 12);
        assert!(HighBits::fits(&Even.format(), 12) && !HighBits::fits(&Even.format(), 11));
        let scan = scan(object, Some(Box::new(HighBits::new(Box::new(Even), 12, plane.clone()))));
        assert_eq!(planes(&scan)[0].place, Place::Bit(12));
        assert_eq!(frame(&scan, 0x6000, 1), Ok(plane));
        let reader = PixelReader::new(&scan).expect("pixels");
        assert_eq!(reader.native(0).expect("a frame")[..4], [0x23, 0x11, 0x23, 0x01]);
        assert!(matches!(frame(&scan, 0x6000, 2), Err(OverlayError::NoSuchFrame { .. })));
    }

    #[test]
    fn sizes_that_lie_are_errors() {
        let mut short = object();
        write_plane(&mut short, 0x6000, (3, 5), None, &[1; 15]);
        short.set_u16(Tag(0x6000, 0x0010), &[u16::MAX]);
        assert!(matches!(frame(&scan(short, None), 0x6000, 0), Err(OverlayError::Short { .. })));
        let mut sizeless = object();
        sizeless.set_bytes(Tag(0x6000, 0x3000), VR::OB, &[1, 2]);
        assert!(matches!(frame(&scan(sizeless, None), 0x6000, 0), Err(OverlayError::Size { rows: 0, .. })));
        let mut many = object();
        write_plane(&mut many, 0x6000, (3, 5), Some(0), &[1; 15]);
        many.set_text(Tag(0x6000, 0x0015), VR::IS, "4000000000");
        assert!(matches!(frame(&scan(many, None), 0x6000, 3_999_999_999), Err(OverlayError::Short { .. })));
        let mut high = object();
        describe_high_bits(&mut high, 0x6000, (3, 5), 16, 99);
        let high = scan(high, Some(Box::new(Even)));
        assert!(matches!(frame(&high, 0x6000, 0), Err(OverlayError::Bit { bit: 99, .. })));
        let mut lost = object();
        describe_high_bits(&mut lost, 0x6000, (3, 5), 16, 12);
        assert!(matches!(frame(&scan(lost, None), 0x6000, 0), Err(OverlayError::Pixels(_))));
    }
}
