//! Outputs in another colour space, depth or orientation: judged, and never "not measured".

use super::stage::Stage;
use super::stage::format;
use super::stage::grey;
use crate::dicom::VR;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::finding::Verdict;

/// Text that is left leaks after a conversion, and removed text is not accused.
#[track_caller]
fn both_sides(stage: &Stage, object: &Object, output: &PixelFormat, convert: impl Fn(&[u8]) -> Vec<u8>) {
    for (frames, verdict) in [(&stage.burned, Verdict::Leaked), (&stage.clean, Verdict::Held)] {
        let frames: Vec<Vec<u8>> = frames.iter().map(|frame| convert(frame)).collect();
        let (found, findings) = stage.judged_as(object, output, &frames);
        assert_eq!(found, verdict, "{findings:?}");
    }
}

#[test]
fn colour_to_grey() {
    let stage = Stage::with_letters(format(Photometric::Rgb, 3, (8, 8)), 2);
    both_sides(&stage, &stage.object, &grey(), |frame| {
        let luma = |pixel: &[u8]| {
            let [red, green, blue] = [0, 1, 2].map(|channel| f64::from(pixel[channel]));
            (0.299 * red + 0.587 * green + 0.114 * blue).round() as u8
        };
        frame.chunks_exact(3).map(luma).collect()
    });
}

#[test]
fn grey_to_colour() {
    let stage = Stage::with_letters(grey(), 2);
    let output = format(Photometric::Rgb, 3, (8, 8));
    both_sides(&stage, &stage.object, &output, |frame| frame.iter().flat_map(|level| [*level; 3]).collect());
}

/// From red, green and blue to luma and chroma.
fn chroma(pixel: &[u8]) -> [u8; 3] {
    let [red, green, blue] = [0, 1, 2].map(|channel| f64::from(pixel[channel]));
    let y = 0.299 * red + 0.587 * green + 0.114 * blue;
    let (cb, cr) = ((blue - y) / 1.772 + 128.0, (red - y) / 1.402 + 128.0);
    [y, cb, cr].map(|level| level.round().clamp(0.0, 255.0) as u8)
}

#[test]
fn colour_to_luma_and_chroma_and_back() {
    let rgb = format(Photometric::Rgb, 3, (8, 8));
    let stage = Stage::with_letters(rgb, 2);
    let ybr = format(Photometric::YbrFull, 3, (8, 8));
    both_sides(&stage, &stage.object, &ybr, |frame| frame.chunks_exact(3).flat_map(chroma).collect());
    // The input is luma and chroma, and its samples are taken as such.
    let mut stage = Stage::new(ybr, 2);
    let mut line = super::stage::letters(2);
    line.ink.levels = [235, 128, 128];
    stage.draw(line);
    both_sides(&stage, &stage.object, &rgb, |frame| {
        let rgb = |pixel: &[u8]| {
            let [y, blue, red] = [f64::from(pixel[0]), f64::from(pixel[1]) - 128.0, f64::from(pixel[2]) - 128.0];
            [y + 1.402 * red, y - 0.344_136 * blue - 0.714_136 * red, y + 1.772 * blue]
                .map(|level| level.round().clamp(0.0, 255.0) as u8)
        };
        frame.chunks_exact(3).flat_map(rgb).collect()
    });
}

/// A colour table of 256 entries.
fn set_palette(object: &mut Object, entry: impl Fn(usize) -> [u8; 3]) {
    for (channel, (descriptor, data)) in [
        (tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA),
        (tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA),
        (tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA),
    ]
    .into_iter()
    .enumerate()
    {
        object.set_u16(descriptor, &[256, 0, 16]);
        let words: Vec<u8> =
            (0..256).flat_map(|index| (u16::from(entry(index)[channel]) * 257).to_le_bytes()).collect();
        object.set_bytes(data, VR::OW, &words);
    }
}

fn entry(index: usize) -> [u8; 3] {
    [index as u8, (index * 3 / 4) as u8, (255 - index) as u8]
}

#[test]
fn palette_to_colour() {
    let indexed = format(Photometric::PaletteColor, 1, (8, 8));
    let mut stage = Stage::with_letters(indexed, 2);
    set_palette(&mut stage.object, entry);
    let rgb = format(Photometric::Rgb, 3, (8, 8));
    let plain = Stage::new(grey(), 1).object;
    both_sides(&stage, &plain, &rgb, |frame| frame.iter().flat_map(|index| entry(usize::from(*index))).collect());
}

#[test]
fn a_colour_table_that_hides_text_leaves_it_in_the_indices_and_another_order_of_colours_is_no_text() {
    let indexed = format(Photometric::PaletteColor, 1, (8, 8));
    let mut stage = Stage::with_letters(indexed, 2);
    set_palette(&mut stage.object, entry);
    // Everything as bright as the ink gets one colour of the ground.
    let mut hidden = stage.object.clone();
    set_palette(&mut hidden, |index| entry(if index > 95 { 40 } else { index }));
    both_sides(&stage, &hidden, &indexed, <[u8]>::to_vec);
    let mut turned = stage.object.clone();
    set_palette(&mut turned, |index| entry(255 - index));
    both_sides(&stage, &turned, &indexed, |frame| frame.iter().map(|index| 255 - index).collect());
}

#[test]
fn inverted_grey() {
    let stage = Stage::with_letters(format(Photometric::Monochrome1, 1, (8, 8)), 2);
    both_sides(&stage, &stage.object, &grey(), |frame| frame.iter().map(|level| 255 - level).collect());
}

#[test]
fn sixteen_bits_to_eight() {
    let stage = Stage::with_letters(format(Photometric::Monochrome2, 1, (16, 12)), 2);
    both_sides(&stage, &stage.object, &grey(), |frame| {
        frame.chunks_exact(2).map(|pair| (u16::from_le_bytes([pair[0], pair[1]]) >> 4) as u8).collect()
    });
}

#[test]
fn pictures_that_were_turned_mirrored_and_transposed() {
    let stage = Stage::with_letters(grey(), 2);
    let (width, height) = (stage.format.columns as usize, stage.format.rows as usize);
    let exchanged = PixelFormat { rows: stage.format.columns, columns: stage.format.rows, ..stage.format };
    for turn in 1..8 {
        let (across, down, over) = (turn & 1 != 0, turn & 2 != 0, turn & 4 != 0);
        let turned = |frame: &[u8]| {
            let mut out = vec![0; frame.len()];
            for (at, sample) in frame.iter().enumerate() {
                let (x, y) = (at % width, at / width);
                let x = if across { width - 1 - x } else { x };
                let y = if down { height - 1 - y } else { y };
                out[if over { x * height + y } else { y * width + x }] = *sample;
            }
            out
        };
        both_sides(&stage, &stage.object, if over { &exchanged } else { &stage.format }, turned);
    }
}
