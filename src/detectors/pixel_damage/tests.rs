use super::*;
use crate::dicom::frame::Photometric;
use crate::dicom::frame::Raster;
use crate::dicom::locus::PixelBox;

const FORMAT: PixelFormat = PixelFormat {
    rows: 128,
    columns: 160,
    samples: 1,
    bits_allocated: 8,
    bits_stored: 8,
    signed: false,
    photometric: Photometric::Monochrome2,
};
const LINE: PixelBox = PixelBox { x: 20, y: 20, width: 60, height: 12 };
const CLINICAL: PixelBox = PixelBox { x: 0, y: 40, width: 160, height: 88 };

/// Grain that never repeats, on a slope.
fn picture() -> Vec<u8> {
    let mut state = 1u32;
    (0..FORMAT.rows * FORMAT.columns)
        .map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let slope = at % FORMAT.columns;
            (20 + slope / 2 + (state >> 24) % 100) as u8
        })
        .collect()
}

fn filled(mut frame: Vec<u8>, area: PixelBox) -> Vec<u8> {
    for y in area.y..area.y + area.height {
        let first = (y * FORMAT.columns + area.x) as usize;
        frame[first..first + area.width as usize].fill(0);
    }
    frame
}

fn judged() -> Judged {
    Judged::new(&FORMAT, &[LINE], Some(CLINICAL))
}

fn findings(after: &[u8]) -> PixelFindings {
    let sums = compare_frame(&FORMAT, &picture(), &FORMAT, after, &judged());
    conclude(&FORMAT, &sums, Vec::new())
}

fn flags(found: &PixelFindings) -> [bool; 4] {
    [found.untouched, found.visually_lossless, found.lossy, found.local]
}

#[test]
fn equal_frames_are_untouched() {
    let found = findings(&picture());
    assert_eq!((flags(&found), found.psnr), ([true, false, false, false], None));
}

#[test]
fn a_single_changed_pixel_is_seen_and_is_no_place() {
    let mut after = picture();
    after[80 * 160 + 80] ^= 1;
    assert_eq!(flags(&findings(&after)), [false, true, false, false]);
}

#[test]
fn a_black_box_on_the_line_is_no_damage_and_a_larger_one_is() {
    let exact = findings(&filled(picture(), LINE));
    assert_eq!(flags(&exact), [true, false, false, false]);
    let margin = findings(&filled(picture(), LINE.dilated(MARGIN, FORMAT.columns, FORMAT.rows)));
    assert!(margin.untouched);
    let larger = PixelBox::new(20, 20, 60, 50);
    let found = findings(&filled(picture(), larger));
    assert_eq!(flags(&found), [false, false, false, true]);
    // Rows 40 to 69 lie in the clinical region, and the margin ends at row 39.
    assert_eq!((found.local_area, found.over_redacted, found.clinical), (60 * 30, 60 * 30, CLINICAL.area()));
}

#[test]
fn a_box_elsewhere_counts_its_pixels_and_those_of_the_clinical_region_apart() {
    let found = findings(&filled(picture(), PixelBox::new(100, 30, 20, 20)));
    assert_eq!((found.local_area, found.over_redacted), (400, 200));
    let outside = findings(&filled(picture(), PixelBox::new(100, 0, 20, 20)));
    assert_eq!((outside.local, outside.over_redacted), (true, 0));
}

#[test]
fn a_blackout_is_a_place_as_large_as_the_frame() {
    let found = findings(&vec![0; picture().len()]);
    assert!(found.local && !found.untouched && !found.visually_lossless);
    assert_eq!(found.over_redacted, found.clinical);
}

#[test]
fn noise_all_over_is_lossy_when_seen_and_visually_lossless_when_not() {
    let noise = |depth: i32| -> Vec<u8> {
        let step = |at: usize| (at as i32 * 7919 % (2 * depth + 1)) - depth;
        picture().iter().enumerate().map(|(at, value)| (i32::from(*value) + step(at)).clamp(0, 255) as u8).collect()
    };
    assert_eq!(flags(&findings(&noise(1))), [false, true, false, false]);
    let loud = findings(&noise(12));
    assert_eq!(flags(&loud), [false, false, true, false]);
    assert!(loud.global.is_empty());
    let with_box = findings(&filled(noise(3), PixelBox::new(90, 60, 40, 40)));
    assert!(with_box.local && (with_box.visually_lossless || with_box.lossy));
    assert!((1300..=1700).contains(&with_box.local_area), "{}", with_box.local_area);
}

#[test]
fn a_brighter_picture_is_lossy_however_good_its_ratio() {
    let wide = PixelFormat { bits_allocated: 16, bits_stored: 16, ..FORMAT };
    let words = |add: u16| -> Vec<u8> {
        picture().iter().flat_map(|value| (u16::from(*value) * 40 + add).to_le_bytes()).collect()
    };
    let sums = compare_frame(&wide, &words(0), &wide, &words(10), &judged());
    let found = conclude(&wide, &sums, Vec::new());
    assert!(found.psnr.is_some_and(|psnr| psnr > 70.0));
    assert_eq!(flags(&found), [false, false, true, false]);
}

#[test]
fn cut_depth_is_a_change_of_the_whole() {
    let cut: Vec<u8> = picture().iter().map(|value| value & 0xf8).collect();
    assert_eq!(findings(&cut).global, [GlobalChange::BitDepth]);
}

