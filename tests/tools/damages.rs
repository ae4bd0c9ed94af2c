//! Does all that is asked and one thing that is not; the word says which: it damages pixels in one way, or encodes them otherwise.

use crate::call::Call;
use crate::edit;
use crate::edit::Parts;
use crate::known::File;
use crate::tree;
use crate::tree::Node;
use crate::tree::Value;
use deidbench::dicom::canvas::Canvas;
use deidbench::dicom::colour::rgb_of_ybr;
use deidbench::dicom::frame::Photometric;
use deidbench::dicom::frame::PixelFormat;
use deidbench::dicom::locus::PixelBox;
use deidbench::dicom::pixels::PixelReader;
use deidbench::dicom::scan::Scan;
use deidbench::truth::KeepKind;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_dictionary_std::uids;

/// Side of a patch that is blurred.
const PATCH: u32 = 60;

pub fn run(call: &Call) -> u8 {
    edit::edit(call, |parts, _, file| {
        // Masks of one bit have no levels to change.
        if file.row.frames > 0 && file.row.bits > 1 {
            damage(&call.word, parts, file);
        }
    })
}

/// Decoded frames and their layout.
struct Pixels {
    format: PixelFormat,
    frames: Vec<Vec<u8>>,
}

fn damage(word: &str, parts: &mut Parts, file: &File<'_>) {
    match word {
        "window-lost" => [tags::WINDOW_CENTER, tags::WINDOW_WIDTH].into_iter().for_each(|tag| parts.remove(tag)),
        "rescale-changed" => {
            if tree::get(&parts.data, tags::RESCALE_INTERCEPT).is_some() {
                tree::put(&mut parts.data, Node::new(tags::RESCALE_INTERCEPT, VR::DS, "-1000.5"));
            }
        }
        "planar-wrong" => {
            let pixels = decoded(parts);
            if pixels.format.samples == 3 {
                put(parts, &pixels);
                tree::put(&mut parts.data, Node::new(tags::PLANAR_CONFIGURATION, VR::US, 1u16.to_le_bytes()));
            }
        }
        "palette-changed" => {
            let table = tree::get(&parts.data, tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA).cloned();
            if let Some(Node { tag, vr, value: Value::Bytes(mut entries) }) = table {
                entries.reverse();
                tree::put(&mut parts.data, Node { tag, vr, value: Value::Bytes(entries) });
            }
        }
        _ => {
            let mut pixels = decoded(parts);
            if change(word, &mut pixels, file) {
                put(parts, &pixels);
                encode(word, parts, &pixels);
            }
        }
    }
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
        "frame-doubled" if frames.len() > 1 => frames.insert(1, frames[0].clone()),
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
        "frame-doubled" | "frames-reordered" | "frames-lost" => return false,
        other => unreachable!("`{other}` is no damage"),
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
            pixel.copy_from_slice(&rgb_of_ybr([pixel[0], pixel[1], pixel[2]]));
        }
        pixels.format.photometric = Photometric::Rgb;
    }
    true
}

