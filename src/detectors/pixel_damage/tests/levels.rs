//! Changes of levels: losses all over, brightness, contrast, depth.

use super::*;

fn noisy(depth: i32) -> Picture {
    let mut picture = Picture::grey();
    for (at, value) in picture.frames[0].iter_mut().enumerate() {
        let step = (at as i32 * 7919 % (2 * depth + 1)) - depth;
        *value = (i32::from(*value) + step).clamp(0, 255) as u8;
    }
    picture
}

#[test]
fn noise_all_over_is_lossy_when_seen_and_visually_lossless_when_not() {
    assert_eq!(said(&Picture::grey().became(&noisy(1))), ["visually lossless"]);
    assert_eq!(said(&Picture::grey().became(&noisy(12))), ["lossy"]);
}

#[test]
fn a_single_changed_pixel_is_seen_and_is_no_place() {
    let mut after = Picture::grey();
    after.frames[0][80 * 160 + 80] ^= 1;
    assert_eq!(said(&Picture::grey().became(&after)), ["visually lossless"]);
}

#[test]
fn brighter_steeper_and_curved_levels_are_named_by_their_rule_and_nothing_else() {
    let brighter = Picture::grey().became(&Picture::grey().map(|value| value.saturating_add(10)));
    assert_eq!(said(&brighter), ["intensity"]);
    assert_eq!(brighter.global[&GlobalChange::Intensity], "gain 1.000, offset 10.0");
    let steeper = Picture::grey().became(&Picture::grey().map(|value| (f64::from(value) * 1.2).round() as u8));
    assert_eq!(said(&steeper), ["intensity"]);
    assert!(steeper.global[&GlobalChange::Intensity].starts_with("gain 1.2"), "{:?}", steeper.global);
    let gamma = |value: u8| (255.0 * (f64::from(value) / 255.0).powf(0.8)).round() as u8;
    assert_eq!(said(&Picture::grey().became(&Picture::grey().map(gamma))), ["intensity"]);
    assert_eq!(said(&Picture::grey().became(&Picture::grey().map(|value| 255 - value))), ["intensity"]);
}

#[test]
fn ten_more_on_every_value_of_deep_data_is_seen_however_good_the_ratio() {
    assert_eq!(said(&deep().became(&deep().map_words(|value| value + 10))), ["intensity"]);
}

#[test]
fn cut_depth_is_named_and_nothing_else() {
    for bits in [1, 3] {
        let cut = |value: u8| value & (0xff << bits);
        assert_eq!(said(&Picture::grey().became(&Picture::grey().map(cut))), ["bit-depth"], "{bits}");
        let cut = |value: u16| value & (0xffff << bits);
        assert_eq!(said(&deep().became(&deep().map_words(cut))), ["bit-depth"], "{bits}");
    }
    // Values moved down with the header saying so, and 12 bits made 8.
    for bits in [1, 4] {
        let mut fewer = deep().map_words(|value| value >> bits);
        fewer.format.bits_stored -= bits;
        assert_eq!(said(&deep().became(&fewer)), ["bit-depth"], "{bits}");
    }
    let mut narrow = deep();
    narrow.frames[0] =
        deep().frames[0].chunks_exact(2).map(|pair| (u16::from_le_bytes([pair[0], pair[1]]) >> 4) as u8).collect();
    (narrow.format.bits_allocated, narrow.format.bits_stored) = (8, 8);
    assert_eq!(said(&deep().became(&narrow)), ["bit-depth"]);
}

#[test]
fn a_sign_that_is_another_in_the_header_alone_is_named_alone() {
    let mut signed = deep();
    signed.format.signed = true;
    assert_eq!(said(&deep().became(&signed)), ["sign"]);
    let boxed = signed.filled(PixelBox::new(60, 60, 30, 30));
    assert_eq!(said(&deep().became(&boxed)), ["local", "sign"]);
}

#[test]
fn recompression_loses_more_the_lower_its_quality_and_is_nothing_but_lossy() {
    let mut ratios = Vec::new();
    for quality in [95, 90, 75, 50, 25] {
        let mut after = Picture::grey();
        after.frames[0] = recompressed(&after.frames[0], quality);
        let found = Picture::grey().became(&after);
        assert_eq!(said(&found), ["lossy"], "{quality}: {:?}", found);
        ratios.push((found.worst_psnr.unwrap().value, found.worst_similarity.unwrap().value));
    }
    let falling = ratios.windows(2).all(|two| two[0].0 > two[1].0 && two[0].1 > two[1].1);
    assert!(falling, "{ratios:?}");
}

fn recompressed(frame: &[u8], quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder.encode(frame, 160, 128, jpeg_encoder::ColorType::Luma).unwrap();
    image::load_from_memory(&bytes).unwrap().into_luma8().into_raw()
}

#[test]
fn brightness_and_recompression_are_both_named() {
    let mut after = Picture::grey().map(|value| value + 15);
    after.frames[0] = recompressed(&after.frames[0], 75);
    assert_eq!(said(&Picture::grey().became(&after)), ["lossy", "intensity"]);
}

#[test]
fn a_box_in_a_recompressed_picture_is_a_place_beside_the_loss() {
    let mut after = Picture::grey();
    after.frames[0] = recompressed(&after.frames[0], 75);
    let found = Picture::grey().became(&after.filled(PixelBox::new(90, 60, 40, 40)));
    assert_eq!(said(&found), ["lossy", "local"]);
    assert!((1300..=1700).contains(&found.local_area), "{}", found.local_area);
}
