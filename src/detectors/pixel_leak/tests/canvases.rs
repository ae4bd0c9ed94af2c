//! Lines on overlay planes and icons.

use super::stage::Draft;
use super::stage::Stage;
use super::stage::format;
use super::stage::grey;
use super::stage::letters;
use super::stage::paint;
use crate::dicom::VR;
use crate::dicom::canvas::Canvas;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::PixelFormat;
use crate::dicom::frames::FrameSet;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::Object;
use crate::dicom::overlay;
use crate::dicom::tags;
use crate::finding::Verdict;
use crate::ink::burn::Ink;
use crate::ink::burn::burn;
use crate::ink::mask::Mask;

const GROUP: u16 = 0x6000;

/// The mask with each pixel whole or empty.
fn solid(mask: &Mask) -> Mask {
    Mask { alpha: mask.alpha.iter().map(|alpha| if *alpha > 127 { 255 } else { 0 }).collect(), ..*mask }
}

fn plane_format() -> PixelFormat {
    overlay::format(grey().rows, grey().columns)
}

/// The samples of the plane with the value.
fn plane() -> Vec<u8> {
    let mut plane = vec![0; (grey().rows * grey().columns) as usize];
    burn(&plane_format(), &mut plane, 40, 50, &solid(&letters(1).mask), Ink { levels: [1; 3], opacity: 255 });
    plane
}

/// A picture with the value on a plane above it.
fn planted(pixels: PixelFormat) -> Stage {
    let mut stage = Stage::new(pixels, 1);
    let line = Draft {
        canvas: Canvas::Overlay(GROUP),
        mask: solid(&letters(1).mask),
        ink: Ink { levels: [1; 3], opacity: 255 },
        ..letters(1)
    };
    let under = vec![vec![0; plane().len()]];
    stage.record(line, plane_format(), &under, false);
    stage
}

fn with_plane(object: &Object, group: u16, samples: &[u8]) -> Object {
    let mut object = object.clone();
    overlay::write_plane(&mut object, group, (grey().rows as u16, grey().columns as u16), None, samples);
    object
}

fn on_a_plane() -> (Stage, Object) {
    let mut stage = planted(grey());
    let bare = stage.object.clone();
    stage.object = with_plane(&bare, GROUP, &plane());
    (stage, bare)
}

#[test]
fn a_plane_that_is_left_or_renumbered_leaks_and_one_that_is_gone_or_empty_holds() {
    let (stage, bare) = on_a_plane();
    let judged = |object: &Object| stage.judged_as(object, &stage.format, &stage.burned);
    let (verdict, findings) = judged(&stage.object);
    assert_eq!(verdict, Verdict::Leaked, "{findings:?}");
    assert!(findings[0].evidence.starts_with("overlay-6000, frame 0"), "{findings:?}");
    assert_eq!(judged(&with_plane(&bare, 0x6002, &plane())).0, Verdict::Leaked);
    assert_eq!(judged(&bare).0, Verdict::Held);
    assert_eq!(judged(&with_plane(&bare, GROUP, &vec![0; plane().len()])).0, Verdict::Held);
}

#[test]
fn a_plane_with_half_of_the_value_left_is_not_clean() {
    let (stage, bare) = on_a_plane();
    let mut half = plane();
    let mut area = stage.truth.patches[0].line_box;
    area.width /= 2;
    paint(&plane_format(), &mut half, area, |_| 0);
    let (verdict, findings) = stage.judged_as(&with_plane(&bare, GROUP, &half), &stage.format, &stage.burned);
    assert!(verdict >= Verdict::Recoverable, "{verdict:?} {findings:?}");
}

#[test]
fn a_plane_that_is_burned_into_the_picture_leaks() {
    let (stage, bare) = on_a_plane();
    for level in [255, 150] {
        let mut frame = stage.clean[0].clone();
        let ink = Ink { levels: [level; 3], opacity: 255 };
        burn(&stage.format, &mut frame, 40, 50, &solid(&letters(1).mask), ink);
        let (verdict, findings) = stage.judged_as(&bare, &stage.format, &[frame]);
        assert_eq!(verdict, Verdict::Leaked, "{findings:?}");
        assert!(findings[0].evidence.contains("burned into the picture"), "{findings:?}");
    }
}

