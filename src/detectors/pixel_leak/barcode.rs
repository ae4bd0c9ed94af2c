//! Bar codes, by decoding them as any scanner would.

use crate::detectors::ocr::Grey;
use crate::dicom::frame::Raster;
use rxing::BarcodeFormat;
use rxing::DecodeHints;
use rxing::helpers::detect_in_luma_with_hints;
use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// How much larger the picture is tried, besides as it is.
const ENLARGED: [u32; 2] = [2, 3];

/// A bar code that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// What it says.
    pub(super) text: String,
    /// Which sort it is, as scanners call it.
    pub(super) format: String,
}

/// The bar code in a picture that holds one with a margin, upright or turned by a quarter.
pub(super) fn read(picture: &Raster) -> Option<Decoded> {
    let grey = grey(picture)?;
    let turned = turned(&grey);
    [grey, turned]
        .iter()
        .find_map(|grey| decode(grey).or_else(|| ENLARGED.iter().find_map(|times| decode(&grey.enlarged(*times)))))
}

/// Whether what was read holds a value, whatever its case and marks.
pub(super) fn says(decoded: &Decoded, value: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_uppercase).collect()
    };
    let value = plain(value);
    !value.is_empty() && plain(&decoded.text).contains(&value)
}

/// The channel with most contrast, stretched to 256 levels. `None` where a picture holds nothing.
pub(super) fn grey(picture: &Raster) -> Option<Grey> {
    let channels = picture.channels.max(1) as usize;
    let ends = |channel: usize| {
        let mut samples: Vec<i32> = picture.samples.iter().skip(channel).step_by(channels).copied().collect();
        samples.sort_unstable();
        let cut = samples.len() / 200;
        Some((*samples.get(cut)?, *samples.get(samples.len().checked_sub(cut + 1)?)?))
    };
    let spread = |(low, high): (i32, i32)| i64::from(high) - i64::from(low);
    let ranges = (0..channels).filter_map(|channel| Some((channel, ends(channel)?)));
    let (channel, (low, high)) = ranges.max_by_key(|(_, ends)| spread(*ends)).filter(|(_, ends)| spread(*ends) > 0)?;
    let level = |sample: &i32| {
        let share = f64::from(sample - low) / spread((low, high)) as f64;
        (share.clamp(0.0, 1.0) * 255.0).round() as u8
    };
    let levels: Vec<u8> = picture.samples.iter().skip(channel).step_by(channels).map(level).collect();
    let (width, height) = (picture.width, picture.height);
    (levels.len() == width as usize * height as usize).then_some(Grey { width, height, levels })
}

fn turned(grey: &Grey) -> Grey {
    let places = (0..grey.width).flat_map(|x| (0..grey.height).rev().map(move |y| (x, y)));
    let at = |(x, y): (u32, u32)| grey.levels.get((y * grey.width + x) as usize).copied().unwrap_or(0);
    Grey { width: grey.height, height: grey.width, levels: places.map(at).collect() }
}

fn decode(grey: &Grey) -> Option<Decoded> {
    let formats = HashSet::from([BarcodeFormat::QR_CODE, BarcodeFormat::CODE_128]);
    let mut hints = DecodeHints {
        TryHarder: Some(true),
        AlsoInverted: Some(true),
        PossibleFormats: Some(formats),
        ..DecodeHints::default()
    };
    let levels = grey.levels.clone();
    // The pictures are a stranger's, and the reader was written by others: what stops it is no code.
    let found = catch_unwind(AssertUnwindSafe(|| {
        detect_in_luma_with_hints(levels, grey.width, grey.height, None, &mut hints).ok()
    }));
    let found = found.ok().flatten()?;
    Some(Decoded { text: found.getText().to_owned(), format: found.getBarcodeFormat().to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use barcoders::sym::code128::Code128;

    const VALUE: &str = "4801553";

    fn picture(modules: impl Fn(u32, u32) -> bool, size: (u32, u32), scale: u32, dark: i32, light: i32) -> Raster {
        let quiet = 6 * scale;
        let (width, height) = (size.0 * scale + 2 * quiet, size.1 * scale + 2 * quiet);
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let inside = |x: u32, y: u32| {
            x >= quiet && y >= quiet && x < width - quiet && y < height - quiet && {
                modules((x - quiet) / scale, (y - quiet) / scale)
            }
        };
        let samples = places.map(|(x, y)| if inside(x, y) { dark } else { light }).collect();
        Raster { width, height, channels: 1, samples }
    }

    fn qr(dark: i32, light: i32) -> Raster {
        let code = qrcode::QrCode::new(VALUE).expect("short");
        let side = code.width();
        let modules = code.to_colors();
        let is_dark = |x: u32, y: u32| modules[y as usize * side + x as usize] == qrcode::Color::Dark;
        picture(is_dark, (side as u32, side as u32), 2, dark, light)
    }

    fn code_128(dark: i32, light: i32) -> Raster {
        let bars = Code128::new(format!("\u{0181}{VALUE}")).expect("digits").encode();
        picture(|x, _| bars[x as usize] == 1, (bars.len() as u32, 12), 2, dark, light)
    }

    #[test]
    fn codes_are_read_upright_turned_and_inverted() {
        for (name, make) in [("qr", qr as fn(i32, i32) -> Raster), ("code128", code_128)] {
            for (dark, light) in [(0, 255), (255, 0), (900, 3000)] {
                let picture = make(dark, light);
                let turned = crate::detectors::pixel_leak::upright::raster(
                    crate::detectors::pixel_leak::upright::orientation(90),
                    picture.clone(),
                );
                for picture in [picture, turned] {
                    let decoded = read(&picture).unwrap_or_else(|| panic!("{name} {dark} {light}"));
                    assert!(says(&decoded, "480-1553") && !says(&decoded, "4801554"), "{decoded:?}");
                }
            }
        }
    }

    #[test]
    fn pictures_without_a_code_say_nothing() {
        let flat = Raster { width: 60, height: 40, channels: 1, samples: vec![9; 2400] };
        let noise = (0..2400u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as i32).collect();
        assert_eq!(read(&flat), None);
        assert_eq!(read(&Raster { samples: noise, ..flat.clone() }), None);
        assert_eq!(read(&Raster { samples: Vec::new(), ..flat }), None);
        assert!(!says(&Decoded { text: "abc".into(), format: String::new() }, "--"));
    }
}
