use super::*;
use crate::detectors::trial::Trial;
use crate::dicom::VR;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::judgement::Judgement;

const WIDTH: u32 = 120;
const HEIGHT: u32 = 80;
const AREA: PixelBox = PixelBox { x: 40, y: 30, width: 24, height: 24 };

/// Grain with a letter L in it.
fn marked() -> Vec<u8> {
    let mut state = 1u32;
    (0..WIDTH * HEIGHT)
        .map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (x, y) = (at % WIDTH, at / WIDTH);
            let inside = AREA.contains(x, y);
            let ink = inside && (x < AREA.x + 5 || y >= AREA.y + AREA.height - 5);
            if ink { 230 } else { 40 + ((state >> 24) % 30) as u8 }
        })
        .collect()
}

fn object(frames: &[Vec<u8>]) -> Object {
    let mut object = Object::new();
    object.set_str(tags::SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.3.1");
    object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
    object.set_str(tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    object.set_str(tags::NUMBER_OF_FRAMES, &frames.len().to_string());
    let words = [(tags::SAMPLES_PER_PIXEL, 1), (tags::ROWS, HEIGHT), (tags::COLUMNS, WIDTH)];
    for (tag, value) in words.into_iter().chain([(tags::BITS_ALLOCATED, 8), (tags::BITS_STORED, 8)]) {
        object.set_u16(tag, &[value as u16]);
    }
    object.set_u16(tags::PIXEL_REPRESENTATION, &[0]);
    object.set_bytes(tags::PIXEL_DATA, VR::OB, &frames.concat());
    object
}

fn filled(mut frame: Vec<u8>, area: PixelBox, value: u8) -> Vec<u8> {
    for y in area.y..area.y + area.height {
        frame[(y * WIDTH + area.x) as usize..][..area.width as usize].fill(value);
    }
    frame
}

fn judged_with(change: impl Fn(&mut Trial), after: &[Vec<u8>]) -> Judgement {
    let mut trial = Trial::new();
    trial.input = object(&vec![marked(); after.len()]);
    trial.truth.keeps.push(Keep {
        instance: "I1".into(),
        kind: KeepKind::Annotation,
        locus: "pixel".parse().expect("a locus"),
        area: Some(AREA),
        value: "L".into(),
    });
    change(&mut trial);
    trial.judged(&KeepsLost, "basic", &object(after))
}

fn judged(after: &[Vec<u8>]) -> Judgement {
    judged_with(|_| (), after)
}

fn counts(judgement: &Judgement) -> (u64, u64, u64) {
    let keeps = &judgement.damage.keeps;
    (keeps.checked, keeps.lost, keeps.changed)
}

fn recompressed(frame: &[u8], quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder.encode(frame, WIDTH as u16, HEIGHT as u16, jpeg_encoder::ColorType::Luma).unwrap();
    image::load_from_memory(&bytes).unwrap().into_luma8().into_raw()
}

#[test]
fn a_mark_that_is_as_it_was_or_recompressed_or_brighter_is_not_lost() {
    assert_eq!(counts(&judged(&[marked()])), (1, 0, 0));
    for quality in [90, 75, 50, 25] {
        assert_eq!(counts(&judged(&[recompressed(&marked(), quality)])), (1, 0, 0), "{quality}");
    }
    let other = |change: fn(u8) -> u8| marked().into_iter().map(change).collect::<Vec<u8>>();
    for picture in [other(|value| value / 2 + 60), other(|value| 255 - value), other(|value| value.saturating_add(20))]
    {
        assert_eq!(counts(&judged(&[picture])), (1, 0, 0));
    }
}

#[test]
fn a_mark_that_was_blackened_painted_over_or_restored_is_lost() {
    for value in [0, 55, 255] {
        assert_eq!(counts(&judged(&[filled(marked(), AREA, value)])), (1, 1, 0), "{value}");
        let around = AREA.dilated(6, WIDTH, HEIGHT);
        assert_eq!(counts(&judged(&[filled(marked(), around, value)])), (1, 1, 0), "{value}");
    }
    // Grain of the background in its place.
    let mut restored = marked();
    for y in AREA.y..AREA.y + AREA.height {
        for x in AREA.x..AREA.x + AREA.width {
            restored[(y * WIDTH + x) as usize] = marked()[((y - 28) * WIDTH + x) as usize];
        }
    }
    let found = judged(&[restored]);
    assert_eq!(counts(&found), (1, 1, 0));
    let finding = &found.findings[0];
    assert_eq!(
        (finding.form.as_str(), finding.seen_at.as_str()),
        ("annotation lost", "(7FE0,0010) frame 0 box 40,30,24,24")
    );
}

#[test]
fn half_a_mark_is_changed() {
    let half = PixelBox { height: 12, ..AREA };
    assert_eq!(counts(&judged(&[filled(marked(), half, 50)])), (1, 0, 1));
}

#[test]
fn a_mark_is_named_once_with_the_frames_that_lost_it() {
    let gone = filled(marked(), AREA, 0);
    let found = judged(&[marked(), gone.clone(), gone.clone(), marked(), gone]);
    assert_eq!((counts(&found), found.findings.len()), ((1, 1, 0), 1));
    assert!(found.findings[0].evidence.starts_with("`L` in frames 1-2,4: "), "{}", found.findings[0].evidence);
}

#[test]
fn a_mark_under_a_planted_line_is_not_judged() {
    let under = |trial: &mut Trial| {
        let mut plant = crate::truth::Plant::new(
            crate::truth::Surface::Pixel,
            "pixel".parse().expect("a locus"),
            crate::truth::Kind::PersonName,
            "X",
        );
        (plant.instance, plant.line_box) = ("I1".into(), Some(PixelBox::new(30, 30, 60, 20)));
        trial.truth.plants.push(plant);
        trial.truth.instances[0].frames = 1;
    };
    // Equal where it counts: nothing else was looked at.
    let elsewhere = filled(filled(marked(), AREA, 0), PixelBox::new(0, 0, 9, 9), 0);
    assert_eq!(counts(&judged_with(under, &[elsewhere])), (0, 0, 0));
}

#[test]
fn a_mark_in_a_picture_that_can_not_be_compared_is_not_counted() {
    let mut trial = Trial::new();
    trial.input = object(&[marked()]);
    let area = Some(AREA);
    let locus = "pixel".parse().expect("a locus");
    trial.truth.keeps.push(Keep { instance: "I1".into(), kind: KeepKind::Annotation, locus, area, value: "L".into() });
    assert_eq!(counts(&trial.judged(&KeepsLost, "basic", &Object::new())), (0, 0, 0));
}
