use super::*;
use crate::ink::face::Face;
use crate::ink::typeface::Typeface;
use std::cell::Cell;

thread_local! {
    /// How often this thread asked the reader.
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

/// Counts a question to the reader.
pub(super) fn note_question() {
    ASKED.set(ASKED.get() + 1);
}

/// How often `work` asks the reader.
pub(in crate::detectors) fn questions(work: impl FnOnce()) -> u32 {
    let before = ASKED.get();
    work();
    ASKED.get() - before
}

/// Dark text on a light ground, with a margin.
fn line(text: &str, px: u32) -> Grey {
    let mask = Typeface::new(Face::DejaVuSans, px).line(text).expect("in the face").mask;
    let (width, height) = (mask.width + 20, mask.height + 20);
    let at = |x: u32, y: u32| if x < 10 || y < 10 { 0 } else { mask.at(x - 10, y - 10) };
    let levels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| 255 - at(x, y));
    Grey { width, height, levels: levels.collect() }
}

#[test]
fn enlarging_keeps_flat_pictures_flat_and_scales_the_size() {
    let grey = Grey { width: 3, height: 2, levels: vec![7; 6] };
    let large = grey.enlarged(3);
    assert_eq!((large.width, large.height, large.levels.len()), (9, 6, 54));
    assert!(large.levels.iter().all(|level| *level == 7));
    assert_eq!(grey.inverted().levels, [248; 6]);
}

#[test]
fn a_build_without_a_reader_says_so_and_reads_nothing() {
    if BUILT_IN {
        return;
    }
    assert!(problem().is_some_and(|why| why.contains("ocr")));
    assert_eq!((read(&line("4801553", 20)), version()), (None, String::new()));
}

#[test]
fn printed_text_is_read_on_every_thread() {
    if let Some(why) = problem() {
        eprintln!("skipped: {why}");
        return;
    }
    assert!(version().starts_with("Tesseract "));
    std::thread::scope(|scope| {
        for text in ["4801553", "OKAFOR-LINDQVIST, ADA"] {
            scope.spawn(move || {
                let found = read(&line(text, 16).enlarged(2)).expect("text");
                assert!(matching::compare(&found, text, true).part.is_some(), "{found}");
            });
        }
    });
}

#[test]
fn a_picture_whose_size_is_a_lie_is_not_read() {
    assert_eq!(read(&Grey { width: 100, height: 100, levels: vec![0; 5] }), None);
    assert_eq!(read(&Grey { width: 0, height: 0, levels: Vec::new() }), None);
}
