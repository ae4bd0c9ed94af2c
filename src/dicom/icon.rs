//! The icon of an image: a small picture in Icon Image Sequence (0088,0200) (PS3.3 §C.7.6.1.1.6).

use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::scan::BIG_ENDIAN;
use crate::dicom::scan::Element;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use dicom_core::Tag;
use dicom_core::VR;
use thiserror::Error;

/// An icon that is there and could not be read. Never our failure: it is what a tool left.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum IconError {
    /// An attribute that says how samples are laid out.
    #[error("{0} of the icon is absent or can't be read")]
    Missing(&'static str),
    /// A layout that no icon has.
    #[error("icons with {0} are not read")]
    Unsupported(String),
    /// Fewer bytes than the header promises.
    #[error("the icon needs {needed} bytes, and {there} are there")]
    Short {
        /// Bytes promised.
        needed: u64,
        /// Bytes there.
        there: u64,
    },
}

fn at(tag: Tag) -> AttributePath {
    AttributePath::top(tag).inside(tags::ICON_IMAGE_SEQUENCE, 0)
}

/// Layout and native samples of the first icon; `None` where the file has no icon with pixels.
pub fn pixels(scan: &Scan) -> Result<Option<(PixelFormat, Vec<u8>)>, IconError> {
    let path = at(tags::PIXEL_DATA);
    let pieces: Vec<&Element> = scan.elements.iter().filter(|element| element.path == path).collect();
    let data = match pieces.as_slice() {
        [] => return Ok(None),
        [one] => *one,
        // A scan lists the fragments of an encapsulated icon one by one.
        _ => return Err(IconError::Unsupported("compressed pixels".to_owned())),
    };
    let format = read_format(scan)?;
    let needed = format.frame_bytes().unwrap_or(usize::MAX);
    let value = scan.value(data);
    let native = value.get(..needed).ok_or(IconError::Short { needed: needed as u64, there: value.len() as u64 })?;
    let mut native = native.to_vec();
    // Words of a big endian file have their bytes exchanged.
    if scan.transfer_syntax == BIG_ENDIAN && (format.bits_allocated > 8 || data.vr == VR::OW) {
        let swapped = |at: usize| value.get(at ^ 1).copied().unwrap_or(0);
        native = (0..needed).map(swapped).collect();
    }
    if format.samples == 3 && number(scan, tags::PLANAR_CONFIGURATION) == Some(1) {
        native = by_pixel(&native, usize::from(format.bits_allocated / 8));
    }
    Ok(Some((format, native)))
}

fn read_format(scan: &Scan) -> Result<PixelFormat, IconError> {
    let need = |tag, name| number(scan, tag).ok_or(IconError::Missing(name));
    let (rows, columns) = (need(tags::ROWS, "Rows")?, need(tags::COLUMNS, "Columns")?);
    let bits_allocated = need(tags::BITS_ALLOCATED, "Bits Allocated")?;
    let samples = number(scan, tags::SAMPLES_PER_PIXEL).unwrap_or(1);
    if rows == 0 || columns == 0 {
        return Err(IconError::Unsupported(format!("{rows} rows and {columns} columns")));
    }
    if !matches!(bits_allocated, 8 | 16) || !matches!(samples, 1 | 3) {
        return Err(IconError::Unsupported(format!("{bits_allocated} bits allocated and {samples} samples per pixel")));
    }
    let name = element(scan, tags::PHOTOMETRIC_INTERPRETATION).map(|element| scan.value(element)).unwrap_or_default();
    Ok(PixelFormat {
        rows: u32::from(rows),
        columns: u32::from(columns),
        samples,
        bits_allocated,
        bits_stored: number(scan, tags::BITS_STORED).unwrap_or(bits_allocated).clamp(1, bits_allocated),
        signed: number(scan, tags::PIXEL_REPRESENTATION) == Some(1),
        photometric: Photometric::from_name(&String::from_utf8_lossy(name)),
    })
}

fn element(scan: &Scan, tag: Tag) -> Option<&Element> {
    scan.find(&at(tag))
}

