//! Drawn lines in outputs whose pixels were written in another way, and text that a tool printed itself.

use crate::bench::Bench;
use crate::bench::Run;
use deidbench::detectors::ocr;
use deidbench::finding::Verdict;
use deidbench::scorecard::Row;
use deidbench::truth::Surface;

const CONVERSIONS: [&str; 6] = ["grey", "inverted", "eight-bits", "turned", "reversed", "doubled"];

fn row(run: &Run) -> Row {
    run.scorecard().surfaces["pixel"].clone()
}

#[test]
#[ignore = "not seen to pass yet on every kind of picture and trap"]
fn text_that_is_left_is_read_in_any_colour_depth_orientation_and_order() {
    for word in CONVERSIONS {
        let run = Bench::usual().run_with("converts-pixels", word, &[]).ended(0);
        let row = row(&run);
        assert_eq!((row.leaked, row.not_measured), (row.planted, 0), "{word}: {}", run.in_words());
    }
}

#[test]
#[ignore = "not seen to pass yet on every kind of picture and trap"]
fn text_that_was_removed_is_not_accused_in_any_of_them() {
    for word in CONVERSIONS {
        let run = Bench::usual().run_with("converts-pixels", &format!("clean-{word}"), &[]).ended(0);
        let row = row(&run);
        assert_eq!((row.held, row.not_measured), (row.planted, 0), "{word}: {}", run.in_words());
    }
}

#[test]
#[ignore = "not seen to pass yet on every kind of picture and trap"]
fn text_that_is_printed_elsewhere_convicts_the_identifier_and_not_the_trap() {
    let run = Bench::usual().run_with("retypes", "elsewhere", &[]).ended(0);
    let row = row(&run);
    assert_eq!(row.held, row.planted, "{}", run.in_words());
    let moved: Vec<_> = run.findings().into_iter().filter(|finding| finding.form == "moved").collect();
    assert!(moved.len() as u64 * 10 >= row.planted * 9, "{} of {}", moved.len(), row.planted);
    assert!(moved.iter().all(|finding| finding.moved && finding.verdict == Some(Verdict::Leaked)));
    assert!(run.scorecard().headline.patients.leaking > 0);
}

#[test]
#[ignore = "not seen to pass yet on every kind of picture and trap"]
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
    assert_eq!((row.held, row.not_measured), (row.planted, 0), "{}", other.in_words());
    assert!(other.findings().iter().all(|finding| finding.surface != Some(Surface::Pixel)), "{}", other.in_words());
}
