//! What compressed frames say of themselves, compared with the attributes before any decoder runs.

/// Size and layout in the header of a JPEG, JPEG-LS or JPEG 2000 codestream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Codestream {
    pub(super) rows: u32,
    pub(super) columns: u32,
    pub(super) components: u32,
    /// Bits of a sample.
    pub(super) precision: u32,
    /// JPEG-LS: the components stand one after another instead of mixed.
    pub(super) by_plane: bool,
    /// JPEG 2000: the stream itself tells the decoder to turn luma and chroma into RGB.
    pub(super) turns_to_rgb: bool,
    /// JPEG: an APP0 or APP14 marker tells the decoder which colours these are.
    pub(super) names_colours: bool,
}

impl Codestream {
    /// Reads the header; `None` where there is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xff, 0x4f, 0xff, 0x51]) { jpeg_2000(bytes) } else { jpeg(bytes) }
    }

    /// Whether a new frame starts here.
    pub(super) fn starts(bytes: &[u8]) -> bool {
        bytes.starts_with(&[0xff, 0xd8, 0xff]) || bytes.starts_with(&[0xff, 0x4f, 0xff, 0x51])
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?).into())
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Markers up to the first scan (ITU-T T.81 §B.2 and T.87 §C.2).
fn jpeg(bytes: &[u8]) -> Option<Codestream> {
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let (mut at, mut found, mut names_colours) = (2usize, None, false);
    loop {
        let marker = *bytes.get(at + 1)?;
        if *bytes.get(at)? != 0xff {
            return None;
        }
        if marker == 0xff {
            at += 1;
            continue;
        }
        match marker {
            0xe0 | 0xee => names_colours = true,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf | 0xf7 => {
                found = Some(Codestream {
                    precision: (*bytes.get(at + 4)?).into(),
                    rows: u16_at(bytes, at + 5)?,
                    columns: u16_at(bytes, at + 7)?,
                    components: (*bytes.get(at + 9)?).into(),
                    by_plane: false,
                    turns_to_rgb: false,
                    names_colours: false,
                });
            }
            0xda => {
                let in_scan = usize::from(*bytes.get(at + 4)?);
                // The interleave mode follows the components and NEAR (T.87 §C.2.3); 0 means one scan per component.
                let mode = *bytes.get(at + 6 + 2 * in_scan)?;
                let by_plane = mode == 0;
                return found.map(|header| Codestream { by_plane, names_colours, ..header });
            }
            _ => {}
        }
        at = at + 2 + u16_at(bytes, at + 2)? as usize;
    }
}

/// SIZ follows SOC at once, and COD stands in the main header (ITU-T T.800 §A.5.1, §A.6.1).
fn jpeg_2000(bytes: &[u8]) -> Option<Codestream> {
    let size = |end: usize, start: usize| u32_at(bytes, end)?.checked_sub(u32_at(bytes, start)?);
    let components = u16_at(bytes, 40)?;
    let subsampled = (0..components as usize).any(|index| bytes.get(43 + 3 * index..45 + 3 * index) != Some(&[1, 1]));
    if subsampled {
        return None;
    }
    let precision = u32::from(*bytes.get(42)? & 0x7f) + 1;
    let mut at = 2usize;
    let turns_to_rgb = loop {
        match (*bytes.get(at)?, *bytes.get(at + 1)?) {
            (0xff, 0x52) => break *bytes.get(at + 8)? == 1,
            (0xff, 0x90) => break false,
            (0xff, _) => at = at + 2 + u16_at(bytes, at + 2)? as usize,
            _ => return None,
        }
    };
    let (columns, rows) = (size(8, 16)?, size(12, 20)?);
    Some(Codestream { rows, columns, components, precision, by_plane: false, turns_to_rgb, names_colours: true })
}
