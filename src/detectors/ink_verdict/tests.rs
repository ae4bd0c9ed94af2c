//! The verdict from both sides, over many planted lines.

use crate::detectors::ink_verdict::equality::confirm;
use crate::detectors::ink_verdict::evidence::LineEvidence;
use crate::detectors::ink_verdict::intensity::IntensityMap;
use crate::detectors::ink_verdict::judge;
use crate::detectors::ink_verdict::mean::MeanRaster;
use crate::detectors::ink_verdict::mean::scaled;
use crate::detectors::ink_verdict::trial::Planted;
use crate::detectors::ink_verdict::trial::count;
use crate::detectors::ink_verdict::trial::normal;
use crate::detectors::ink_verdict::trial::tools::Tool;
use crate::detectors::ink_verdict::verdict::LineVerdict;
use crate::detectors::ink_verdict::verdict::Signal;
use crate::detectors::ink_verdict::verdict::Verdict;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::seed::Seed;

/// The whole way from frames to a verdict.
pub(super) fn verdict(line: &Planted, output: &Raster) -> LineVerdict {
    count::verdict(line, output).0
}

pub(super) fn run(tool: Tool, seed: u64) -> (Planted, LineVerdict) {
    let line = Planted::new(seed);
    let output = tool.run(&line, &mut Seed(seed).stream(&["tool", &format!("{tool:?}")]));
    let verdict = verdict(&line, &output);
    (line, verdict)
}

/// How many of the lines from `first` on are judged as `wanted`, out of how many, each tool taken in turn.
fn judged(tools: &[Tool], first: u64, each: u64, wanted: impl Fn(&Verdict) -> bool) -> (u64, u64) {
    let mut right = 0;
    for (place, tool) in (0u64..).zip(tools) {
        for seed in first + place * each..first + (place + 1) * each {
            let (line, found) = run(*tool, seed);
            let ok = wanted(&found.verdict);
            right += u64::from(ok);
            if !ok {
                println!("{tool:?} {seed} {:?} {} px: {found:?}", line.text, line.sheet.px);
            }
        }
    }
    (right, each * tools.len() as u64)
}

#[test]
fn untouched_lines_are_readable_at_any_contrast() {
    let (readable, of) = judged(&[Tool::Untouched], 1, 40, |verdict| *verdict == Verdict::Readable);
    assert_eq!(readable, of);
}

#[test]
fn changes_of_the_whole_frame_leave_text_readable() {
    let tools = [
        Tool::Gamma,
        Tool::Contrast,
        Tool::Invert,
        Tool::Jpeg(75),
        Tool::Noise(0.03),
        Tool::Grey,
        Tool::EightBit,
        Tool::Half,
    ];
    let (traced, of) = judged(&tools, 100, 6, |verdict| verdict.severity() >= Verdict::Recoverable.severity());
    assert_eq!(traced, of);
    let (readable, of) = judged(&tools[..7], 100, 6, |verdict| *verdict == Verdict::Readable);
    assert!(readable * 10 >= of * 9, "{readable} of {of}");
}

#[test]
fn shifted_frames_are_never_called_clean() {
    let (kept, of) = judged(&[Tool::Shift(3, 2), Tool::Shift(-7, 0)], 200, 16, |verdict| *verdict != Verdict::Removed);
    assert_eq!(kept, of);
}

#[test]
fn faint_traces_are_found() {
    let tools = [Tool::Faint(0.05), Tool::Faint(0.1), Tool::Faint(0.25), Tool::Ghost(1), Tool::Ghost(3)];
    let (found, of) = judged(&tools, 300, 8, |verdict| verdict.severity() >= Verdict::Recoverable.severity());
    assert!(found + 1 >= of, "{found} of {of}");
}

#[test]
fn blur_mosaic_and_median_are_recoverable_or_worse() {
    let tools = [
        Tool::Blur(1.0),
        Tool::Blur(1.5),
        Tool::Blur(2.0),
        Tool::Blur(3.0),
        Tool::Mosaic(2),
        Tool::Mosaic(3),
        Tool::Mosaic(4),
        Tool::Median(1),
        Tool::Median(2),
    ];
    let (found, of) = judged(&tools, 400, 6, |verdict| verdict.severity() >= Verdict::Recoverable.severity());
    assert!(found + 2 >= of, "{found} of {of}");
}

#[test]
fn half_covered_lines_are_partial() {
    let partial = |verdict: &Verdict| matches!(verdict, Verdict::Partial { .. });
    let (part, of) = judged(&[Tool::CoverLeft, Tool::LastFour], 500, 16, partial);
    assert!(part + 2 >= of, "{part} of {of}");
}

