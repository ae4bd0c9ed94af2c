//! A whole output against its input, frame by frame.

use super::Comparison;
use super::GlobalChange;
use super::PixelFindings;
use super::colour::Model;
use super::compare_frame;
use super::conclude;
use super::frame::Scale;
use super::judged::Exemptions;
use super::order::Order;
use super::pictures::Laid;
use super::pictures::Pictures;
use super::pictures::span;
use super::presentation;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frames::FrameSet;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Ranges of frames that a finding lists.
const LONGEST_LIST: usize = 60;

/// Changes of the whole, each in words.
pub(super) type Changes = BTreeMap<GlobalChange, String>;

/// Compares every frame of an output with its input. One frame of each is held at a time.
/// Where a frame can't be decoded, the findings say so in `not_measured`, and that is never untouched.
pub fn compare(pictures: &mut Pictures<'_>, exemptions: &mut Exemptions) -> PixelFindings {
    let (before, after) = (pictures.before.format(), pictures.after.format());
    let mut changes = Changes::new();
    let expected = pictures.before.reader.frames();
    let mut not_measured = String::new();
    let sums = sums(pictures, exemptions, &mut changes).unwrap_or_else(|why| {
        not_measured = why;
        Sums::default()
    });
    let sides = pictures.reading.turn.exchanges_sides();
    formats(&before, &after, sides, &mut changes);
    // Decoders of some syntaxes give red, green and blue where the file says luma and chroma: that is no change of the file.
    if pictures.before.says_chroma() && pictures.after.says_chroma() {
        changes.remove(&GlobalChange::Photometric);
    }
    changes.extend(pictures.named());
    changes.extend(presentation::changes(pictures.before.scan, pictures.after.scan, sums.every_frame));
    let re_encoded = pictures.before.scan.transfer_syntax != pictures.after.scan.transfer_syntax
        || before != after
        || pictures.palette_changed
        || pictures.before.reader.stored_planar() != pictures.after.reader.stored_planar();
    PixelFindings { frames_expected: expected, not_measured, ..conclude(&sums.all, sums.peak, changes, re_encoded) }
}

#[derive(Default)]
struct Sums {
    all: Comparison,
    peak: f64,
    every_frame: bool,
}

/// What the layout says.
fn formats(before: &PixelFormat, after: &PixelFormat, exchanged: bool, changes: &mut Changes) {
    if (before.rows, before.columns) != (after.rows, after.columns) && !exchanged {
        let words = format!("{} x {} became {} x {}", before.columns, before.rows, after.columns, after.rows);
        changes.insert(GlobalChange::Size, words);
    }
    if before.bits_stored != after.bits_stored {
        let words = format!("{} bits stored became {}", before.bits_stored, after.bits_stored);
        changes.insert(GlobalChange::BitDepth, words);
    }
    if before.signed != after.signed {
        let words = |signed: bool| if signed { "signed" } else { "unsigned" };
        changes.insert(GlobalChange::Sign, format!("{} became {}", words(before.signed), words(after.signed)));
    }
    if before.samples != after.samples || before.photometric != after.photometric {
        let name = |photometric: Photometric| match photometric {
            Photometric::Other => "another",
            known => known.name(),
        };
        let words = format!("{} became {}", name(before.photometric), name(after.photometric));
        changes.insert(GlobalChange::Photometric, words);
    }
}

