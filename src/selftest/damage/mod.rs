//! One thing that was not asked for, done to a file that the oracle wrote: pixels damaged in one way, or encoded otherwise.

mod compress;
mod samples;

use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::colour::rgb_of_ybr;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::locus::PixelBox;
use crate::dicom::pixels::PixelReader;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Node;
use crate::dicom::tree::Value;
use crate::dicom::uids;
use crate::selftest::damage::compress::jpeg;
use crate::selftest::damage::compress::rle;
use crate::selftest::damage::samples::blur;
use crate::selftest::damage::samples::fill;
use crate::selftest::damage::samples::patch;
use crate::selftest::damage::samples::samples;
use crate::selftest::damage::samples::turn;
use crate::selftest::oracle::OracleError;
use crate::selftest::oracle::known::File;
use crate::selftest::oracle::native;
use crate::selftest::oracle::parts::Parts;
use crate::selftest::oracle::wrong;
use crate::truth::KeepKind;

/// The ways. The first four leave every sample as it is, and are no damage.
pub const WORDS: &[&str] = &[
    "native",
    "rle",
    "jpeg-90",
    "jpeg-75",
    "jpeg-50",
    "window-lost",
    "rescale-changed",
    "planar-wrong",
    "palette-changed",
    "one-bit-less",
    "brighter",
    "blank",
    "blurred-patch",
    "frame-doubled",
    "frames-reordered",
    "frames-lost",
    "mirrored",
    "transposed",
    "mark-erased",
    "region-boxed",
];

/// Damages a file; `false` where there is nothing of that sort to damage.
///
/// # Errors
/// The file is none that the oracle wrote.
pub fn apply(word: &str, parts: &mut Parts, file: &File<'_>) -> Result<bool, OracleError> {
    // Masks of one bit have no levels to change.
    if file.row.frames == 0 || file.row.bits <= 1 {
        return Ok(false);
    }
    damage(word, parts, file)
}

/// Decoded frames and their layout.
struct Pixels {
    format: PixelFormat,
    frames: Vec<Vec<u8>>,
}

fn damage(word: &str, parts: &mut Parts, file: &File<'_>) -> Result<bool, OracleError> {
    let has = |parts: &Parts, tag| tree::get(&parts.data, tag).is_some();
    match word {
        "window-lost" => {
            let before = parts.data.len();
            [tags::WINDOW_CENTER, tags::WINDOW_WIDTH].into_iter().for_each(|tag| parts.remove(tag));
            return Ok(parts.data.len() < before);
        }
        "rescale-changed" => {
            if !has(parts, tags::RESCALE_INTERCEPT) {
                return Ok(false);
            }
            tree::put(&mut parts.data, Node::new(tags::RESCALE_INTERCEPT, VR::DS, "-1000.5"));
        }
        "planar-wrong" => {
            let pixels = decoded(parts)?;
            if pixels.format.samples != 3 {
                return Ok(false);
            }
            put(parts, &pixels);
            tree::put(&mut parts.data, Node::new(tags::PLANAR_CONFIGURATION, VR::US, 1u16.to_le_bytes()));
        }
        "palette-changed" => {
            let table = tree::get(&parts.data, tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA).cloned();
            let Some(Node { tag, vr, value: Value::Bytes(mut entries) }) = table else { return Ok(false) };
            entries.reverse();
            tree::put(&mut parts.data, Node { tag, vr, value: Value::Bytes(entries) });
        }
        _ => {
            let mut pixels = decoded(parts)?;
            if !change(word, &mut pixels, file) {
                return Ok(false);
            }
            put(parts, &pixels);
            encode(word, parts, &pixels)?;
        }
    }
    Ok(true)
}

/// Changes samples; `false` where there is nothing of that sort to change.
fn change(word: &str, pixels: &mut Pixels, file: &File<'_>) -> bool {
    let format = pixels.format;
    let frames = &mut pixels.frames;
    match word {
        "native" | "rle" => {}
        "one-bit-less" => frames.iter_mut().for_each(|frame| samples(&format, frame, |sample| sample & !1)),
        "brighter" => {
            let most = format.range().1;
            frames.iter_mut().for_each(|frame| samples(&format, frame, |sample| (sample + 10).min(most)));
        }
        "blurred-patch" => match patch(pixels, file) {
            Some(area) => pixels.frames.iter_mut().for_each(|frame| blur(&format, frame, area)),
            None => return false,
        },
        "jpeg-50" | "jpeg-75" | "jpeg-90" => {
            return format.bits_allocated == 8 && format.samples != 3 || to_rgb(pixels);
        }
        "blank" => frames.iter_mut().for_each(|frame| frame.fill(0)),
        "frame-doubled" if frames.len() > 1 => frames.insert(1, frames.first().cloned().unwrap_or_default()),
        "frames-reordered" if frames.len() > 2 => frames.swap(0, 2),
        "frames-lost" if frames.len() > 2 => drop(frames.drain(1..2)),
        "mirrored" => turn(pixels, |x, y, width, _| y * width + (width - 1 - x)),
        "transposed" => {
            turn(pixels, |x, y, _, height| x * height + y);
            (pixels.format.rows, pixels.format.columns) = (format.columns, format.rows);
        }
        "mark-erased" => {
            let marks: Vec<PixelBox> = file
                .truth
                .keeps
                .iter()
                .filter(|keep| keep.instance == file.row.instance && keep.kind == KeepKind::Annotation)
                .filter_map(|keep| keep.area)
                .collect();
            frames.iter_mut().for_each(|frame| marks.iter().for_each(|area| fill(&format, frame, *area)));
            return !marks.is_empty();
        }
        "region-boxed" => {
            let region = file.row.clinical_box.unwrap_or(PixelBox::new(0, 0, format.columns, format.rows));
            frames.iter_mut().for_each(|frame| fill(&format, frame, region));
        }
        _ => return false,
    }
    true
}