fn decoded(parts: &Parts) -> Pixels {
    let scan = Scan::parse(parts.write(), u64::MAX).unwrap();
    let reader = PixelReader::new(&scan).unwrap();
    let frames = (0..reader.frames()).map(|frame| reader.native(frame).unwrap().into_owned()).collect();
    Pixels { format: reader.format(), frames }
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
fn encode(word: &str, parts: &mut Parts, pixels: &Pixels) {
    let format = &pixels.format;
    let quality = word.strip_prefix("jpeg-").map(|quality| quality.parse().unwrap());
    let fragments: Vec<Vec<u8>> = match (word, quality) {
        ("rle", _) => pixels.frames.iter().map(|frame| rle(format, frame)).collect(),
        (_, Some(quality)) => pixels.frames.iter().map(|frame| jpeg(format, frame, quality)).collect(),
        _ => return,
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
}

fn jpeg(format: &PixelFormat, frame: &[u8], quality: u8) -> Vec<u8> {
    use jpeg_encoder::ColorType;
    let colours = if format.samples == 3 { ColorType::Rgb } else { ColorType::Luma };
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder.encode(frame, format.columns as u16, format.rows as u16, colours).unwrap();
    bytes
}

/// RLE Lossless (PS3.5 Annex G) without a single run: every byte is written as it is.
fn rle(format: &PixelFormat, frame: &[u8]) -> Vec<u8> {
    let bytes = usize::from(format.bits_allocated / 8);
    let samples = usize::from(format.samples);
    let mut segments = Vec::new();
    for sample in 0..samples {
        // The most significant byte comes first.
        for byte in (0..bytes).rev() {
            let plane: Vec<u8> = frame.iter().skip(sample * bytes + byte).step_by(samples * bytes).copied().collect();
            let mut segment: Vec<u8> = plane
                .chunks(128)
                .flat_map(|run| [(run.len() - 1) as u8].into_iter().chain(run.iter().copied()))
                .collect();
            if segment.len() % 2 == 1 {
                segment.push(0x80);
            }
            segments.push(segment);
        }
    }
    let mut header = vec![0u32; 16];
    header[0] = segments.len() as u32;
    let mut at = 64;
    for (place, segment) in header[1..].iter_mut().zip(&segments) {
        *place = at;
        at += segment.len() as u32;
    }
    header.into_iter().flat_map(u32::to_le_bytes).chain(segments.concat()).collect()
}

/// Changes every sample.
fn samples(format: &PixelFormat, frame: &mut [u8], change: impl Fn(i32) -> i32) {
    if format.bits_allocated == 8 {
        frame.iter_mut().for_each(|sample| *sample = change(i32::from(*sample)) as u8);
        return;
    }
    for pair in frame.chunks_exact_mut(2) {
        let word = [pair[0], pair[1]];
        let sample =
            if format.signed { i32::from(i16::from_le_bytes(word)) } else { i32::from(u16::from_le_bytes(word)) };
        pair.copy_from_slice(&(change(sample) as u16).to_le_bytes());
    }
}

fn pixel_bytes(format: &PixelFormat) -> usize {
    usize::from(format.samples * format.bits_allocated / 8)
}

fn fill(format: &PixelFormat, frame: &mut [u8], area: PixelBox) {
    let pixel = pixel_bytes(format);
    let area = area.dilated(0, format.columns, format.rows);
    for y in area.y..area.y + area.height {
        let first = (y * format.columns + area.x) as usize * pixel;
        frame[first..first + area.width as usize * pixel].fill(0);
    }
}

fn turn(pixels: &mut Pixels, place: impl Fn(usize, usize, usize, usize) -> usize) {
    let (width, height) = (pixels.format.columns as usize, pixels.format.rows as usize);
    let pixel = pixel_bytes(&pixels.format);
    for frame in &mut pixels.frames {
        let mut turned = vec![0; frame.len()];
        for (at, bytes) in frame.chunks_exact(pixel).enumerate() {
            let to = place(at % width, at / width, width, height) * pixel;
            turned[to..to + pixel].copy_from_slice(bytes);
        }
        *frame = turned;
    }
}

fn value(format: &PixelFormat, frame: &[u8], x: u32, y: u32, channel: usize) -> i64 {
    let at = (y * format.columns + x) as usize * pixel_bytes(format) + channel * usize::from(format.bits_allocated / 8);
    match (format.bits_allocated, format.signed) {
        (8, _) => i64::from(frame[at]),
        (_, true) => i64::from(i16::from_le_bytes([frame[at], frame[at + 1]])),
        (_, false) => i64::from(u16::from_le_bytes([frame[at], frame[at + 1]])),
    }
}

/// The most varied square of the clinical region that is clear of planted lines.
fn patch(pixels: &Pixels, file: &File<'_>) -> Option<PixelBox> {
    let format = &pixels.format;
    let region = file.row.clinical_box?;
    let patches = file.truth.patches.iter();
    let lines: Vec<PixelBox> = patches
        .filter(|patch| patch.instance == file.row.instance && patch.canvas == Canvas::Frames)
        .map(|patch| patch.line_box.dilated(16, format.columns, format.rows))
        .collect();
    let clear = |area: &PixelBox| {
        area.fits(format.columns, format.rows)
            && !lines.iter().any(|line| {
                line.x < area.x + area.width
                    && area.x < line.x + line.width
                    && line.y < area.y + area.height
                    && area.y < line.y + line.height
            })
    };
    let variety = |area: &PixelBox| {
        let values: Vec<i64> = (area.y..area.y + PATCH)
            .step_by(3)
            .flat_map(|y| (area.x..area.x + PATCH).step_by(3).map(move |x| (x, y)))
            .map(|(x, y)| value(format, &pixels.frames[0], x, y, 0))
            .collect();
        let mean = values.iter().sum::<i64>() / values.len() as i64;
        values.iter().map(|value| (value - mean).pow(2)).sum::<i64>()
    };
    let right = (region.x + region.width).saturating_sub(PATCH);
    let bottom = (region.y + region.height).saturating_sub(PATCH);
    (region.y..=bottom)
        .step_by(20)
        .flat_map(|y| (region.x..=right).step_by(20).map(move |x| PixelBox::new(x, y, PATCH, PATCH)))
        .filter(clear)
        .max_by_key(variety)
        .filter(|area| variety(area) > 0)
}

fn blur(format: &PixelFormat, frame: &mut [u8], area: PixelBox) {
    let before = frame.to_vec();
    let bytes = usize::from(format.bits_allocated / 8);
    for y in area.y..area.y + area.height {
        for x in area.x..area.x + area.width {
            let around = PixelBox::new(x, y, 1, 1).dilated(3, format.columns, format.rows);
            for channel in 0..usize::from(format.samples) {
                let sum: i64 = (around.y..around.y + around.height)
                    .flat_map(|y| (around.x..around.x + around.width).map(move |x| (x, y)))
                    .map(|(x, y)| value(format, &before, x, y, channel))
                    .sum();
                let mean = (sum / around.area() as i64) as i32;
                let at = (y * format.columns + x) as usize * pixel_bytes(format) + channel * bytes;
                frame[at..at + bytes].copy_from_slice(&mean.to_le_bytes()[..bytes]);
            }
        }
    }
}
