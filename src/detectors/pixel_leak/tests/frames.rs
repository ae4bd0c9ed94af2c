//! Frames that were exchanged, doubled, added and lost.

use super::stage::Stage;
use super::stage::grey;
use super::stage::letters;
use crate::dicom::frames::FrameSet;
use crate::finding::Verdict;

/// The value in frame 3 of 6 alone.
fn late() -> Stage {
    let mut stage = Stage::new(grey(), 6);
    let mut line = letters(6);
    line.places[0].2 = FrameSet::from_frames([3]);
    stage.draw(line);
    stage
}

#[test]
fn a_line_in_a_single_late_frame_is_seen_and_its_removal_too() {
    let stage = late();
    stage.gives(&stage.burned, Verdict::Leaked);
    stage.gives(&stage.clean, Verdict::Held);
}

#[test]
fn frames_in_another_order_are_judged_as_what_they_show() {
    let stage = late();
    let reversed = |frames: &[Vec<u8>]| frames.iter().rev().cloned().collect::<Vec<_>>();
    stage.gives(&reversed(&stage.burned), Verdict::Leaked);
    stage.gives(&reversed(&stage.clean), Verdict::Held);
}

#[test]
fn a_frame_that_is_doubled_behind_a_cleaned_one_leaks() {
    let stage = late();
    let mut frames = stage.clean.clone();
    frames.push(stage.burned[3].clone());
    stage.gives(&frames, Verdict::Leaked);
    frames[6] = stage.clean[3].clone();
    stage.gives(&frames, Verdict::Held);
}

#[test]
fn text_that_is_put_into_another_frame_leaks() {
    let stage = late();
    let mut frames = stage.clean.clone();
    let area = stage.truth.patches[0].line_box;
    for y in area.y..area.y + area.height {
        let row = (y * stage.format.columns + area.x) as usize;
        let row = row..row + area.width as usize;
        frames[1][row.clone()].copy_from_slice(&stage.burned[3][row]);
    }
    stage.gives(&frames, Verdict::Leaked);
}

#[test]
fn a_lost_frame_is_not_measured_and_what_is_left_is_judged() {
    let stage = late();
    let without = |frames: &[Vec<u8>], lost: usize| {
        let mut frames = frames.to_vec();
        frames.remove(lost);
        frames
    };
    stage.gives(&without(&stage.burned, 0), Verdict::Leaked);
    stage.gives(&without(&stage.clean, 0), Verdict::Held);
    stage.gives(&without(&stage.clean, 3), Verdict::NotMeasured);
}

#[test]
fn the_worst_frame_of_a_cine_decides() {
    let stage = Stage::with_letters(grey(), 5);
    let mut frames = stage.clean.clone();
    stage.gives(&frames, Verdict::Held);
    frames[4].clone_from(&stage.burned[4]);
    let (verdict, findings) = stage.judged(&stage.format, &frames);
    assert_eq!(verdict, Verdict::Leaked);
    assert!(findings[0].evidence.starts_with("frame 4, 100 % of the ink"), "{findings:?}");
}

#[test]
fn frames_of_one_colour_hold_and_so_do_boxes_of_one() {
    let stage = Stage::with_letters(grey(), 3);
    stage.gives(&vec![vec![0; stage.clean[0].len()]; 3], Verdict::Held);
    let mut boxed = stage.burned.clone();
    let area = stage.truth.patches[0].line_box;
    for frame in &mut boxed {
        super::stage::paint(&stage.format, frame, area, |_| 0);
    }
    stage.gives(&boxed, Verdict::Held);
    boxed[2].clone_from(&stage.burned[2]);
    stage.gives(&boxed, Verdict::Leaked);
}