#[test]
fn a_plane_in_unused_bits_leaks_even_where_nothing_describes_it_any_more() {
    let deep = format(Photometric::Monochrome2, 1, (16, 12));
    let mut stage = planted(deep);
    let bare = stage.object.clone();
    overlay::describe_high_bits(&mut stage.object, GROUP, (deep.rows as u16, deep.columns as u16), 16, 15);
    let clean = stage.clean.clone();
    for (pair, sample) in stage.burned[0].chunks_exact_mut(2).zip(plane()) {
        pair[1] |= sample << 7;
    }
    let judged = |object: &Object, frames: &[Vec<u8>]| stage.judged_as(object, &deep, frames);
    for object in [&stage.object, &bare] {
        let (verdict, findings) = judged(object, &stage.burned);
        assert_eq!(verdict, Verdict::Leaked, "{findings:?}");
        assert_eq!(judged(object, &clean).0, Verdict::Held);
    }
    // Out of the pixels, into an element of its own.
    assert_eq!(judged(&with_plane(&bare, GROUP, &plane()), &clean).0, Verdict::Leaked);
}

#[test]
fn a_plane_that_can_not_be_read_is_not_measured() {
    let (stage, bare) = on_a_plane();
    let mut short = with_plane(&bare, GROUP, &plane());
    short.set_bytes(crate::dicom::Tag(GROUP, 0x3000), VR::OB, &[0; 8]);
    assert_eq!(stage.judged_as(&short, &stage.format, &stage.burned).0, Verdict::NotMeasured);
}

fn with_icon(object: &Object, format: &PixelFormat, native: &[u8]) -> Object {
    let mut object = object.clone();
    let at = |tag| AttributePath::top(tag).inside(tags::ICON_IMAGE_SEQUENCE, 0);
    for (tag, value) in [
        (tags::SAMPLES_PER_PIXEL, 1),
        (tags::ROWS, format.rows as u16),
        (tags::COLUMNS, format.columns as u16),
        (tags::BITS_ALLOCATED, 8),
        (tags::BITS_STORED, 8),
        (tags::HIGH_BIT, 7),
        (tags::PIXEL_REPRESENTATION, 0),
    ] {
        object.set_u16(at(tag), &[value]);
    }
    object.set_text(at(tags::PHOTOMETRIC_INTERPRETATION), VR::CS, "MONOCHROME2");
    object.set_bytes(at(tags::PIXEL_DATA), VR::OB, native);
    object
}

#[test]
fn an_icon_with_the_value_leaks_and_one_that_is_gone_or_made_anew_holds() {
    let icon = PixelFormat { rows: 64, columns: 128, ..grey() };
    let mut stage = Stage::new(grey(), 1);
    let bare = stage.object.clone();
    let clean: Vec<u8> =
        (0..64 * 128u32).map(|at| (40 + at % 128 / 4 + at.wrapping_mul(2_654_435_761) % 9) as u8).collect();
    let line = Draft { canvas: Canvas::Icon, places: vec![(20, 24, FrameSet::all(1))], ..letters(1) };
    let mut burned = clean.clone();
    burn(&icon, &mut burned, 20, 24, &line.mask, line.ink);
    stage.record(line, icon, std::slice::from_ref(&clean), false);
    stage.object = with_icon(&bare, &icon, &burned);
    let judged = |object: &Object| stage.judged_as(object, &stage.format, &stage.burned).0;
    assert_eq!(judged(&stage.object), Verdict::Leaked);
    assert_eq!(judged(&bare), Verdict::Held);
    assert_eq!(judged(&with_icon(&bare, &icon, &clean)), Verdict::Held);
    assert_eq!(judged(&with_icon(&bare, &icon, &vec![9; clean.len()])), Verdict::Held);
    let noisy = super::stage::noisy(&burned);
    assert_eq!(judged(&with_icon(&bare, &icon, &noisy)), Verdict::Leaked);
    let mut short = with_icon(&bare, &icon, &clean);
    short.set_bytes(AttributePath::top(tags::PIXEL_DATA).inside(tags::ICON_IMAGE_SEQUENCE, 0), VR::OB, &[0; 4]);
    assert_eq!(judged(&short), Verdict::NotMeasured);
}