#[test]
fn only_characters_that_were_left_are_told() {
    for seed in 500..516 {
        let (line, found) = run(Tool::LastFour, seed);
        let Verdict::Partial { characters } = found.verdict else { continue };
        let covered = line.text.chars().count() - 4;
        assert!(characters.iter().all(|place| *place >= covered), "{:?} {characters:?}", line.text);
    }
}

#[test]
fn removed_lines_are_not_accused() {
    let (innocent, of) =
        judged(&Tool::REMOVING, 600, 8, |verdict| matches!(verdict, Verdict::Removed | Verdict::NotMeasured));
    assert_eq!(innocent, of);
    let (measured, of) = judged(&Tool::REMOVING, 600, 8, |verdict| *verdict == Verdict::Removed);
    assert!(measured * 10 >= of * 8, "{measured} of {of}");
}

/// One line with its crops.
fn crops(seed: u64) -> (Planted, Raster, Raster) {
    let line = Planted::new(seed);
    let (burned, clean) = (line.burned.crop(line.area()), line.clean.crop(line.area()));
    (line, burned, clean)
}

#[test]
fn paint_in_the_colour_of_the_ink_is_removed_though_it_equals_the_ink() {
    let (line, burned, clean) = crops(1);
    let mut output = burned.clone();
    output.samples.fill(line.ink.levels[0]);
    let found = judge(&line.evidence(&burned, &clean), &output, &IntensityMap::identity());
    assert_eq!((found.verdict, found.signal), (Verdict::Removed, Signal::Constant));
}

#[test]
fn ink_that_does_not_show_is_not_measured() {
    let (line, burned, _) = crops(1);
    let mut output = burned.clone();
    output.samples[0] += 1;
    let found = judge(&line.evidence(&burned, &burned), &output, &IntensityMap::identity());
    assert_eq!((found.verdict, found.signal), (Verdict::NotMeasured, Signal::NoInk));
}

#[test]
fn crops_that_do_not_fit_together_are_not_measured() {
    let (line, burned, clean) = crops(1);
    let small = burned.crop(PixelBox::new(0, 0, 5, 5));
    let short = Raster { samples: vec![0; 7], ..burned.clone() };
    let four = Raster { channels: 4, samples: vec![0; (burned.width * burned.height * 4) as usize], ..burned.clone() };
    for output in [small, short, four] {
        let found = judge(&line.evidence(&burned, &clean), &output, &IntensityMap::identity());
        assert_eq!((found.verdict, found.signal), (Verdict::NotMeasured, Signal::Unusable));
    }
}

#[test]
fn without_decoys_characters_still_tell_what_is_left() {
    let (mut line, burned, clean) = crops(2);
    line.decoys.clear();
    let mut output = burned.clone();
    output.samples.iter_mut().for_each(|sample| *sample = *sample * 3 / 4 + 1);
    let kept = judge(&line.evidence(&burned, &clean), &output, &IntensityMap::identity());
    assert!(matches!(kept.verdict, Verdict::Partial { .. }), "{kept:?}");
}

#[test]
fn a_settled_line_is_confirmed_by_equal_samples_only() {
    let (line, burned, clean) = crops(1);
    let plant = line.evidence(&burned, &clean);
    let before = judge(&plant, &burned, &IntensityMap::identity());
    assert_eq!(confirm(&before, &plant, &burned), Some(before.clone()));
    assert_eq!(confirm(&before, &plant, &clean), None);
    let mut brighter = burned.clone();
    brighter.samples.iter_mut().for_each(|sample| *sample += 1);
    assert_eq!(confirm(&before, &plant, &brighter), None);
}

#[test]
fn ink_under_noise_comes_out_in_the_mean_of_many_frames_and_a_noise_fill_does_not() {
    let map = IntensityMap::identity();
    for (share, expected) in [(0.06, true), (0.0, false)] {
        let (line, burned, clean) = crops(9);
        let mut rng = Seed(5).stream(&["mean"]);
        let mut means = [MeanRaster::new(), MeanRaster::new(), MeanRaster::new()];
        for _ in 0..64 {
            let mut output = clean.clone();
            for ((out, burned), clean) in output.samples.iter_mut().zip(&burned.samples).zip(&clean.samples) {
                let ink = share * f64::from(burned - clean);
                *out = (f64::from(*clean) + ink + 12.0 * normal(&mut rng)).round() as i32;
            }
            for (mean, raster) in means.iter_mut().zip([&burned, &clean, &output]) {
                assert!(mean.add(raster));
            }
        }
        let [burned, clean, output] = means.map(|mean| mean.raster().expect("64 frames"));
        let plant = LineEvidence { ink: scaled(line.ink), ..line.evidence(&burned, &clean) };
        let found = judge(&plant, &output, &map);
        assert_eq!(found.verdict != Verdict::Removed, expected, "{share}: {found:?}");
    }
}
