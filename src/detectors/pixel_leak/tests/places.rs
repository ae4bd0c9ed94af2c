//! Lines that move, that are turned, that a tool puts elsewhere, and that only a reader of text finds.

use super::stage::PX;
use super::stage::Stage;
use super::stage::VALUE;
use super::stage::fill_with_noise;
use super::stage::grey;
use super::stage::letters;
use super::stage::noisy;
use super::stage::paint;
use super::stage::typeface;
use crate::detectors::ocr;
use crate::detectors::ocr::tests::questions;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::finding::Verdict;
use crate::ink::burn::burn;
use crate::ink::face::Face;
use crate::ink::typeface::Typeface;

#[test]
fn a_line_that_moves_leaks_by_any_of_its_places() {
    let mut stage = Stage::new(grey(), 4);
    let mut line = letters(4);
    line.places = vec![
        (30, 20, FrameSet::from_frames([0, 1])),
        (90, 20, FrameSet::from_frames([2])),
        (60, 80, FrameSet::from_frames([3])),
    ];
    stage.draw(line);
    stage.gives(&stage.burned, Verdict::Leaked);
    stage.gives(&stage.clean, Verdict::Held);
    for left in 0..4 {
        let mut frames = stage.clean.clone();
        frames[left].clone_from(&stage.burned[left]);
        stage.gives(&frames, Verdict::Leaked);
    }
}

#[test]
fn turned_lines_are_judged_as_they_are_read() {
    for rotation in [90, 180, 270] {
        let mut stage = Stage::new(grey(), 1);
        let mut line = letters(1);
        line.rotation = rotation;
        line.mask = (0..rotation / 90).fold(line.mask, |mask, _| mask.turned());
        line.places = vec![(60, 12, FrameSet::all(1))];
        stage.draw(line);
        stage.gives(&stage.burned, Verdict::Leaked);
        stage.gives(&stage.clean, Verdict::Held);
        // Noise over it leaves text that equality does not see.
        let (verdict, findings) = stage.judged(&stage.format, &[noisy(&stage.burned[0])]);
        assert_eq!(verdict, Verdict::Leaked, "{rotation}: {findings:?}");
        assert_ne!(findings[0].form, "equal");
    }
}

#[test]
fn a_value_that_is_moved_convicts_the_identifier_and_not_the_trap() {
    let stage = Stage::with_letters(grey(), 1);
    let mut moved = stage.clean[0].clone();
    let line = letters(1);
    burn(&stage.format, &mut moved, 100, 85, &line.mask, line.ink);
    let (verdict, findings) = stage.judged(&stage.format, &[moved]);
    assert_eq!(verdict, Verdict::Held);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].moved && findings[0].verdict == Some(Verdict::Leaked) && findings[0].form == "moved");
    assert!(findings[0].evidence.contains("column 100 and row 85"), "{findings:?}");
    assert!(!findings[0].evidence.contains(VALUE));
}

#[test]
fn other_text_elsewhere_is_not_accused() {
    let stage = Stage::with_letters(grey(), 1);
    let mut other = stage.clean[0].clone();
    let mask = typeface().line("SUBJECT 7").expect("letters").mask;
    burn(&stage.format, &mut other, 100, 85, &mask, letters(1).ink);
    let (verdict, findings) = stage.judged(&stage.format, &[other]);
    assert_eq!((verdict, findings.len()), (Verdict::Held, 0), "{findings:?}");
}

#[test]
fn a_value_in_another_typeface_is_read_by_the_second_reader_alone() {
    let stage = Stage::with_letters(grey(), 1);
    let rewritten = |text: &str| {
        let mut frame = stage.clean[0].clone();
        paint(&stage.format, &mut frame, stage.truth.patches[0].line_box.dilated(8, 220, 120), |_| 20);
        let mask = Typeface::new(Face::DejaVuSansMono, PX - 1).line(text).expect("digits").mask;
        burn(&stage.format, &mut frame, 38, 51, &mask, letters(1).ink);
        stage.judged(&stage.format, &[frame])
    };
    let (verdict, findings) = rewritten(VALUE);
    if ocr::problem().is_none() {
        assert_eq!(verdict, Verdict::Leaked, "{findings:?}");
        let read = findings.iter().find(|finding| finding.form == "ocr").expect("read");
        assert!(read.evidence.contains("similarity") && !read.evidence.contains(VALUE), "{}", read.evidence);
    }
    for other in ["71264903", "48015738", "SUBJECT 7"] {
        let (verdict, findings) = rewritten(other);
        assert!(verdict < Verdict::Leaked, "{other}: {findings:?}");
    }
}