fn sums(pictures: &mut Pictures<'_>, exemptions: &mut Exemptions, changes: &mut Changes) -> Result<Sums, String> {
    let (expected, found) = (pictures.before.reader.frames(), pictures.after.reader.frames());
    let laid = pictures.lay_over(exemptions)?;
    let order = match laid {
        Laid::Equal => {
            let mut sums = Sums { every_frame: true, ..Sums::default() };
            for frame in 0..expected {
                sums.all.add(&Comparison::equal(&exemptions.judged(frame), channels(pictures)));
            }
            note_palette(pictures, false, changes);
            return Ok(sums);
        }
        Laid::Unlike => {
            note_number(expected, found, changes);
            return Err("its frames are of another size".to_owned());
        }
        Laid::Ordered(order) => order,
    };
    note_order(&order, expected, found, changes);
    let mut sums = Sums { every_frame: order == Order::straight(expected), ..Sums::default() };
    let is_stored = pictures.reading.model == Model::Stored;
    let width = if is_stored { presentation::window_width(pictures.before.scan) } else { None };
    let mut by_bytes = false;
    for (frame, from) in order.from.iter().enumerate() {
        let Some(from) = *from else { continue };
        let judged = exemptions.judged(from);
        let (one, other) = (pictures.native_before(from)?, pictures.native_after(frame as u32)?);
        if pictures.equal_bytes(&one, &other, &judged) {
            sums.all.add(&Comparison::equal(&judged, channels(pictures)));
            continue;
        }
        by_bytes = true;
        let (one, other) = (pictures.shown_before(&one), pictures.shown_after(&other));
        let span = span(&one, &judged);
        let peak = width.map_or(span, |width| width.min(span)).max(1.0);
        sums.peak = sums.peak.max(peak);
        let is_rgb = pictures.reading.model == Model::Rgb || pictures.before.format().photometric == Photometric::Rgb;
        let tolerance = pictures.reading.model.tolerance();
        let scale = Scale { peak, tolerance, is_rgb, frame: frame as u32 };
        sums.all.add(&compare_frame(&one, &other, scale, &judged));
    }
    note_palette(pictures, by_bytes, changes);
    note_levels(&sums.all, changes);
    Ok(sums)
}

fn channels(pictures: &Pictures<'_>) -> u64 {
    u64::from(pictures.before.format().samples)
}

/// Another colour table is damage unless the indices were changed so that the colours are the same.
fn note_palette(pictures: &Pictures<'_>, by_bytes: bool, changes: &mut Changes) {
    if pictures.palette_changed && !(by_bytes && pictures.reading.model == Model::Rgb) {
        let gone = pictures.after.palette().is_none() && pictures.before.palette().is_some();
        let words = if gone {
            "the colour table is gone or damaged"
        } else {
            "indices are equal, and their colours are others"
        };
        changes.insert(GlobalChange::Palette, words.to_owned());
    }
}

fn note_levels(all: &Comparison, changes: &mut Changes) {
    if let Some(words) = &all.intensity {
        changes.insert(GlobalChange::Intensity, words.clone());
    }
    if let Some((left, were)) = all.depth {
        changes.insert(GlobalChange::BitDepth, format!("{left} of {were} levels are left"));
    }
    if all.colour_lost {
        changes.insert(GlobalChange::Colour, "colours became grey".to_owned());
    }
}

fn note_number(expected: u32, found: u32, changes: &mut Changes) {
    if found < expected {
        changes.insert(GlobalChange::FramesLost, format!("{found} of {expected} came back"));
    }
    if found > expected {
        changes.insert(GlobalChange::FramesAdded, format!("{expected} became {found}"));
    }
}

fn note_order(order: &Order, expected: u32, found: u32, changes: &mut Changes) {
    let sets = [
        (GlobalChange::FramesLost, &order.lost, format!("of {expected}")),
        (GlobalChange::FramesAdded, &order.added, "show nothing of the input".to_owned()),
        (GlobalChange::FramesDoubled, &order.doubled, "show again what another shows".to_owned()),
        (GlobalChange::FramesReordered, &order.moved, "stand behind later ones".to_owned()),
    ];
    for (change, frames, words) in sets {
        if !frames.is_empty() {
            changes.insert(change, format!("frames {} {words}", listed(frames)));
        }
    }
    let named = [GlobalChange::FramesLost, GlobalChange::FramesAdded, GlobalChange::FramesDoubled];
    if !named.iter().any(|change| changes.contains_key(change)) {
        note_number(expected, found, changes);
    }
}

/// Frames as a finding lists them: a long list is cut.
pub fn listed(frames: &FrameSet) -> String {
    let text = frames.to_string();
    if text.len() <= LONGEST_LIST {
        return text;
    }
    let end = text.get(..LONGEST_LIST).and_then(|start| start.rfind(',')).unwrap_or(LONGEST_LIST);
    let mut short = text.get(..end).unwrap_or_default().to_owned();
    let _ = write!(short, ",… ({} frames)", frames.len());
    short
}
