//! Nothing panics on rasters that no tool should write: tiny, empty, constant, short, of odd channels.

use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::equality::confirm;
use crate::detectors::ink_verdict::equality::is_constant;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::judge;
use crate::detectors::ink_verdict::mean::MeanRaster;
use crate::detectors::ink_verdict::moved;
use crate::detectors::ink_verdict::moved::Sought;
use crate::detectors::ink_verdict::orientation::Orientation;
use crate::detectors::ink_verdict::refine::refine;
use crate::detectors::ink_verdict::registration::register;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::ink_verdict::verdict::Verdict;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::ink::burn::Ink;
use crate::ink::glyph::Glyph;
use crate::ink::mask::Mask;
use crate::ink::sheet::GlyphSheet;
use proptest::prelude::*;

/// A raster whose samples are as many as they should be, or one more or fewer now and then.
fn raster() -> impl Strategy<Value = Raster> {
    let level = prop_oneof![0..4i32, 0..4096i32, any::<i32>()];
    let shape = (0..28u32, 0..20u32, prop_oneof![8 => Just(1u32), 8 => Just(3u32), 1 => 0..6u32], 0..40usize);
    (shape, level, any::<u64>()).prop_map(|((width, height, channels, wrong), level, mix)| {
        let mut count = (width * height * channels) as usize;
        if wrong == 0 {
            count += 1;
        } else if wrong == 1 {
            count = count.saturating_sub(1);
        }
        let noise = |at: usize| (mix.wrapping_mul(at as u64 * 2 + 1) >> 40) as i32;
        // Every second one is constant.
        let sample = |at: usize| if mix & 1 == 0 { level } else { level.wrapping_add(noise(at) & 0xff) };
        Raster { width, height, channels, samples: (0..count).map(sample).collect() }
    })
}

/// Three rasters, of one size more often than not.
fn rasters() -> impl Strategy<Value = [Raster; 3]> {
    (raster(), raster(), raster(), 0..4u8).prop_map(|(one, mut two, mut three, alike)| {
        if alike > 0 {
            two = Raster { samples: one.samples.iter().map(|sample| sample.wrapping_add(2)).collect(), ..one };
        }
        if alike > 1 {
            three = Raster { samples: one.samples.iter().map(|sample| sample ^ 5).collect(), ..one };
        }
        [one, two, three]
    })
}

fn area() -> impl Strategy<Value = PixelBox> {
    let side = || prop_oneof![9 => 0..30u32, 1 => any::<u32>()];
    (side(), side(), side(), side()).prop_map(|(x, y, width, height)| PixelBox::new(x, y, width, height))
}

fn sheet() -> impl Strategy<Value = GlyphSheet> {
    let glyph = |character: char| {
        (0..6u32, -3..4i32, -3..4i32, 0..6u32, 0..6u32, any::<u8>()).prop_map(
            move |(advance, left, top, width, height, level)| Glyph {
                character,
                advance,
                left,
                top,
                mask: Mask { width, height, alpha: vec![level; (width * height) as usize] },
            },
        )
    };
    let glyphs = "abc1".chars().map(glyph).collect::<Vec<_>>();
    (glyphs, 0..14u32, 0..14u32).prop_map(|(glyphs, px, line)| GlyphSheet::new("odd", px, line / 2, line, glyphs))
}

fn orientation() -> impl Strategy<Value = Orientation> {
    prop_oneof![Just(Orientation::Upright), Just(Orientation::HalfTurn), Just(Orientation::QuarterTurn)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn judging_never_panics(
        [burned, clean, output] in rasters(),
        value_box in area(),
        sheet in sheet(),
        text in "[abc1 ]{0,6}",
        decoys in proptest::collection::vec("[abc1]{0,6}", 0..5),
        levels in any::<[i32; 3]>(),
        opacity in any::<u8>(),
    ) {
        let ink = Ink { levels, opacity };
        let plant =
            LineEvidence { burned: &burned, clean: &clean, value_box, sheet: &sheet, text: &text, decoys: &decoys, ink };
        let found = judge(&plant, &output, &IntensityMap::identity());
        let settled = found.signal == Signal::Clean;
        prop_assert!(found.clone().without_alignment().verdict != Verdict::Removed || settled);
        confirm(&found, &plant, &output);
        let sought = Sought { sheet: &sheet, text: &text, decoys: &decoys, ink };
        moved::find(&sought, &clean, &output, &IntensityMap::identity(), &[1.0, 0.1, 3.0]);
    }

    #[test]
    fn aligning_never_panics(
        [input, output, _] in rasters(),
        boxes in proptest::collection::vec(area(), 0..3),
        orientation in orientation(),
        shift in (-40.0..40.0f64, -40.0..40.0f64),
        scale in (0.1..3.0f64, 0.1..3.0f64),
    ) {
        let line = boxes.first().copied().unwrap_or(PixelBox::new(0, 0, 5, 5));
        let small = PixelBox { width: line.width.min(64), height: line.height.min(64), ..line };
        if let Ok(alignment) = register(&input, &boxes, &output) {
            let crop = resample(&output, &alignment, small);
            prop_assert_eq!((crop.width, crop.height), (small.width, small.height));
            prop_assert_eq!(refine(&input, &boxes, &output, &alignment, line).scale, alignment.scale);
        }
        let turned = Alignment { orientation, shift, scale, ..Alignment::identity() };
        resample(&output, &turned, small);
        prop_assert_eq!(refine(&input, &boxes, &output, &turned, line).scale, scale);
        let upright = orientation.upright_raster(&output);
        prop_assert_eq!(orientation.upright_size((output.width, output.height)), (upright.width, upright.height));
        is_constant(&output, line);
        let mut mean = MeanRaster::new();
        mean.add(&input);
        mean.add(&output);
        mean.raster();
    }
}
