//! What the first bytes of a picture tell before anything is allocated for it.

use image::ImageFormat;

/// Why four-colour pictures are refused.
pub(super) const CMYK: &str = "CMYK is a colour space for print; save the picture as RGB";
const ANIMATED: &str = "an animated picture; save its frames as single pictures in one folder";
const PAGES: &str = "a file of several pages; save each page as a picture of its own";

/// What could be read of the header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Columns and rows as stored, where they stand at a known place.
    pub(super) size: Option<(u32, u32)>,
    /// Why the picture can't be used, as far as the header tells.
    pub(super) unsupported: Option<&'static str>,
}

impl Header {
    pub(super) fn read(format: ImageFormat, bytes: &[u8]) -> Self {
        match format {
            ImageFormat::Png => png(bytes),
            ImageFormat::Jpeg => jpeg(bytes).unwrap_or_default(),
            ImageFormat::Tiff => tiff(bytes).unwrap_or_default(),
            ImageFormat::Bmp => bmp(bytes).unwrap_or_default(),
            _ => Self::default(),
        }
    }
}

/// IHDR is the first chunk; an acTL chunk before the first IDAT makes an animation (PNG, third edition, §11).
fn png(bytes: &[u8]) -> Header {
    let size = big_u32(bytes, 16).zip(big_u32(bytes, 20));
    let mut at = 8usize;
    let mut unsupported = None;
    while let (Some(length), Some(name)) = (big_u32(bytes, at), bytes.get(at + 4..at + 8)) {
        match name {
            b"acTL" => unsupported = Some(ANIMATED),
            b"IDAT" => break,
            _ => {}
        }
        let Some(next) = at.checked_add(length as usize).and_then(|end| end.checked_add(12)) else { break };
        at = next;
    }
    Header { size, unsupported }
}

/// The frame header (SOFn) holds rows, columns and the number of components (ITU-T T.81 §B.2.2).
fn jpeg(bytes: &[u8]) -> Option<Header> {
    let mut at = 2usize;
    loop {
        let marker = *bytes.get(at + 1)?;
        match (*bytes.get(at)?, marker) {
            (0xff, 0xff) => at += 1,
            (0xff, 0xc4 | 0xc8 | 0xcc) => at = at + 2 + usize::from(big_u16(bytes, at + 2)?),
            (0xff, 0xc0..=0xcf) => {
                let (rows, columns) = (big_u16(bytes, at + 5)?, big_u16(bytes, at + 7)?);
                let unsupported = (*bytes.get(at + 9)? == 4).then_some(CMYK);
                return Some(Header { size: Some((columns.into(), rows.into())), unsupported });
            }
            (0xff, 0x01 | 0xd0..=0xd8) => at += 2,
            (0xff, _) => at = at + 2 + usize::from(big_u16(bytes, at + 2)?),
            _ => return None,
        }
    }
}

/// The offset behind the first directory leads to the next page (TIFF 6.0, section 2).
fn tiff(bytes: &[u8]) -> Option<Header> {
    let little = bytes.starts_with(b"II");
    let short = |at: usize| {
        let pair = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(usize::from(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }))
    };
    let long = |at: usize| {
        let word = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(word) } else { u32::from_be_bytes(word) })
    };
    let first = long(4)? as usize;
    let entries = short(first)?;
    let next = long(first + 2 + 12 * entries).unwrap_or(0);
    let value = |tag: usize| {
        let entry = (0..entries).map(|entry| first + 2 + 12 * entry).find(|entry| short(*entry) == Some(tag))?;
        if short(entry + 2)? == 3 { short(entry + 8).map(|value| value as u32) } else { long(entry + 8) }
    };
    // ImageWidth is 256, ImageLength 257.
    Some(Header { size: value(256).zip(value(257)), unsupported: (next != 0).then_some(PAGES) })
}

/// Width and height of the information header; a negative height means rows from the top.
fn bmp(bytes: &[u8]) -> Option<Header> {
    let number = |at: usize| Some(i32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?).unsigned_abs());
    // The header of OS/2 1.x has 12 bytes and 16-bit numbers: its size is left to the decoder.
    let size = if number(14)? >= 40 { number(18).zip(number(22)) } else { None };
    Some(Header { size, unsupported: None })
}

fn big_u16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn big_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
