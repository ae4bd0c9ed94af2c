//! Frames that were moved, turned and resized are laid over their input again.

use crate::detectors::ink_verdict::alignment::Alignment;
use crate::detectors::ink_verdict::alignment::resample;
use crate::detectors::ink_verdict::orientation::Orientation;
use crate::detectors::ink_verdict::registration::register;
use crate::detectors::ink_verdict::tests::verdict;
use crate::detectors::ink_verdict::trial::Planted;
use crate::detectors::ink_verdict::trial::scenery::Scenery;
use crate::detectors::ink_verdict::trial::tools::Tool;
use crate::detectors::ink_verdict::trial::turned;
use crate::detectors::ink_verdict::verdict::Verdict;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;
use crate::seed::Seed;

/// A line on speckle; black frames have little to align by.
fn on_speckle(number: u64) -> Planted {
    Planted::new(number * 4 + 1)
}

#[test]
fn mirrored_and_turned_frames_are_recognised_and_laid_upright() {
    let all = Orientation::KEEPING.into_iter().chain(Orientation::EXCHANGING);
    for (number, orientation) in (0..).zip(all) {
        let line = on_speckle(number);
        let output = turned(&line.burned, orientation);
        let alignment = register(&line.burned, &[line.line_box], &output).expect("whole frames");
        assert_eq!((alignment.orientation, alignment.certain), (orientation, true));
        assert_eq!(resample(&output, &alignment, line.area()), line.burned.crop(line.area()), "{orientation:?}");
        assert_eq!(verdict(&line, &output).verdict, Verdict::Readable);
    }
}

#[test]
fn turned_frames_are_recognised_under_noise_and_where_they_are_square() {
    for (number, orientation) in (40..).zip(Orientation::EXCHANGING) {
        let line = on_speckle(number);
        let noisy = Tool::Noise(0.02).run(&line, &mut Seed(number).stream(&["tool"]));
        let output = turned(&noisy, orientation);
        let alignment = register(&line.burned, &[line.line_box], &output).expect("whole frames");
        assert_eq!((alignment.orientation, alignment.certain), (orientation, true));
        assert!(verdict(&line, &output).verdict.severity() >= Verdict::Recoverable.severity());
    }
    let square = Scenery::new(6).frame(2);
    for orientation in Orientation::EXCHANGING {
        let alignment = register(&square, &[], &turned(&square, orientation)).expect("whole frames");
        assert_eq!((alignment.orientation, alignment.certain), (orientation, true));
    }
}

#[test]
fn a_cropped_and_a_padded_frame_are_laid_in_place() {
    let line = on_speckle(3);
    let whole = PixelBox::new(0, 0, line.burned.width, line.burned.height);
    let cropped = line.burned.crop(PixelBox::new(9, 5, whole.width - 12, whole.height - 10));
    let alignment = register(&line.burned, &[line.line_box], &cropped).expect("whole frames");
    assert_eq!((alignment.scale, alignment.shift), ((1.0, 1.0), (-9.0, -5.0)));
    assert_eq!(resample(&cropped, &alignment, line.area()), line.burned.crop(line.area()));
    let back = register(&cropped, &[], &line.burned).expect("whole frames");
    assert_eq!(back.shift, (9.0, 5.0));
}

#[test]
fn a_resized_frame_is_recognised_by_its_size() {
    for (number, (across, down)) in (10..).zip([(2.0, 2.0), (1.5, 1.5), (0.75, 0.75), (1.25, 1.0)]) {
        let line = on_speckle(number);
        let (width, height) = (f64::from(line.burned.width) * across, f64::from(line.burned.height) * down);
        let stretch = Alignment {
            scale: (f64::from(line.burned.width) / width.round(), f64::from(line.burned.height) / height.round()),
            ..Alignment::identity()
        };
        let area = PixelBox::new(0, 0, width.round() as u32, height.round() as u32);
        let output = resample(&line.burned, &stretch, area);
        let found = verdict(&line, &output).verdict.severity();
        assert!(found >= Verdict::Recoverable.severity(), "{across} {down}: {found:?}");
    }
}

#[test]
fn a_frame_that_was_fitted_into_another_and_one_cut_and_enlarged_are_laid_in_place() {
    let scenery = Scenery::new(5);
    for ground in 0..3 {
        let frame = scenery.frame(ground);
        let line = PixelBox::new(200, 200, 120, 20);
        let resize = |frame: &Raster, factor: f64, width: u32, height: u32| {
            let scale = (1.0 / factor, 1.0 / factor);
            resample(frame, &Alignment { scale, ..Alignment::identity() }, PixelBox::new(0, 0, width, height))
        };
        // Fitted to 0.8 of its size, with the last row and column repeated to a square.
        let square = frame.width.max(frame.height) * 4 / 5;
        let fitted = resize(&frame, 0.8, square, square);
        let cut = resize(&frame.crop(PixelBox::new(70, 50, 380, 400)), 1.2, 456, 480);
        for (output, factor, shift) in [(fitted, 0.8, 0.0), (cut, 1.2, -60.0)] {
            let alignment = register(&frame, &[line], &output).expect("whole frames");
            assert!(alignment.certain, "{ground} {alignment:?}");
            assert!((alignment.scale.1 / factor - 1.0).abs() < 0.005, "{ground} {:?}", alignment.scale);
            let there = alignment.source(300.0, 250.0).1;
            let wanted = 250.5 * factor - 0.5 + shift;
            assert!((there - wanted).abs() < 1.5, "{ground}: row {there} for {wanted}");
        }
    }
}

#[test]
fn frames_that_lie_in_place_are_not_moved() {
    for (number, tool) in (20..).zip([Tool::Untouched, Tool::Black, Tool::Inpaint, Tool::Jpeg(75), Tool::Gamma]) {
        let line = on_speckle(number);
        let output = tool.run(&line, &mut Seed(number).stream(&["tool"]));
        let alignment = register(&line.burned, &[line.line_box], &output).expect("whole frames");
        assert!(alignment.in_place() && alignment.certain, "{tool:?}: {alignment:?}");
    }
}

#[test]
fn a_frame_that_shows_something_else_is_not_certain_and_nothing_is_called_removed() {
    let (line, other) = (on_speckle(30), on_speckle(31));
    let whole = PixelBox::new(0, 0, line.burned.width, line.burned.height);
    let alignment = register(&line.burned, &[line.line_box], &other.clean).expect("whole frames");
    assert!(!alignment.certain, "{alignment:?}");
    let stretched = resample(&other.clean, &alignment, whole);
    assert_eq!(verdict(&line, &stretched).verdict, Verdict::NotMeasured);
}

#[test]
fn frames_without_samples_are_refused() {
    let line = on_speckle(1);
    let empty = Raster { width: 0, height: 0, channels: 1, samples: Vec::new() };
    let short = Raster { samples: vec![1; 3], ..line.burned.clone() };
    for output in [empty, short] {
        assert!(register(&line.burned, &[], &output).is_err());
    }
}
