//! Cleans headers, and writes the pixels in another way: `grey`, `inverted`, `eight-bits`, `turned`, `reversed` (the frames) or
//! `doubled` (each frame twice). Burned lines stay, or with `clean-` in front of the word they are restored first.

use crate::adds_frames::pixels;
use crate::adds_frames::set_frames;
use crate::call::Call;
use crate::edit::Parts;
use crate::picture::Means;
use crate::treatment::PERFECT;
use crate::treatment::Treatment;
use crate::tree;
use crate::tree::Node;
use dicom_core::Tag;
use dicom_core::VR;
use dicom_dictionary_std::tags;

pub fn run(call: &Call) -> u8 {
    let known = call.known();
    let (word, means) = match call.word.strip_prefix("clean-") {
        Some(word) => (word, Some(Means::Restore)),
        None => (call.word.as_str(), None),
    };
    for path in call.files() {
        let file = known.file(&path).unwrap();
        if file.is_directory() {
            // As the oracle: it lists files that are no longer there.
            continue;
        }
        let (_, bytes) = call.treated(&Treatment { pixels: means, ..PERFECT }, &file);
        let mut parts = Parts::read(&bytes).unwrap();
        if file.row.frames > 0 {
            convert(&mut parts, word, file.row.frames);
        }
        // The path stays, so that a turned picture is known for what it is.
        call.write(&path, &parts.write());
    }
    0
}

fn convert(parts: &mut Parts, word: &str, frames: u32) {
    let (samples, bits) = (number(parts, tags::SAMPLES_PER_PIXEL), number(parts, tags::BITS_ALLOCATED));
    let photometric = tree::get(&parts.data, tags::PHOTOMETRIC_INTERPRETATION).map(Node::text).unwrap();
    if bits < 8 {
        // Samples of a segmentation are packed, and nothing is planted on them.
        return;
    }
    let stored = number(parts, tags::BITS_STORED);
    let bytes = pixels(parts).to_vec();
    let (rows, columns) = (number(parts, tags::ROWS), number(parts, tags::COLUMNS));
    let pixel = usize::from(samples) * usize::from(bits / 8);
    let frame = usize::from(rows) * usize::from(columns) * pixel;
    match word {
        "grey" if samples == 3 && photometric == "RGB" => {
            let luma = |pixel: &[u8]| {
                let [red, green, blue] = [0, 1, 2].map(|channel| f64::from(pixel[channel]));
                (0.299 * red + 0.587 * green + 0.114 * blue).round() as u8
            };
            let grey: Vec<u8> = bytes[..frame * frames as usize].chunks_exact(3).map(luma).collect();
            put(parts, tags::SAMPLES_PER_PIXEL, 1);
            parts.remove(tags::PLANAR_CONFIGURATION);
            parts.put_text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "MONOCHROME2");
            set_frames(parts, frames, &even(grey));
        }
        "inverted" if photometric.starts_with("MONOCHROME") && is_unsigned(parts) => {
            let most = (1u32 << stored) - 1;
            let inverted: Vec<u8> = match bits {
                8 => bytes.iter().map(|sample| most as u8 - sample).collect(),
                _ => words(&bytes).flat_map(|word| ((most - (u32::from(word) & most)) as u16).to_le_bytes()).collect(),
            };
            let other = if photometric == "MONOCHROME1" { "MONOCHROME2" } else { "MONOCHROME1" };
            parts.put_text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, other);
            set_frames(parts, frames, &inverted);
        }
        "eight-bits" if bits == 16 && is_unsigned(parts) => {
            let cut: Vec<u8> = words(&bytes).map(|word| (word >> stored.saturating_sub(8)) as u8).collect();
            for (tag, value) in [(tags::BITS_ALLOCATED, 8), (tags::BITS_STORED, 8), (tags::HIGH_BIT, 7)] {
                put(parts, tag, value);
            }
            set_frames(parts, frames, &even(cut));
        }
        "turned" => {
            let (height, width) = (usize::from(rows), usize::from(columns));
            let clockwise = |frame: &[u8]| {
                let places = (0..width).flat_map(|x| (0..height).rev().map(move |y| (y * width + x) * pixel));
                places.flat_map(|at| frame[at..at + pixel].to_vec()).collect::<Vec<u8>>()
            };
            let turned = bytes[..frame * frames as usize].chunks_exact(frame).flat_map(clockwise).collect();
            put(parts, tags::ROWS, columns);
            put(parts, tags::COLUMNS, rows);
            set_frames(parts, frames, &even(turned));
        }
        "reversed" | "doubled" if frames > 1 => {
            let all = bytes[..frame * frames as usize].chunks_exact(frame);
            let other: Vec<u8> = match word {
                "reversed" => all.rev().flatten().copied().collect(),
                _ => all.flat_map(|frame| [frame, frame]).flatten().copied().collect(),
            };
            set_frames(parts, (other.len() / frame) as u32, &even(other));
        }
        "grey" | "inverted" | "eight-bits" | "reversed" | "doubled" => {}
        other => unreachable!("`{other}` is no conversion"),
    }
}

fn number(parts: &Parts, tag: Tag) -> u16 {
    match &tree::get(&parts.data, tag).unwrap().value {
        tree::Value::Bytes(bytes) => u16::from_le_bytes([bytes[0], bytes[1]]),
        _ => unreachable!("a number"),
    }
}

fn put(parts: &mut Parts, tag: Tag, value: u16) {
    tree::put(&mut parts.data, Node::new(tag, VR::US, value.to_le_bytes()));
}

fn is_unsigned(parts: &Parts) -> bool {
    number(parts, tags::PIXEL_REPRESENTATION) == 0
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
}

fn even(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.resize(bytes.len().next_multiple_of(2), 0);
    bytes
}
