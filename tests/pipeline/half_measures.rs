//! Burned lines that are treated half: they are worse than removed, and better than left.

use crate::bench::Bench;
use deidbench::scorecard::Row;

fn pixels(word: &str) -> Row {
    let bench = Bench::usual();
    let card = bench.run_with("half-measures", word, &[]).ended(0).scorecard();
    let held = card.headline.plants.held - card.surfaces["pixel"].held;
    assert_eq!(held + card.surfaces["pixel"].planted, bench.count(|_| true), "{word}: headers are clean");
    card.surfaces["pixel"].clone()
}

#[test]
fn a_line_that_is_covered_whole_is_held() {
    for word in ["black", "noise"] {
        let row = pixels(word);
        assert_eq!(row.held, row.planted, "{word}");
    }
}

#[test]
fn blur_and_mosaic_are_undone_with_a_list_of_names() {
    for word in ["blur", "mosaic"] {
        let row = pixels(word);
        assert_eq!(row.leaked + row.partial + row.recoverable + row.held, row.planted, "{word}: {row:?}");
        // What this takes away for good: ink of a few levels, bar codes, labels seen from the side.
        assert!(row.held * 10 <= row.planted, "{word}: {row:?}");
    }
}

#[test]
fn faint_ink_is_read_like_any_other() {
    let row = pixels("faint");
    assert_eq!(row.leaked + row.partial + row.recoverable + row.held, row.planted, "{row:?}");
    // A tenth of a few levels is none.
    assert!(row.held * 20 <= row.planted, "{row:?}");
}

#[test]
fn half_a_cover_is_no_cover() {
    let row = pixels("half");
    assert_eq!(row.leaked + row.partial + row.recoverable + row.held, row.planted, "{row:?}");
    assert!(row.held * 20 <= row.planted, "{row:?}");
    assert!(row.partial > 0);
}

#[test]
fn pictures_without_a_picture_leak_nothing_and_are_not_clean() {
    let bench = Bench::usual();
    let card = bench.run_with("half-measures", "blackout", &[]).ended(0).scorecard();
    let row = &card.surfaces["pixel"];
    assert_eq!((row.leaked, row.held + row.not_measured), (0, row.planted));
    assert_eq!(card.headline.instances.damaged, bench.pictures());
}

#[test]
fn frames_that_do_not_come_back_are_not_clean() {
    let bench = Bench::usual();
    let card = bench.run("drops-frames").ended(0).scorecard();
    let cine = &card.traps["cine-banner"];
    assert_eq!((cine.not_measured, cine.held), (cine.planted, 0));
    let cines =
        bench.patients.iter().flat_map(|patient| &patient.instances).filter(|row| row.frames > 1).count() as u64;
    assert!(cines > 0);
    assert_eq!(card.headline.instances.usable, bench.files() - cines);
    assert_eq!(card.headline.instances.damaged, cines);
}

#[test]
fn text_in_frames_that_were_added_is_read() {
    let bench = Bench::usual();
    let card = bench.run("adds-frames").ended(0).scorecard();
    let cine = &card.traps["cine-banner"];
    assert_eq!((cine.leaked, cine.planted > 0), (cine.planted, true));
    let cines =
        bench.patients.iter().flat_map(|patient| &patient.instances).filter(|row| row.frames > 1).count() as u64;
    assert_eq!(card.damage.pixels.global, cines);
}
