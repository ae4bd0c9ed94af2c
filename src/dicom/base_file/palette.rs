//! How bright the samples of a base are shown, after its own attributes.

use crate::dicom::base_file::BaseFileError;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::levels::Levels;
use crate::dicom::tags;
use dicom_core::Tag;
use dicom_object::InMemDicomObject;

const TABLES: [Tag; 3] = [
    tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
];

/// The colour table, the first window, or the full range of 8 bits; `None` where nothing says it.
pub(super) fn levels(object: &InMemDicomObject, format: &PixelFormat) -> Result<Option<Levels>, BaseFileError> {
    if format.photometric == Photometric::PaletteColor {
        return palette(object)
            .map(Some)
            .ok_or(BaseFileError::Layout { reason: "its colour table is missing, segmented or damaged".to_owned() });
    }
    let full = (format.bits_stored <= 8).then(|| format.range());
    let inverted = format.photometric == Photometric::Monochrome1;
    Ok(window(object).or(full).map(|(low, high)| Levels::Range { low, high, inverted }))
}

/// Stored samples at the ends of the first window (PS3.3 §C.11.2.1.2), with the rescaling undone.
fn window(object: &InMemDicomObject) -> Option<(i32, i32)> {
    let number = |tag: Tag| {
        let values = object.get(tag)?.to_multi_float64().ok()?;
        values.first().copied().filter(|value| value.is_finite())
    };
    let (center, width) = (number(tags::WINDOW_CENTER)?, number(tags::WINDOW_WIDTH)?);
    let slope = number(tags::RESCALE_SLOPE).filter(|slope| *slope != 0.0).unwrap_or(1.0);
    let intercept = number(tags::RESCALE_INTERCEPT).unwrap_or(0.0);
    let stored = |value: f64| ((value - intercept) / slope).clamp(-1e6, 1e6) as i32;
    let (one, two) = (stored(center - width / 2.0), stored(center + width / 2.0));
    (one < two).then_some((one, two))
}

/// Brightness of each entry: that of its brightest colour (PS3.3 §C.7.6.3.1.5).
fn palette(object: &InMemDicomObject) -> Option<Levels> {
    let descriptor = object.get(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR)?.to_multi_int::<i32>().ok()?;
    let (count, first, bits) = (*descriptor.first()?, *descriptor.get(1)?, *descriptor.get(2)?);
    // 65536 entries are written as 0.
    let count = if count == 0 { 65_536 } else { (count & 0xffff) as usize };
    let mut levels = vec![0u16; count];
    for tag in TABLES {
        let bytes = object.get(tag)?.to_bytes().ok()?;
        // 8-bit entries may be packed two to a word, or stand one to a word.
        let packed = bits == 8 && bytes.len() < 2 * count;
        for (index, level) in levels.iter_mut().enumerate() {
            let entry = if packed {
                u16::from(*bytes.get(index)?) * 257
            } else {
                let word = u16::from_le_bytes(bytes.get(2 * index..2 * index + 2)?.try_into().ok()?);
                if bits == 8 { (word & 0xff) * 257 } else { word }
            };
            *level = (*level).max(entry);
        }
    }
    Some(Levels::Palette { first, levels })
}
