//! Frames: their number, their order, how they lie.

use super::side::Side;
use super::*;
use std::borrow::Cow;

fn cine() -> Picture {
    let frames = (0..4).map(|frame| grain().iter().map(|value| value.rotate_left(frame)).collect());
    Picture::new(GREY, frames.collect())
}

fn with(change: impl Fn(&mut Vec<Vec<u8>>)) -> PixelFindings {
    let mut after = cine();
    change(&mut after.frames);
    cine().became(&after)
}

#[test]
fn frames_that_are_lost_added_doubled_or_moved_are_named_with_their_numbers() {
    let lost = with(|frames| drop(frames.remove(1)));
    assert_eq!((said(&lost), lost.global[&GlobalChange::FramesLost].as_str()), (vec!["frames-lost"], "frames 1 of 4"));
    let doubled = with(|frames| frames.insert(2, frames[1].clone()));
    assert_eq!(said(&doubled), ["frames-doubled"]);
    assert!(doubled.global[&GlobalChange::FramesDoubled].starts_with("frames 2 "), "{:?}", doubled.global);
    let added = with(|frames| frames.push(vec![99; 160 * 128]));
    assert_eq!(said(&added), ["frames-added"]);
    let moved = with(|frames| frames.swap(0, 2));
    assert_eq!(said(&moved), ["frames-reordered"]);
    let instead = with(|frames| frames[3] = frames[0].clone());
    assert_eq!(said(&instead), ["frames-lost", "frames-doubled"]);
    // Equal frames can't be told apart, but they can be counted.
    let still = Picture::new(GREY, vec![grain(); 4]);
    let fewer = Picture::new(GREY, vec![grain(); 3]);
    assert_eq!(said(&still.became(&fewer)), ["frames-lost"]);
}

#[test]
fn frames_are_told_apart_by_likeness_where_they_were_recompressed() {
    let noisy =
        |frame: &[u8]| -> Vec<u8> { frame.iter().enumerate().map(|(at, value)| value ^ (at % 3 == 0) as u8).collect() };
    let after = |order: &[usize]| {
        let frames = order.iter().map(|frame| noisy(&cine().frames[*frame])).collect();
        cine().became(&Picture::new(GREY, frames))
    };
    assert_eq!(said(&after(&[0, 1, 2, 3])), ["visually lossless"]);
    assert_eq!(said(&after(&[2, 1, 0, 3])), ["visually lossless", "frames-reordered"]);
    assert_eq!(said(&after(&[0, 2, 3])), ["visually lossless", "frames-lost"]);
    assert_eq!(said(&after(&[0, 1, 1, 2, 3])), ["visually lossless", "frames-doubled"]);
}

#[test]
fn frames_that_are_boxed_are_not_called_moved() {
    let found = cine().became(&cine().filled(CLINICAL));
    assert_eq!((said(&found), found.local_frames.to_string()), (vec!["local"], "0-3".to_owned()));
}

#[test]
fn turned_pictures_are_named_by_their_turn_and_judged_as_they_were() {
    let words = [
        "mirrored left to right",
        "mirrored top to bottom",
        "rotated by 180 degrees",
        "transposed",
        "rotated by 90 degrees clockwise",
        "rotated by 90 degrees counterclockwise",
        "transposed along the other diagonal",
    ];
    let mut seen = Vec::new();
    for turn in Turn::others() {
        let mut after = cine();
        for frame in &mut after.frames {
            let mut turned = vec![0; frame.len()];
            for (at, value) in frame.iter().enumerate() {
                turned[turn.place(at % 160, at / 160, 160, 128)] = *value;
            }
            *frame = turned;
        }
        if turn.exchanges_sides() {
            (after.format.rows, after.format.columns) = (160, 128);
        }
        let found = cine().became(&after);
        assert_eq!(said(&found), ["orientation"], "{turn}");
        seen.push(found.global[&GlobalChange::Orientation].clone());
    }
    seen.sort_by_key(|word| words.iter().position(|known| known == word));
    assert_eq!(seen, words);
}

#[test]
fn a_rotation_by_ninety_degrees_clockwise_moves_the_upper_left_to_the_upper_right() {
    let clockwise = Turn::others().find(|turn| turn.to_string() == "rotated by 90 degrees clockwise").unwrap();
    assert_eq!(clockwise.place(0, 0, 160, 128), 127);
}

#[test]
fn a_frame_that_is_looked_at_again_is_decoded_once_and_one_that_stands_native_never() {
    let format = PixelFormat { samples: 3, photometric: Photometric::Rgb, ..GREY };
    let mut planar = Picture { planar: Some(1), ..Picture::new(format, vec![grain().repeat(3); 2]) }.scan();
    planar.keep_frames(1 << 20);
    let side = Side::new(&planar).expect("a side");
    let twice = [side.native(1).expect("a frame"), side.native(1).expect("a frame")];
    assert!(matches!(&twice, [Cow::Borrowed(one), Cow::Borrowed(other)] if std::ptr::eq(*one, *other)));
    assert_ne!(*side.native(0).expect("a frame"), grain().repeat(3)[..], "colour by pixel");
    let native = cine().scan();
    assert!(matches!(Side::new(&native).expect("a side").native(3), Ok(Cow::Borrowed(_))));
}