#[test]
fn mirrored_and_transposed_frames_are_recognised() {
    let whole = PixelBox::new(0, 0, FORMAT.columns, FORMAT.rows);
    let before = Raster::from_native(&FORMAT, &picture(), whole);
    let mirrored: Vec<u8> = picture().chunks(160).flat_map(|row| row.iter().rev().copied()).collect();
    assert!(is_turned(&before, &Raster::from_native(&FORMAT, &mirrored, whole), &judged()));
    let transposed: Vec<u8> = (0..160).flat_map(|x| (0..128).map(move |y| picture_at(x, y))).collect();
    let tall = PixelFormat { rows: 160, columns: 128, ..FORMAT };
    let tall_whole = PixelBox::new(0, 0, 128, 160);
    assert!(is_turned(&before, &Raster::from_native(&tall, &transposed, tall_whole), &judged()));
    assert!(!is_turned(&before, &before, &judged()));
}

fn picture_at(x: usize, y: usize) -> u8 {
    use std::sync::OnceLock;
    static PICTURE: OnceLock<Vec<u8>> = OnceLock::new();
    PICTURE.get_or_init(picture)[y * 160 + x]
}

mod whole_objects {
    use super::*;
    use crate::dicom::object::Object;
    use crate::dicom::pixels::PixelReader;
    use crate::dicom::scan::Scan;
    use crate::dicom::tags;
    use crate::dicom::write::FileParts;
    use crate::dicom::write::Frames;
    use crate::dicom::write::write_file;

    fn scan(format: PixelFormat, frames: &[Vec<u8>]) -> Scan {
        let mut object = Object::new();
        object.set_str(tags::SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.3.1");
        object.set_str(tags::SOP_INSTANCE_UID, "1.2.3");
        object.set_str(tags::PHOTOMETRIC_INTERPRETATION, format.photometric.name());
        object.set_str(tags::NUMBER_OF_FRAMES, &frames.len().to_string());
        for (tag, value) in [
            (tags::SAMPLES_PER_PIXEL, format.samples),
            (tags::ROWS, format.rows as u16),
            (tags::COLUMNS, format.columns as u16),
            (tags::BITS_ALLOCATED, format.bits_allocated),
            (tags::BITS_STORED, format.bits_stored),
            (tags::PIXEL_REPRESENTATION, 0),
        ] {
            object.set_u16(tag, &[value]);
        }
        let parts = FileParts {
            preamble: &[0; 128],
            implementation: ("1.2", "X"),
            source_ae_title: None,
            private_information: None,
            media_storage: None,
            object: &object,
            trailing: b"",
        };
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("one");
        let mut draw = |index: u32, out: &mut [u8]| {
            out.copy_from_slice(&frames[index as usize]);
            Ok(())
        };
        write_file(&file, parts, Some(Frames { format, count: frames.len() as u32, draw: &mut draw }))
            .expect("written");
        Scan::open(&file, 1 << 24).expect("a scan")
    }

    fn cine() -> Vec<Vec<u8>> {
        (0..4u8).map(|frame| picture().iter().map(|value| value.rotate_left(u32::from(frame))).collect()).collect()
    }

    fn compared(format: PixelFormat, after: &[Vec<u8>]) -> PixelFindings {
        let (before, after) = (scan(FORMAT, &cine()), scan(format, after));
        let (before, after) = (PixelReader::new(&before).expect("read"), PixelReader::new(&after).expect("read"));
        compare(&before, &after, &judged())
    }

    #[test]
    fn an_equal_cine_is_untouched_and_a_redacted_one_too() {
        let found = compared(FORMAT, &cine());
        assert!(found.untouched && found.frames_compared == 4 && found.clinical == 4 * CLINICAL.area());
        let redacted: Vec<Vec<u8>> = cine().into_iter().map(|frame| filled(frame, LINE)).collect();
        assert!(compared(FORMAT, &redacted).untouched);
    }

    #[test]
    fn lost_added_and_reordered_frames_are_named() {
        let mut lost = cine();
        lost.remove(1);
        let found = compared(FORMAT, &lost);
        assert_eq!(found.global, [GlobalChange::FramesLost]);
        assert!(!found.lossy && !found.local && !found.untouched);
        let mut added = cine();
        added.push(picture());
        assert_eq!(compared(FORMAT, &added).global, [GlobalChange::FramesAdded]);
        let mut reordered = cine();
        reordered.swap(0, 2);
        assert!(compared(FORMAT, &reordered).global.contains(&GlobalChange::FramesReordered));
        // Without a change of order there is none to report.
        let dimmed: Vec<Vec<u8>> = cine().into_iter().map(|frame| filled(frame, CLINICAL)).collect();
        assert!(compared(FORMAT, &dimmed).global.is_empty());
    }

    #[test]
    fn other_sizes_and_colours_are_changes_of_the_whole() {
        let small = PixelFormat { rows: 64, columns: 80, ..FORMAT };
        let found = compared(small, &vec![vec![1; 64 * 80]; 4]);
        assert_eq!(found.global, [GlobalChange::Size]);
        assert!(!found.not_measured.is_empty() && !found.untouched);
        let inverted = PixelFormat { photometric: Photometric::Monochrome1, ..FORMAT };
        assert_eq!(compared(inverted, &cine()).global, [GlobalChange::Photometric]);
    }

    #[test]
    fn a_mirrored_cine_is_turned_and_not_called_lossy() {
        let mirrored: Vec<Vec<u8>> =
            cine().iter().map(|frame| frame.chunks(160).flat_map(|row| row.iter().rev().copied()).collect()).collect();
        let found = compared(FORMAT, &mirrored);
        assert!(found.global.contains(&GlobalChange::Orientation) && !found.lossy && !found.local);
    }
}
