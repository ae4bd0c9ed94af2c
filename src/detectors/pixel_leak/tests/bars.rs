//! Bar codes, and lines of which no letters are recorded.

use super::stage::Draft;
use super::stage::Stage;
use super::stage::VALUE;
use super::stage::blur;
use super::stage::fill_with_noise;
use super::stage::grey;
use super::stage::letters;
use super::stage::noisy;
use super::stage::paint;
use super::stage::typeface;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::PixelBox;
use crate::finding::Verdict;
use crate::ink::burn::Ink;
use crate::ink::mask::Mask;
use crate::seed::Seed;
use rand::RngExt;

fn qr(text: &str) -> Mask {
    let code = qrcode::QrCode::new(text).expect("short");
    let (side, modules) = (code.width() as u32, code.to_colors());
    let scale = 3;
    let at = |x: u32, y: u32| match modules[(y / scale * side + x / scale) as usize] {
        qrcode::Color::Dark => 255,
        qrcode::Color::Light => 0,
    };
    let side = side * scale;
    Mask { width: side, height: side, alpha: (0..side * side).map(|index| at(index % side, index / side)).collect() }
}

/// Values like the planted one.
fn others() -> Vec<String> {
    let mut stream = Seed(11).stream(&["others"]);
    (0..40).map(|_| (0..VALUE.len()).map(|_| char::from(b'0' + stream.random_range(0..10u8))).collect()).collect()
}

fn draft(face: &'static str, mask: Mask, decoys: Vec<Mask>) -> Draft<'static> {
    let places = vec![(70, 28, FrameSet::all(1))];
    Draft { face, mask, decoys, places, ink: Ink { levels: [200; 3], opacity: 255 }, ..letters(1) }
}

fn code(decoys: bool) -> Stage {
    let mut stage = Stage::new(grey(), 1);
    let decoys = if decoys { others().iter().map(|other| qr(other)).collect() } else { Vec::new() };
    stage.draw(draft("qr", qr(VALUE), decoys));
    stage
}

/// Text without letters, as one in perspective would be.
fn text(decoys: bool) -> Stage {
    let mut stage = Stage::new(grey(), 1);
    let draw = |text: &str| typeface().line(text).expect("digits").mask;
    let decoys = if decoys { others().iter().map(|other| draw(other)).collect() } else { Vec::new() };
    stage.draw(draft("", draw(VALUE), decoys));
    stage
}

#[test]
fn a_code_that_a_scanner_reads_leaks_whatever_was_done_to_its_samples() {
    for decoys in [false, true] {
        let stage = code(decoys);
        stage.gives(&stage.burned, Verdict::Leaked);
        let (verdict, findings) = stage.judged(&stage.format, &[noisy(&stage.burned[0])]);
        assert_eq!(verdict, Verdict::Leaked, "{findings:?}");
        assert_eq!(findings[0].form, "bar-code", "{findings:?}");
        assert!(!findings[0].evidence.contains(VALUE));
    }
}

#[test]
fn a_code_that_is_gone_is_not_accused() {
    for stage in [code(false), code(true), text(false), text(true)] {
        let area = stage.truth.patches[0].line_box;
        stage.gives(&stage.clean, Verdict::Held);
        let mut black = stage.burned[0].clone();
        paint(&stage.format, &mut black, area, |_| 0);
        stage.gives(&[black], Verdict::Held);
        let mut noise = stage.burned[0].clone();
        fill_with_noise(&stage.format, &mut noise, area);
        stage.gives(&[noise], Verdict::Held);
        let mut restored = stage.clean[0].clone();
        blur(&stage.format, &mut restored, area, 3);
        stage.gives(&[restored], Verdict::Held);
    }
}

#[test]
fn a_box_of_one_colour_in_another_picture_is_not_measured() {
    for stage in [code(true), text(false)] {
        let mut other = stage.burned[0].clone();
        fill_with_noise(&stage.format, &mut other, PixelBox::new(0, 0, 220, 120));
        paint(&stage.format, &mut other, stage.truth.patches[0].area, |_| 0);
        stage.gives(&[other], Verdict::NotMeasured);
    }
}

#[test]
fn a_blurred_code_is_found_among_decoys_and_without_them_nothing_is_claimed() {
    let blurred = |stage: &Stage, reach: u32| {
        let mut frame = stage.burned[0].clone();
        blur(&stage.format, &mut frame, stage.truth.patches[0].line_box, reach);
        frame
    };
    let stage = code(true);
    let (verdict, findings) = stage.judged(&stage.format, &[blurred(&stage, 3)]);
    assert_eq!(verdict, Verdict::Recoverable, "{findings:?}");
    assert!(findings[0].form == "mask" && findings[0].evidence.contains("bits"), "{findings:?}");
    let stage = code(false);
    let (verdict, findings) = stage.judged(&stage.format, &[blurred(&stage, 3)]);
    assert_eq!(verdict, Verdict::NotMeasured, "{findings:?}");
}

#[test]
fn another_code_in_its_place_is_not_accused() {
    let stage = code(true);
    let mut other = stage.clean[0].clone();
    let known = &stage.truth.patches[0];
    crate::ink::burn::burn(
        &stage.format,
        &mut other,
        known.x,
        known.y,
        &qr("71264903"),
        Ink { levels: [200; 3], opacity: 255 },
    );
    stage.gives(&[other], Verdict::Held);
}

#[test]
fn text_without_letters_is_judged_by_its_samples() {
    for decoys in [false, true] {
        let stage = text(decoys);
        stage.gives(&stage.burned, Verdict::Leaked);
        let (verdict, findings) = stage.judged(&stage.format, &[noisy(&stage.burned[0])]);
        assert_eq!(verdict, Verdict::Leaked, "{findings:?}");
    }
}
