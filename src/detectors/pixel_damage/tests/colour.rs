//! Colour models, tables and layouts.

use super::*;

const RGB: PixelFormat = PixelFormat { samples: 3, photometric: Photometric::Rgb, ..GREY };

/// Grain in three colours.
fn coloured() -> Picture {
    let bytes = grain().iter().flat_map(|value| [*value, value / 2 + 20, 255 - value]).collect();
    Picture { planar: Some(0), ..Picture::new(RGB, vec![bytes]) }
}

fn planes(bytes: &[u8]) -> Vec<u8> {
    (0..3).flat_map(|channel| bytes.iter().skip(channel).step_by(3).copied()).collect()
}

#[test]
fn planes_that_the_header_tells_of_are_untouched_and_others_are_named() {
    let mut after = coloured();
    after.frames[0] = planes(&after.frames[0]);
    after.planar = Some(1);
    assert_eq!(said(&coloured().became(&after)), ["untouched", "re-encoded"]);
    after.planar = Some(0);
    assert_eq!(said(&coloured().became(&after)), ["planar"]);
    assert_eq!(said(&coloured().became(&Picture { planar: Some(1), ..coloured() })), ["planar"]);
}

#[test]
fn exchanged_channels_and_lost_colours_are_named() {
    let mut after = coloured();
    after.frames[0].chunks_exact_mut(3).for_each(|pixel| pixel.swap(0, 2));
    assert_eq!(said(&coloured().became(&after)), ["colour"]);
    let mut grey = coloured();
    grey.frames[0]
        .chunks_exact_mut(3)
        .for_each(|pixel| pixel.fill(((u32::from(pixel[0]) + u32::from(pixel[1])) / 2) as u8));
    assert!(said(&coloured().became(&grey)).contains(&"colour"));
}

#[test]
fn exchanged_bytes_are_named() {
    assert_eq!(said(&deep().became(&deep().map_words(u16::swap_bytes))), ["byte-order"]);
}

#[test]
fn the_same_colours_in_another_model_are_no_loss() {
    let mut after = coloured();
    after.format.photometric = Photometric::YbrFull;
    for pixel in after.frames[0].chunks_exact_mut(3) {
        let [red, green, blue] = [0, 1, 2].map(|channel| f64::from(pixel[channel]));
        let ybr = [
            0.299 * red + 0.587 * green + 0.114 * blue,
            128.0 - 0.168_736 * red - 0.331_264 * green + 0.5 * blue,
            128.0 + 0.5 * red - 0.418_688 * green - 0.081_312 * blue,
        ];
        pixel.copy_from_slice(&ybr.map(|level| level.round() as u8));
    }
    assert_eq!(said(&coloured().became(&after)), ["photometric"]);
    assert_eq!(said(&after.became(&coloured())), ["photometric"]);
    // The name alone is another.
    let named = Picture { format: PixelFormat { photometric: Photometric::YbrFull, ..RGB }, ..coloured() };
    assert_eq!(said(&coloured().became(&named)), ["photometric"]);
}

fn indexed() -> Picture {
    let format = PixelFormat { photometric: Photometric::PaletteColor, ..GREY };
    let palette = (0..256u16).map(|index| [index << 8, (255 - index) << 8, (index / 2) << 8]).collect();
    Picture { palette: Some(palette), ..Picture::new(format, vec![grain()]) }
}

#[test]
fn a_colour_table_that_is_another_or_gone_is_named_and_equal_colours_are_not() {
    assert_eq!(said(&indexed().became(&indexed())), ["untouched"]);
    let mut scrambled = indexed();
    scrambled.palette.as_mut().unwrap().reverse();
    assert_eq!(said(&indexed().became(&scrambled)), ["palette"]);
    assert_eq!(said(&indexed().became(&scrambled.filled(LINE))), ["palette"]);
    let found = indexed().became(&Picture { palette: None, ..indexed() });
    assert_eq!(
        (said(&found), found.global[&GlobalChange::Palette].as_str()),
        (vec!["palette"], "the colour table is gone or damaged")
    );
    // Other indices for the same colours.
    let other = scrambled.map(|index| 255 - index);
    assert_eq!(said(&indexed().became(&other)), ["untouched", "re-encoded"]);
    let mut plain =
        Picture::new(RGB, vec![grain().iter().flat_map(|index| [*index, 255 - index, index / 2]).collect()]);
    plain.planar = Some(0);
    assert_eq!(said(&indexed().became(&plain)), ["photometric"]);
}

#[test]
fn black_and_white_are_exchanged_in_name_or_in_both() {
    let inverted = PixelFormat { photometric: Photometric::Monochrome1, ..GREY };
    assert_eq!(said(&Picture::grey().became(&Picture { format: inverted, ..Picture::grey() })), ["photometric"]);
    let both = Picture { format: inverted, ..Picture::grey().map(|value| 255 - value) };
    assert_eq!(said(&Picture::grey().became(&both)), ["photometric"]);
}

#[test]
fn grey_in_three_channels_and_colour_in_one_are_named() {
    let tripled =
        Picture { planar: Some(0), ..Picture::new(RGB, vec![grain().iter().flat_map(|value| [*value; 3]).collect()]) };
    assert_eq!(said(&Picture::grey().became(&tripled)), ["photometric"]);
    let luma = |pixel: &[u8]| {
        (0.299 * f64::from(pixel[0]) + 0.587 * f64::from(pixel[1]) + 0.114 * f64::from(pixel[2])).round() as u8
    };
    let grey = Picture::new(GREY, vec![coloured().frames[0].chunks_exact(3).map(luma).collect()]);
    assert_eq!(said(&coloured().became(&grey)), ["photometric"]);
}
