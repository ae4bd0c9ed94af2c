//! Changes in places.

use super::*;

#[test]
fn a_box_counts_its_pixels_and_those_of_the_clinical_region_apart() {
    let found = Picture::grey().became(&Picture::grey().filled(PixelBox::new(100, 30, 20, 20)));
    assert_eq!((said(&found), found.local_area, found.over_redacted), (vec!["local"], 400, 200));
    assert_eq!(found.place, Some((0, PixelBox::new(100, 30, 20, 20))));
    let outside = Picture::grey().became(&Picture::grey().filled(PixelBox::new(100, 0, 20, 20)));
    assert_eq!((said(&outside), outside.over_redacted), (vec!["local"], 0));
}

#[test]
fn a_black_frame_and_a_black_clinical_region_are_places_as_large_as_they_are() {
    let black = Picture::grey().became(&Picture::grey().map(|_| 0));
    assert_eq!((said(&black), black.over_redacted), (vec!["local"], black.clinical));
    let region = Picture::grey().became(&Picture::grey().filled(CLINICAL));
    assert_eq!(
        (said(&region), region.over_redacted, region.local_area),
        (vec!["local"], region.clinical, region.clinical)
    );
}

#[test]
fn a_blurred_patch_is_a_place() {
    let (picture, mut after) = (Picture::grey(), Picture::grey());
    let frame = &picture.frames[0];
    for y in 60..120usize {
        for x in 60..120usize {
            let around = (y - 3..=y + 3).flat_map(|y| (x - 3..=x + 3).map(move |x| u32::from(frame[y * 160 + x])));
            after.frames[0][y * 160 + x] = (around.sum::<u32>() / 49) as u8;
        }
    }
    let found = picture.became(&after);
    assert!(said(&found).contains(&"local"), "{:?}", said(&found));
    assert!(found.global.is_empty() && (3300..=3600).contains(&found.local_area), "{}", found.local_area);
}

#[test]
fn a_box_over_all_that_is_not_even_is_a_place_and_no_rule_for_levels() {
    // Grain in the middle of an even ground, as in a radiograph of a hand.
    let (mut picture, hand) = (Picture::grey(), PixelBox::new(30, 42, 90, 70));
    for (at, value) in picture.frames[0].iter_mut().enumerate() {
        if !hand.contains(at as u32 % 160, at as u32 / 160) {
            *value = 250;
        }
    }
    let found = picture.became(&picture.filled(PixelBox::new(24, 40, 100, 80)));
    assert_eq!((said(&found), found.local_area), (vec!["local"], 8000));
}

/// Every pixel asked by itself, as `Judged` says it in runs.
#[test]
fn runs_hold_what_no_line_covers() {
    let boxes = |seed: u32| -> Vec<PixelBox> {
        let number = |at: u32, most: u32| (seed.wrapping_mul(2_654_435_761).rotate_left(at * 5) >> 3) % most;
        let area =
            |at: u32| PixelBox::new(number(at, 190), number(at + 1, 150), number(at + 2, 90), number(at + 3, 40));
        (0..seed % 4).map(|line| area(line * 4)).collect()
    };
    for seed in 0..200 {
        let lines = boxes(seed);
        let clinical = boxes(seed + 7).first().copied();
        let judged = Judged::new(&GREY, &lines, clinical);
        let covered: Vec<PixelBox> = lines.iter().map(|line| line.dilated(MARGIN, GREY.columns, GREY.rows)).collect();
        let counts = |at: &usize| {
            let (x, y) = (*at as u32 % GREY.columns, *at as u32 / GREY.columns);
            !covered.iter().any(|area| area.contains(x, y))
        };
        let expected: Vec<usize> = (0..(GREY.columns * GREY.rows) as usize).filter(counts).collect();
        let found: Vec<usize> = judged.runs().iter().cloned().flatten().collect();
        assert_eq!(found, expected, "{lines:?}");
        assert!(judged.runs().windows(2).all(|pair| matches!(pair, [one, next] if one.end < next.start)));
        assert_eq!(judged.pixels, expected.len() as u64);
        assert_eq!(
            judged.clinical,
            expected.iter().filter(|at| judged.is_clinical(**at)).count() as u64,
            "{clinical:?}"
        );
    }
}