/// Brings colours to RGB, from which the encoder makes what it writes; `false` where that can't be done.
fn to_rgb(pixels: &mut Pixels) -> bool {
    if pixels.format.samples != 3 || pixels.format.bits_allocated != 8 {
        return false;
    }
    if pixels.format.photometric == Photometric::YbrFull {
        for pixel in pixels.frames.iter_mut().flat_map(|frame| frame.chunks_exact_mut(3)) {
            if let Some(ybr) = pixel.first_chunk().copied() {
                pixel.copy_from_slice(&rgb_of_ybr(ybr));
            }
        }
        pixels.format.photometric = Photometric::Rgb;
    }
    true
}

fn decoded(parts: &Parts) -> Result<Pixels, OracleError> {
    let scan = native::parsed(parts.write())?;
    let reader = PixelReader::new(&scan).map_err(|error| wrong(&error.to_string()))?;
    Ok(Pixels { format: reader.format(), frames: native::decoded(&reader)? })
}

/// Writes native samples by pixel.
fn put(parts: &mut Parts, pixels: &Pixels) {
    let format = &pixels.format;
    let mut set = |tag: Tag, value: u32| {
        tree::put(&mut parts.data, Node::new(tag, VR::US, (value as u16).to_le_bytes()));
    };
    set(tags::ROWS, format.rows);
    set(tags::COLUMNS, format.columns);
    if format.samples > 1 {
        set(tags::PLANAR_CONFIGURATION, 0);
    }
    if pixels.frames.len() > 1 {
        let number = pixels.frames.len().to_string();
        tree::put(&mut parts.data, Node::new(tags::NUMBER_OF_FRAMES, VR::IS, number));
    }
    photometric(parts, format.photometric.name());
    let vr = if format.bits_allocated > 8 { VR::OW } else { VR::OB };
    tree::put(&mut parts.data, Node::new(tags::PIXEL_DATA, vr, pixels.frames.concat()));
    syntax(parts, uids::EXPLICIT_VR_LITTLE_ENDIAN);
}

fn photometric(parts: &mut Parts, name: &str) {
    tree::put(&mut parts.data, Node::new(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, name));
}

fn syntax(parts: &mut Parts, uid: &str) {
    tree::put(&mut parts.meta, Node::new(tags::TRANSFER_SYNTAX_UID, VR::UI, uid));
}

/// Compresses what was written native, where the word asks for it.
fn encode(word: &str, parts: &mut Parts, pixels: &Pixels) -> Result<(), OracleError> {
    let format = &pixels.format;
    let quality = word.strip_prefix("jpeg-").and_then(|quality| quality.parse().ok());
    let fragments: Vec<Vec<u8>> = match (word, quality) {
        ("rle", _) => pixels.frames.iter().map(|frame| rle(format, frame)).collect(),
        (_, Some(quality)) => {
            pixels.frames.iter().map(|frame| jpeg(format, frame, quality)).collect::<Result<_, _>>()?
        }
        _ => return Ok(()),
    };
    if quality.is_some() {
        syntax(parts, uids::JPEG_BASELINE8_BIT);
        if format.samples == 3 {
            photometric(parts, Photometric::YbrFull422.name());
        }
    } else {
        syntax(parts, uids::RLE_LOSSLESS);
    }
    let mut element = [&[0xe0, 0x7f, 0x10, 0x00][..], b"OB\0\0", &[0xff; 4]].concat();
    let item = |bytes: &[u8]| [&[0xfe, 0xff, 0x00, 0xe0][..], &(bytes.len() as u32).to_le_bytes(), bytes].concat();
    element.extend(item(&[]));
    for mut fragment in fragments {
        if fragment.len() % 2 == 1 {
            fragment.push(0);
        }
        element.extend(item(&fragment));
    }
    element.extend([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
    tree::put(&mut parts.data, Node { tag: tags::PIXEL_DATA, vr: VR::OB, value: Value::Verbatim(element) });
    Ok(())
}