fn number(scan: &Scan, tag: Tag) -> Option<u16> {
    match scan.value(element(scan, tag)?) {
        [one, two] if scan.transfer_syntax == BIG_ENDIAN => Some(u16::from_be_bytes([*one, *two])),
        [one, two] => Some(u16::from_le_bytes([*one, *two])),
        _ => None,
    }
}

/// Planes one after another become samples side by side.
fn by_pixel(planes: &[u8], width: usize) -> Vec<u8> {
    let plane = planes.len() / 3;
    let sample = |pixel: usize, channel: usize| {
        let first = channel * plane + pixel * width;
        planes.get(first..first + width).unwrap_or_default()
    };
    (0..plane / width.max(1))
        .flat_map(|pixel| (0..3).flat_map(move |channel| sample(pixel, channel)))
        .copied()
        .collect()
}

/// Writes an icon of 8 bits into an object; `native` are its samples, colour by pixel.
pub fn write(object: &mut Object, format: &PixelFormat, native: &[u8]) {
    object.set_text(at(tags::PHOTOMETRIC_INTERPRETATION), VR::CS, format.photometric.name());
    for (tag, value) in [
        (tags::SAMPLES_PER_PIXEL, format.samples),
        (tags::ROWS, format.rows as u16),
        (tags::COLUMNS, format.columns as u16),
        (tags::BITS_ALLOCATED, format.bits_allocated),
        (tags::BITS_STORED, format.bits_stored),
        (tags::HIGH_BIT, format.bits_stored.saturating_sub(1)),
        (tags::PIXEL_REPRESENTATION, u16::from(format.signed)),
    ] {
        object.set_u16(at(tag), &[value]);
    }
    if format.samples > 1 {
        object.set_u16(at(tags::PLANAR_CONFIGURATION), &[0]);
    }
    object.set_bytes(at(tags::PIXEL_DATA), VR::OB, native);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicom::file_meta::FileMeta;
    use crate::dicom::write::FileParts;
    use crate::dicom::write::write_file;

    fn scan(mut object: Object) -> Scan {
        object.set_str(tags::SOP_CLASS_UID, "1.2");
        object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
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
        write_file(&file, parts, None).expect("written");
        Scan::open(&file, 1 << 20).expect("a file")
    }

    fn format(samples: u16) -> PixelFormat {
        PixelFormat {
            rows: 2,
            columns: 3,
            samples,
            bits_allocated: 8,
            bits_stored: 8,
            signed: false,
            photometric: if samples == 3 { Photometric::Rgb } else { Photometric::Monochrome2 },
        }
    }

    #[test]
    fn an_icon_is_read_back_in_grey_and_colour() {
        assert_eq!(pixels(&scan(Object::new())), Ok(None));
        for samples in [1u16, 3] {
            let native: Vec<u8> = (0..6 * samples as u8).collect();
            let mut object = Object::new();
            write(&mut object, &format(samples), &native);
            assert_eq!(pixels(&scan(object)), Ok(Some((format(samples), native))));
        }
    }

    #[test]
    fn planes_of_colour_become_pixels() {
        let mut object = Object::new();
        write(&mut object, &format(3), &[1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26]);
        object.set_u16(at(tags::PLANAR_CONFIGURATION), &[1]);
        let read = pixels(&scan(object)).expect("an icon").map(|(_, native)| native).unwrap_or_default();
        assert_eq!(read[..6], [1, 11, 21, 2, 12, 22]);
    }

    #[test]
    fn sizes_that_lie_are_errors() {
        let mut object = Object::new();
        write(&mut object, &format(1), &[0; 6]);
        object.set_u16(at(tags::ROWS), &[u16::MAX]);
        assert!(matches!(pixels(&scan(object)), Err(IconError::Short { there: 6, .. })));
        let mut object = Object::new();
        object.set_bytes(at(tags::PIXEL_DATA), VR::OB, &[0; 6]);
        assert_eq!(pixels(&scan(object)), Err(IconError::Missing("Rows")));
        let mut object = Object::new();
        write(&mut object, &PixelFormat { bits_allocated: 32, ..format(1) }, &[0; 24]);
        assert!(matches!(pixels(&scan(object)), Err(IconError::Unsupported(_))));
    }
}