#[test]
fn the_second_reader_is_asked_only_for_what_ink_does_not_settle() {
    let stage = Stage::with_letters(grey(), 3);
    let area = stage.truth.patches[0].line_box;
    let asked = |frames: &[Vec<u8>], verdict: Verdict| questions(|| stage.gives(frames, verdict));
    let boxed = |level: u8| {
        let mut frames = stage.burned.clone();
        frames.iter_mut().for_each(|frame| paint(&stage.format, frame, area, |_| level));
        frames
    };
    // As it was, as it was before burning, one colour: samples settle it.
    assert_eq!(asked(&stage.burned, Verdict::Leaked), 0);
    assert_eq!(asked(&stage.clean, Verdict::Held), 0);
    assert_eq!(asked(&boxed(0), Verdict::Held), 0);
    // Other samples, and letters that ink proves readable.
    let noisy: Vec<Vec<u8>> = stage.burned.iter().map(|frame| noisy(frame)).collect();
    assert_eq!(asked(&noisy, Verdict::Leaked), 0);
    // Noise in place of the line: ink finds nothing, and somebody else has to look, in both polarities.
    let mut filled = stage.clean.clone();
    filled.iter_mut().for_each(|frame| fill_with_noise(&stage.format, frame, area));
    let expected = if ocr::problem().is_none() { 2 } else { 0 };
    assert_eq!(asked(&filled, Verdict::Held), expected);
}

#[test]
fn a_box_of_one_colour_holds_only_where_the_line_surely_was() {
    let stage = Stage::with_letters(grey(), 1);
    let area = stage.truth.patches[0].line_box.dilated(8, 220, 120);
    let boxed = |mut frame: Vec<u8>| {
        paint(&stage.format, &mut frame, area, |_| 0);
        frame
    };
    // The same picture, brighter everywhere: no byte is as it was, but it lies in place.
    let brighter = stage.burned[0].iter().map(|byte| byte.saturating_add(9)).collect();
    stage.gives(&[boxed(brighter)], Verdict::Held);
    // Another picture, of which nobody can say what became of the line.
    let mut other = stage.burned[0].clone();
    fill_with_noise(&stage.format, &mut other, PixelBox::new(0, 0, 220, 120));
    let (verdict, findings) = stage.judged(&stage.format, &[boxed(other)]);
    assert_eq!(verdict, Verdict::NotMeasured, "{findings:?}");
    assert_eq!(findings[0].form, "unaligned", "{findings:?}");
}

#[test]
fn a_frame_that_was_pushed_aside_behind_one_in_place_leaks() {
    let stage = Stage::with_letters(grey(), 2);
    let area = stage.truth.patches[0].line_box;
    let boxed = |mut frame: Vec<u8>| {
        paint(&stage.format, &mut frame, area, |_| 0);
        frame
    };
    let down = |frame: &[u8]| {
        let mut moved = frame.to_vec();
        moved.copy_within(..220 * 90, 220 * 30);
        moved
    };
    let first = boxed(stage.burned[0].clone());
    stage.gives(&[first.clone(), boxed(down(&stage.burned[1]))], Verdict::Leaked);
    stage.gives(&[first.clone(), boxed(down(&stage.clean[1]))], Verdict::Held);
    stage.gives(&[first.clone(), boxed(stage.burned[1].clone())], Verdict::Held);
}

#[test]
fn a_line_in_a_frame_that_was_turned_a_little_is_found_where_it_went() {
    let stage = Stage::with_letters(grey(), 1);
    let turned = |frame: &[u8]| turned_a_little(&stage.format, frame, 0.02);
    let (verdict, findings) = stage.judged(&stage.format, &[turned(&stage.burned[0])]);
    assert_eq!(verdict, Verdict::Leaked, "{findings:?}");
    // Where nothing is left to be found, the alignment is not certain enough to say so.
    let (verdict, findings) = stage.judged(&stage.format, &[turned(&stage.clean[0])]);
    assert!(matches!(verdict, Verdict::Held | Verdict::NotMeasured), "{verdict}: {findings:?}");
}

/// Eight-bit grey turned by a small angle about its middle, by the nearest pixels.
fn turned_a_little(format: &PixelFormat, frame: &[u8], angle: f64) -> Vec<u8> {
    let (width, height) = (f64::from(format.columns), f64::from(format.rows));
    let places = (0..format.rows).flat_map(|y| (0..format.columns).map(move |x| (f64::from(x), f64::from(y))));
    let sample = |(x, y): (f64, f64)| {
        let (x, y) = (x - width / 2.0, y - height / 2.0);
        let column = (x - angle * y + width / 2.0).round().clamp(0.0, width - 1.0) as usize;
        let row = (y + angle * x + height / 2.0).round().clamp(0.0, height - 1.0) as usize;
        frame[row * format.columns as usize + column]
    };
    places.map(sample).collect()
}
