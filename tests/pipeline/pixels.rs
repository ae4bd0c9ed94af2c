//! Drawn lines in outputs whose pixels were written in another way, and text that a tool printed itself.

use crate::bench::Bench;
use crate::bench::Run;
use deidbench::detectors::ocr;
use deidbench::finding::Verdict;
use deidbench::scorecard::Row;
use deidbench::truth::Plant;
use deidbench::truth::Surface;

const CONVERSIONS: [&str; 6] = ["grey", "inverted", "eight-bits", "turned", "reversed", "doubled"];

fn row(run: &Run) -> Row {
    run.scorecard().surfaces["pixel"].clone()
}

#[test]
fn text_that_is_left_is_read_in_any_colour_depth_orientation_and_order() {
    for word in CONVERSIONS {
        let run = Bench::usual().run_with("converts-pixels", word, &[]).ended(0);
        let (row, card) = (row(&run), run.scorecard());
        // Eight bits through the picture's window hold nothing of what only another window shows.
        let windowed: &[&str] = if word == "eight-bits" { &["other-window", "other-window-inverse"] } else { &[] };
        let lost: u64 = windowed.iter().filter_map(|trap| card.traps.get(*trap)).map(|row| row.held).sum();
        assert_eq!((row.held, row.not_measured), (lost, 0), "{word}: {}", run.in_words());
        let faded = if word == "eight-bits" { row.planted / 100 } else { 0 };
        assert!(row.leaked + lost + faded >= row.planted, "{word}: {}", run.in_words());
    }
}

#[test]
fn text_that_was_removed_is_not_accused_in_any_of_them() {
    for word in CONVERSIONS {
        let run = Bench::usual().run_with("converts-pixels", &format!("clean-{word}"), &[]).ended(0);
        let row = row(&run);
        assert_eq!((row.held, row.not_measured), (row.planted, 0), "{word}: {}", run.in_words());
    }
}

#[test]
fn text_that_is_printed_elsewhere_convicts_the_identifier_and_not_the_trap() {
    let run = Bench::usual().run_with("retypes", "elsewhere", &[]).ended(0);
    let row = row(&run);
    assert_eq!(row.held, row.planted, "{}", run.in_words());
    // Faint lines, and letters without a gap between them, may be missed where nobody knows their place.
    let drawn = |plant: &Plant| {
        let letters = !matches!(plant.face.as_str(), "" | "code128" | "qr");
        plant.surface == Surface::Pixel && plant.rotation == 0 && plant.font_px > 0 && letters
    };
    let printed = Bench::usual().count(drawn);
    let moved: Vec<_> = run.findings().into_iter().filter(|finding| finding.form == "moved").collect();
    let read = moved.iter().filter(|finding| finding.verdict == Some(Verdict::Leaked)).count() as u64;
    assert!(read * 10 >= printed * 9, "{read} of {printed}");
    // Of the others one half at least is found.
    let told = [Some(Verdict::Leaked), Some(Verdict::Partial)];
    assert!(moved.iter().all(|finding| finding.moved && told.contains(&finding.verdict)), "{}", run.in_words());
    assert!(run.scorecard().headline.patients.leaking > 0);
}

#[test]
fn a_value_in_another_typeface_is_read_and_another_value_is_not() {
    let same = Bench::usual().run_with("retypes", "same", &[]).ended(0);
    let card = same.scorecard();
    if ocr::problem().is_none() {
        assert!(card.readers["text"].starts_with("Tesseract "), "{:?}", card.readers);
        let read = same.findings().into_iter().filter(|finding| finding.form == "ocr").count() as u64;
        assert!(read > 0, "{}", same.in_words());
    } else {
        assert!(card.readers["text"].starts_with("none: ") && same.answer.err.contains("no second reader"));
    }
    let other = Bench::usual().run_with("retypes", "other", &[]).ended(0);
    let row = row(&other);
    // Among some hundred decoys the planted value is now and then the one most like another value by chance.
    assert_eq!((row.leaked, row.partial, row.not_measured), (0, 0, 0), "{}", other.in_words());
    assert!(row.recoverable * 50 <= row.planted, "{}", other.in_words());
}
